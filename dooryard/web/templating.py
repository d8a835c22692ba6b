"""The templates' environment: everything is escaped, a missing value is a fault, and spare lines are trimmed."""

from __future__ import annotations

from typing import Any

import jinja2
from markupsafe import Markup

from dooryard import __version__
from dooryard.directory import languages, paper


def environment(**options: Any) -> jinja2.Environment:
    """Jinja2 as Django asks for it."""
    ours = {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    extensions = ["jinja2.ext.i18n"]
    made = jinja2.Environment(**options | ours, extensions=extensions)  # noqa: S701 - autoescape=True is set, and tested
    made.install_gettext_callables(  # type: ignore[attr-defined]
        languages.gettext, languages.ngettext, newstyle=True, pgettext=languages.pgettext
    )
    made.globals |= {
        "version": __version__,
        "printed": paper.printed,
        "languages": languages,
        "at": languages.at,
        "health": languages.health,
        "data": data,
    }
    return made


def data(text: object, tag: str = "bdi") -> Markup:
    """A text of a record or a source: it keeps its own direction, and its own language where the page has another."""
    language = "" if languages.code() == languages.ENGLISH else Markup(' lang="en"')
    return Markup("<{0}{1}>{2}</{0}>").format(tag, language, text)
