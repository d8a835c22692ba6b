"""Reads what was printed and shown: pages of a PDF as text and as pictures, and the square codes in them."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

SCALE = 3.0
"""Pixels a point: what a phone's camera makes of a sheet on a table."""


class Paper:
    """A printed document, page by page."""

    def __init__(self, data: bytes) -> None:
        document = pypdfium2.PdfDocument(data)
        self.sizes = [document[number].get_size() for number in range(len(document))]
        self.texts = [_text(document[number]) for number in range(len(document))]
        self.pictures = [document[number].render(scale=SCALE).to_pil() for number in range(len(document))]
        document.close()


def _text(page: Any) -> str:
    read = page.get_textpage()
    text = " ".join(str(read.get_text_range()).split())
    read.close()
    return text


def codes(picture: Image.Image | bytes) -> list[str]:
    """What the square codes of a picture say."""
    shown = Image.open(io.BytesIO(picture)) if isinstance(picture, bytes) else picture
    return [one.text for one in zxingcpp.read_barcodes(shown.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)]


def corners(picture: bytes) -> set[tuple[int, ...]]:
    """The colours near the four corners of a picture: its very edge may be half of what lies beside it."""
    shown = Image.open(io.BytesIO(picture)).convert("RGB")
    near, right, bottom = 4, shown.width - 5, shown.height - 5
    spots = ((near, near), (right, near), (near, bottom), (right, bottom))
    return {shown.getpixel(at) for at in spots}  # type: ignore[misc]
