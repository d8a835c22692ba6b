"""What a page carries within itself: the way out always, and its style for somebody who comes from elsewhere.

On a line with a round trip of 400 ms each file that a page names costs more than all of its bytes. Who was never here
gets everything in the first flight of the first answer. Who comes from a page of ours gets the address of the style
sheet, and keeps it; the first page has it fetched ahead. The way out is short and must be there before anything is
painted.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpRequest
from markupsafe import Markup

from dooryard.web.stylesheet import sheet

WAY_OUT = Path(__file__).parent / "static" / "js" / "exit.js"
"""Served as a file too, with its comments, for whoever wants to read what runs in the page."""


def is_newcomer(request: HttpRequest) -> bool:
    """Whether somebody may not have been on a page of ours just before: a browser too old to say so counts as one."""
    return request.headers.get("Sec-Fetch-Site") != "same-origin"


@cache
def style() -> Markup:
    """The rules of the style sheet, to stand in a page."""
    return whole(sheet().decode(), "style")


@cache
def way_out() -> Markup:
    """The script of the way out, to stand in a page."""
    lines = (line.strip() for line in WAY_OUT.read_text(encoding="utf-8").splitlines())
    return whole("\n".join(line for line in lines if line and not line.startswith("//")), "script")


def whole(text: str, tag: str) -> Markup:
    """A text of ours that stands in an element as it is, which nothing in it may end or open again."""
    if f"</{tag}" in text.lower() or "<!--" in text:
        raise ValueError(f"this would end the <{tag}> that it stands in")
    return Markup(text)  # noqa: S704 - our own file
