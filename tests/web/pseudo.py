"""A language that nobody speaks: what goes through gettext is marked, accented, and longer than in English."""

from __future__ import annotations

import gettext
import re
from html.parser import HTMLParser

from dooryard.directory import languages

CODE = "xx"
LANGUAGE = languages.Language("Ťéxť", "ar")
"""Its dates are Arabic, so that whatever is left in Latin letters was not said by any language."""

ACCENTED = str.maketrans("aceinorstuyzACEINORSTUYZ", "áčéíňóřšťúýžÁČÉÍŇÓŘŠŤÚÝŽ")
KEPT = re.compile(r"(\{[a-z_]*\}|%\([a-z_]+\)s|%%|<[^>]+>|&[a-z]+;)")
SAID = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[A-Za-z]{2,}")
READ_ALOUD = {"alt", "title", "placeholder", "aria-label", "aria-description"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"bdi", "code", "script", "style", "textarea"}
"""Whatever stands in these is not ours to say: names, what somebody typed, and what only machines read."""
COUNTY = "f.county"


class Pseudo(gettext.NullTranslations):
    """A catalog that has every text."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)


def pseudo(text: str) -> str:
    """⟦Ťéxť⟧ of Text, longer by four tenths, as translations are."""
    parts = KEPT.split(text)
    told = "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTED) for part in parts)
    return f"⟦{told}{'~' * round(len(text) * 0.4)}⟧"


def left_in_english(html: str) -> list[str]:
    """The words of a page that no catalog has said and no record: what stands in Latin letters outside of the marks."""
    page = _Page()
    page.feed(html)
    page.close()
    return [f"{words.strip()!r}" for words in page.said if WORD.search(_outside(words))]


def _outside(text: str) -> str:
    """A text without what was said, marks within marks included."""
    while SAID.search(text):
        text = SAID.sub("", text)
    return text


class _Page(HTMLParser):
    """What a page says in its own language: texts of records stand in <bdi>, or are marked as another language.

    The words of a choice stand in <bdi> too, and are ours unless they are the name of a county.
    """

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._box = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        above = self._open[-1][1] if self._open else False
        if given.get("type") == "checkbox":
            self._box = given.get("name") or ""
        foreign = (
            above or (tag in UNSEEN and not (tag == "bdi" and self._is_choice())) or given.get("lang", CODE) != CODE
        )
        if not foreign:
            self.said += [given[name] or "" for name in READ_ALOUD & set(given)]
        if tag not in VOID:
            self._open.append((tag, foreign))

    def _is_choice(self) -> bool:
        """Whether this is the label of a value to choose, after its box."""
        return self._box != COUNTY and self._box.startswith(("f.", "category"))

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()
        if tag == "label":
            self._box = ""

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self._add(data)

    def _add(self, data: str) -> None:
        """Texts of one sentence may be cut by markup: what was opened before is closed here."""
        if self.said and self.said[-1].count("⟦") > self.said[-1].count("⟧"):
            self.said[-1] += data
        else:
            self.said.append(data)
