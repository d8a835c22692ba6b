"""The languages of the site: which there are, which one is spoken now, and its texts from the translators' catalogs.

Catalogs are gettext files, read as they stand (`locale/<code>/LC_MESSAGES/*.po`): there is nothing to build and nothing
that can be out of date. A text that a catalog lacks is said in English. Two catalogs a language: `site` for what the
pages say, `health` for health text, whose file says who has reviewed it.
"""

from __future__ import annotations

import gettext as standard
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import msgspec

from dooryard.core.saying import Said

LOCALE = Path(__file__).parent / "locale"
SITE, HEALTH = "site", "health"


class Language(msgspec.Struct, frozen=True):
    """A language by its own name, the way it is written, and the region whose dates and clocks it uses."""

    name: str
    region: str
    direction: str = "ltr"
    complete: bool = True


LANGUAGES = {
    "en": Language("English", "en_US"),
    "es": Language("Español", "es_US"),
    "fr": Language("Français", "fr_CA"),
    "pt": Language("Português", "pt_PT", complete=False),
    "so": Language("Soomaali", "so", complete=False),
    "ar": Language("العربية", "ar", direction="rtl", complete=False),
}
"""The languages by code, the one that everything is written in first."""

ENGLISH = "en"
_code: ContextVar[str] = ContextVar("language", default=ENGLISH)
_prefix: ContextVar[str] = ContextVar("prefix", default="")


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
    """A health text in the language spoken now."""
    return catalog(HEALTH, code()).gettext(message) if message else ""


def said(text: object) -> str:
    """What core said, in the language spoken now; a plain text stays as it is."""
    sentence = text.args[0] if isinstance(text, Exception) and text.args else text
    if not isinstance(sentence, Said):
        return str(sentence)
    return gettext(sentence.template).format(**sentence.values)


@cache
def catalog(domain: str, language: str) -> standard.NullTranslations:
    """The texts of a language; English needs none."""
    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    return read(path) if path.is_file() else standard.NullTranslations()


def read(path: Path) -> standard.GNUTranslations:
    """A catalog from the file that translators edit."""
    from babel.messages import mofile, pofile  # an English question need not wait for it

    compiled = io.BytesIO()
    with path.open("rb") as file:
        mofile.write_mo(compiled, pofile.read_po(file))
    compiled.seek(0)
    return standard.GNUTranslations(compiled)
