"""Lines to call or text, and who to ask for in each county."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from dooryard.directory import current, presenters


def context() -> dict[str, Any]:
    """What `/talk` shows; the page itself is liaison/seeker/views/talk.py, which adds the door where one is open."""
    directory, at = current.directory(), timezone.now()
    liaisons = [
        presenters.liaison(document) | {"trust": presenters.trust_line(document, directory.record(document.id))}
        for _, document in directory.having("options-liaison", at)
    ]
    by_area = sorted(liaisons, key=lambda one: one["area"])
    lines = sorted(directory.lines("hotline", at), key=lambda line: "emergency" not in line["categories"])
    return {"lines": lines, "liaisons": by_area}
