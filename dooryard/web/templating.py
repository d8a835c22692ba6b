"""The templates' environment: everything is escaped, a missing value is a fault, and spare lines are trimmed."""

from __future__ import annotations

from typing import Any

import jinja2

from dooryard import __version__
from dooryard.directory import paper


def environment(**options: Any) -> jinja2.Environment:
    """Jinja2 as Django asks for it."""
    ours = {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = jinja2.Environment(**options | ours)  # noqa: S701 - the setting says autoescape=True and a test holds it
    made.globals["version"] = __version__
    made.globals["printed"] = paper.printed
    return made
