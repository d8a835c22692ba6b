"""The style sheet: small files of static/css, joined in the order of their names and served under one address."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

SHEETS = Path(__file__).parent / "static" / "css"
ADDRESS = "/static/site.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def joined(folder: Path = SHEETS) -> bytes:
    """The rules of all files in a folder, without comments, indents and empty lines."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.css")))
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line).encode()


@cache
def sheet() -> bytes:
    """The style sheet of this process."""
    return joined()


@cache
def version() -> str:
    """What its address ends with: other rules have another address, so that it can be kept for good."""
    return sha256(sheet()).hexdigest()[:12]


def stylesheet() -> str:
    """The address for a page to name."""
    return f"{ADDRESS}?v={version()}"
