"""The forms of a page, found by reading it, so that a field that is new is tried without being named in a test."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

CONTROLS = {"input", "select", "textarea", "button"}


class Field(NamedTuple):
    """A field: its name, and what it sends when nobody touches it, None where that is nothing."""

    name: str
    value: str | None


class Form(NamedTuple):
    """A form: where it is sent, how, and its fields in the order of the page."""

    action: str
    method: str
    fields: tuple[Field, ...]

    def sent(self) -> list[tuple[str, str]]:
        """What an untouched form sends."""
        return [(field.name, field.value) for field in self.fields if field.value is not None]

    def with_one(self, name: str, value: str) -> list[tuple[str, str]]:
        """The same with another value in one field, sent once."""
        return [*((other, kept) for other, kept in self.sent() if other != name), (name, value)]


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.fields: list[tuple[str, Field]] = []
        self._within = ""
        self._text: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._within = told.setdefault("id", f"form {len(self.forms)}")
            self.forms.append(told)
        elif tag in CONTROLS and told.get("name"):
            silent = tag == "button" or (told.get("type") in ("checkbox", "radio") and "checked" not in told)
            value = None if silent else told.get("value", "")
            self.fields.append((told.get("form", self._within), Field(told["name"], value)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._within = ""


def forms(html: str) -> list[Form]:
    """The forms of a page."""
    read = _Reader(html)
    return [
        Form(
            action=form["action"],
            method=form.get("method", "get").upper(),
            fields=tuple(dict.fromkeys(field for owner, field in read.fields if owner == form["id"])),
        )
        for form in read.forms
    ]
