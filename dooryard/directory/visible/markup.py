"""What people see of a page: text and spoken attributes of HTML, and the texts that Jinja puts there."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from dooryard.core.language import Reading
from dooryard.core.language_phrases import BREAK, GAP
from dooryard.directory.visible.masks import apart, blank, mark, unescaped

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.S)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_COMMENT = re.compile(r"<!--.*?-->|\{#.*?#\}", re.S)
_SPOKEN = {"alt", "title", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label", "content"}
_UNREAD = {"script", "style", "template"}
_CODE = {"code", "kbd", "samp", "var"}
_OTHERS_WORDS = {"q", "cite", "blockquote"}
_INLINE = _CODE | set(
    re.split(" ", "a abbr b bdi bdo em font i ins mark s small span strong sub sup time tspan u wbr q cite")
)
_EMPTY = set(re.split(" ", "area base br col embed hr img input link meta source track wbr"))


def html(text: str) -> Reading:
    """What is visible of a page or template; remarks are its comments."""
    bare = _JINJA.sub(_taken_out, text)
    seen = _strings(text, _Page(bare).visible())
    return Reading(seen, _comments(text))


def in_text(text: str) -> str:
    """What is visible of a text that may hold tags, such as Markdown."""
    return _Page(text).visible()


def _comments(text: str) -> str:
    made, last = [], 0
    for match in _COMMENT.finditer(text):
        made += [blank(text[last : match.start()]), match[0]]
        last = match.end()
    return "".join([*made, blank(text[last:])])


def _taken_out(match: re.Match[str]) -> str:
    """A value leaves a gap in its sentence; a statement and a comment leave nothing."""
    return blank(match[0], GAP if match[0].startswith("{{") else " ")


def _strings(text: str, seen: str) -> str:
    """The texts that stand as strings in Jinja's expressions, put back to their places."""
    parts, last = [], 0
    for code in _JINJA.finditer(text):
        if code[0].startswith("{#"):
            continue
        for string in _STRING.finditer(code[0]):
            start, end = code.start() + string.start(), code.start() + string.end()
            parts += [seen[last:start], BREAK, unescaped(text[start + 1 : end - 1]), BREAK]
            last = end
    return "".join([*parts, seen[last:]])


class _Page(HTMLParser):
    """Follows the tags of a page and blanks what nobody reads."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._text = text
        self._begins = [0, *(match.end() for match in re.finditer("\n", text))]
        self._open: list[str] = []
        self._parts: list[str] = []
        self._done = 0

    def visible(self) -> str:
        """What is left to read."""
        self.feed(self._text)
        self.close()
        self._until(len(self._text))
        return _ENTITY.sub(lambda match: mark(match, _sign(match[0])), "".join(self._parts))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._begins[line - 1] + column

    def _until(self, end: int) -> None:
        """The text up to here, or as much blank where it is code or another's words."""
        part = self._text[self._done : end]
        hidden = next((tag for tag in self._open if tag in _UNREAD | _CODE | _OTHERS_WORDS), "")
        self._parts.append(blank(part, " " if hidden in _UNREAD else GAP) if hidden else part)
        self._done = end

    def _skip(self, length: int, *, joined: bool) -> None:
        """Blank the next characters; `joined` when a phrase may go on behind them."""
        part = self._text[self._done : self._done + length]
        self._parts.append(blank(part) if joined else apart(part))
        self._done += length

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._until(self._here())
        written = self.get_starttag_text() or ""
        names = {name: value or "" for name, value in attrs}
        heard = _SPOKEN | ({"value"} if names.get("type") in ("submit", "button", "reset") else set())
        heard -= (
            {"content"} if tag == "meta" and names.get("name", names.get("property", "")) != "description" else set()
        )
        before = self._done
        for match in _ATTRIBUTE.finditer(written):
            if match[1].lower() in heard and tag not in _UNREAD:
                start, end = match.span(2) if match[2] is not None else match.span(3)
                self._skip(before + start - self._done, joined=False)
                self._parts.append(written[start:end])
                self._done = before + end
        self._skip(before + len(written) - self._done, joined=tag in _INLINE and self._done == before)
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        self._until(self._here())
        end = self._text.find(">", self._done)
        self._skip((end + 1 if end >= 0 else len(self._text)) - self._done, joined=tag in _INLINE)
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_comment(self, data: str) -> None:
        self._between("-->")

    def handle_decl(self, decl: str) -> None:
        self._between(">")

    def handle_pi(self, data: str) -> None:
        self._between(">")

    def unknown_decl(self, data: str) -> None:
        self._between(">")

    def _between(self, closing: str) -> None:
        self._until(self._here())
        end = self._text.find(closing, self._done)
        self._skip((end + len(closing) if end >= 0 else len(self._text)) - self._done, joined=True)


def _sign(entity: str) -> str:
    sign = unescape(entity)
    return sign if len(sign) == 1 and sign.isprintable() and sign != entity else " "
