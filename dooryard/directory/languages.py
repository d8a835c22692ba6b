"""The languages of the site: which there are, which one is spoken now, and its texts from the translators' catalogs.

Catalogs are gettext files, read as they stand (`locale/<code>/LC_MESSAGES/*.po`): there is nothing to build and nothing
that can be out of date. A text that a catalog lacks is said in English. Two catalogs a language: `site` for what the
pages say, `health` for health text, whose file says who has reviewed it. A place brings a third, `place`, in its own
folder, for what holds only there.
"""

from __future__ import annotations

import gettext as standard
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import cast

import msgspec

from dooryard.core.saying import Said

LOCALE = Path(__file__).parent / "locale"
SITE, HEALTH, PLACE = "site", "health", "place"


class Language(msgspec.Struct, frozen=True):
    """A language by its own name, the way it is written, and the region whose dates and clocks it uses.

    `hour` is CLDR's skeleton for a whole hour, in languages that say it without minutes ("20 h").
    """

    name: str
    region: str
    direction: str = "ltr"
    complete: bool = True
    hour: str = ""


LANGUAGES = {
    "en": Language("English", "en_US"),
    "es": Language("Español", "es_US"),
    "fr": Language("Français", "fr_CA", hour="H"),
    "pt": Language("Português", "pt_PT", complete=False),
    "so": Language("Soomaali", "so", complete=False),
    "ar": Language("العربية", "ar", direction="rtl", complete=False),
}
"""The languages by code, the one that everything is written in first."""

ENGLISH = "en"
_code: ContextVar[str] = ContextVar("language", default=ENGLISH)
_prefix: ContextVar[str] = ContextVar("prefix", default="")


class Reviewed(msgspec.Struct, frozen=True):
    """Who has reviewed the health text of a language and on which day, as its catalog says."""

    by: str
    on: str


class OfPlace(str):
    """A text that only holds in one place; `folder` is that place's, where its translations are."""

    folder: Path

    def __new__(cls, text: str, folder: Path) -> OfPlace:
        """The English text of the place in `folder`."""
        made = super().__new__(cls, text)
        made.folder = folder
        return made


@contextmanager
def speaking(code: str, *, prefix: str = "") -> Iterator[None]:
    """Say everything in a language meanwhile; `prefix` ("/es") is what addresses of pages begin with, if anything."""
    spoken, begun = _code.set(code), _prefix.set(prefix)
    try:
        yield
    finally:
        _code.reset(spoken)
        _prefix.reset(begun)


def code() -> str:
    """The code of the language spoken now."""
    return _code.get()


def spoken() -> Language:
    """The language spoken now."""
    return LANGUAGES[code()]


def at(path: str) -> str:
    """The address of one of our pages in the language that was asked for: /talk, or /es/talk."""
    return _prefix.get() + path


def gettext(message: str) -> str:
    """A text of the pages in the language spoken now."""
    return catalog(SITE, code()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """The same for a text that depends on how many."""
    return catalog(SITE, code()).ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """The same for a short word whose meaning the context must tell."""
    return catalog(SITE, code()).pgettext(context, message)


def health(message: str) -> str:
    """A health text in the language spoken now: ours, or the place's own."""
    if not message:
        return ""
    if isinstance(message, OfPlace):
        return catalog(PLACE, code(), message.folder / "locale").gettext(message)
    return catalog(HEALTH, code()).gettext(message)


def translated(texts: Iterable[str]) -> bool:
    """Whether any of some health texts is in the language spoken now; what nobody has translated is English."""
    return code() == ENGLISH or any(health(text) != text for text in texts)


def said(text: object) -> str:
    """What core said, in the language spoken now; a plain text stays as it is."""
    sentence = text.args[0] if isinstance(text, Exception) and text.args else text
    if not isinstance(sentence, Said):
        return str(sentence)
    if sentence.plural:
        found = ngettext(sentence.template, sentence.plural, cast(int, sentence.values["n"]))
    else:
        found = gettext(sentence.template)
    return filled(found, **sentence.values)


def filled(text: str, **values: object) -> str:
    """A text with its values: whole numbers as the language writes them, names in their own direction."""
    return text.format(**{name: number(one) if isinstance(one, int) else apart(one) for name, one in values.items()})


def number(value: float) -> str:
    """A number as the language spoken now writes it: 1,200."""
    if code() == ENGLISH:
        return f"{value:,}"
    from babel.numbers import format_decimal  # an English question need not wait for it

    return format_decimal(value, locale=spoken().region)


def apart(text: object) -> str:
    """A name or a phone number inside of a sentence that runs from right to left: it keeps its own direction."""
    return f"\u2068{text}\u2069" if text and spoken().direction == "rtl" else str(text)


def reviewed(language: str, place: Path | None = None) -> Reviewed | None:
    """Who has reviewed the health text of a language (of a place, where it is given); None until somebody has."""
    path = po(HEALTH, language) if place is None else po(PLACE, language, place / "locale")
    return _reviewed(path)


def po(domain: str, language: str, locale: Path | None = None) -> Path:
    """The file that translators edit; `locale` is a place's own folder for it."""
    return (locale or LOCALE) / language / "LC_MESSAGES" / f"{domain}.po"


class _Isolated(standard.NullTranslations):
    """What a catalog written from right to left lacks: English that runs from left to right, in attributes too."""

    def gettext(self, message: str) -> str:
        return f"\u2066{message}\u2069"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


@cache
def catalog(domain: str, language: str, locale: Path | None = None) -> standard.NullTranslations:
    """The texts of a language; English needs none. What the pages say in English keeps its own direction.

    Health text that is English has its mark from the page (`templating.health`).
    """
    path = po(domain, language, locale)
    found = read(path) if path.is_file() else standard.NullTranslations()
    if domain == SITE and LANGUAGES[language].direction == "rtl":
        found.add_fallback(_Isolated())
    return found


def read(path: Path) -> standard.GNUTranslations:
    """A catalog from the file that translators edit."""
    from babel.messages import mofile, pofile  # an English question need not wait for it

    compiled = io.BytesIO()
    with path.open("rb") as file:
        mofile.write_mo(compiled, pofile.read_po(file))
    compiled.seek(0)
    return standard.GNUTranslations(compiled)


@cache
def _reviewed(path: Path) -> Reviewed | None:
    """What the head of a catalog says; a name without a date is no review."""
    head = path.read_text(encoding="utf-8").partition("\n\n")[0] if path.is_file() else ""
    said = {name: value.strip() for name, value in re.findall(r'^"X-Reviewed-(By|On): *(.*?)\\n"$', head, re.M)}
    return Reviewed(said["By"], said["On"]) if said.get("By") and said.get("On") else None
