"""The templates' environment: everything is escaped, a missing value is a fault, and spare lines are trimmed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

import jinja2
from django.conf import settings
from django.http import HttpRequest
from django.template import engines
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape

from dooryard import __version__
from dooryard.directory import formats, holidays, languages, paper, wording
from dooryard.web import carried
from dooryard.web.stylesheet import stylesheet

LONGEST_PATH = 16_384
"""Letters of the longest address that we seal, with some to spare."""


class Whole(jinja2.Template):
    """A template whose parts are imported as they are: the globals of all templates here are the environment's.

    Jinja compares them at each `{% from … import … %}` of each page, which took a tenth of a page's time.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class Environment(jinja2.Environment):
    """Jinja2 with what makes it quicker here; tests hold its pages to those of Jinja2 as it is."""

    template_class = Whole


def environment(**options: Any) -> Environment:
    """Jinja2 as Django asks for it."""
    ours = {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    ours["cache_size"] = -1  # all templates are kept, and a lock that a worker's threads would wait for is not needed
    extensions = ["jinja2.ext.i18n"]
    made = Environment(**options | ours, extensions=extensions)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        languages.gettext, languages.ngettext, newstyle=True, pgettext=languages.pgettext
    )
    made.globals |= {
        "_": said,
        "version": __version__,
        "exit_address": settings.EXIT,
        "printed": paper.printed,
        "dated": paper.dated,
        "languages": languages,
        "at": languages.at,
        "own_path": own_path,
        "health": health,
        "day": formats.day,
        "data": data,
        "text_words": wording.text_words,
        "holidays": holidays.notes,
        "carries": carried,
        "stylesheet": stylesheet,
        "once": Once(),
    }
    return made


def said(message: str, **values: object) -> Markup:
    """A text of a page in the language spoken now: trusted like the template it stands in, what fills it is escaped.

    What Jinja's own `_` does, without the way through three functions for each of the texts of a page.
    """
    text = _said(languages.catalog(languages.SITE, languages.code()), message)
    return Markup(text) % values if values else _whole(text)  # noqa: S704


def compile_all() -> None:
    """Compile every template now, so that no visitor waits for one."""
    found = engines["jinja2"].env
    for name in found.list_templates(extensions=["html"]):
        found.get_template(name)


class Once:
    """`{% call once("name") %}…{% endcall %}`: a piece of a page that is the same on all pages in a language.

    It is rendered once for each language and what addresses begin with. Nothing in it may depend on anything else: not
    on the request, the hour or the directory; a test renders pages without it and compares.
    """

    def __init__(self) -> None:
        self._pieces: dict[tuple[str, str, str], Markup] = {}

    def __call__(self, name: str, caller: Callable[[], Markup]) -> Markup:
        """The piece, from `caller` where it is asked for the first time."""
        key = name, languages.code(), languages.at("")
        piece = self._pieces.get(key)
        if piece is None:
            piece = self._pieces[key] = caller()
        return piece


def own_path(request: HttpRequest) -> str:
    """A page's path without its language; that of the first page, where what was sent cannot be sent again.

    One that is longer than any of ours is nobody's: what is sent to us does not come back once for each language.
    """
    path = request.get_full_path().removeprefix(languages.at("")) if request.method in ("GET", "HEAD") else "/"
    return path if len(path) <= LONGEST_PATH else "/"


@lru_cache(maxsize=4096)
def _said(catalog: NullTranslations, message: str) -> str:
    return catalog.gettext(message)


@lru_cache(maxsize=4096)
def _whole(text: str) -> Markup:
    return Markup(text) % {}  # noqa: S704


def health(text: str) -> str:
    """A health text in the language spoken now; where it is not translated yet, marked as the English that it is."""
    told = languages.health(text)
    english = told == text and languages.code() != languages.ENGLISH
    return data(told) if english else told


def data(text: object, tag: str = "bdi") -> Markup:
    """A text of a record or a source: it keeps its own direction, and its own language where the page has another."""
    language = "" if languages.code() == languages.ENGLISH else ' lang="en"'
    return Markup(f"<{tag}{language}>{escape(text)}</{tag}>")  # noqa: S704 - the text is escaped, the tag is ours
