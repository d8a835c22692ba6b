"""What stands beside a form: who answers now, and what comes before the button where a life may be at stake."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from dooryard.core.signals import SIGNALS
from dooryard.directory import current, health
from dooryard.directory.answers import CRISIS, EMERGENCY, harmed

UNSAFE = "unsafe"
"""A danger that is not heard: somebody ticked that they are not safe."""

PIECE, STEP, LONGEST_WORD = 150, 120, 25
"""Words that the finder listens to at once, how far apart pieces begin, and letters of a word that are listened to.

It hears 200 words of 4,000 letters, and a message may be longer; pieces overlap, so that nothing falls between two.
"""


def dangers(text: str, urgency: str) -> tuple[str, ...]:
    """What something comes before the button for: dangers that a text speaks of, and that its writer is not safe."""
    return heard(text) + ((UNSAFE,) if urgency == "danger" else ())


def heard(text: str) -> tuple[str, ...]:
    """The dangers that a text speaks of. Nothing of it is kept anywhere; whatever goes wrong here stops no message."""
    try:
        return _heard(text, current.directory().finder.dangers)
    except current.NoBundle:
        return ()
    except Exception:
        logging.getLogger("dooryard.liaison").exception("listening")
        return ()


def _heard(text: str, dangers: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    words = [word[:LONGEST_WORD] for word in text.split()]
    pieces = (" ".join(words[start : start + PIECE]) for start in range(0, len(words), STEP))
    found: set[str] = set()
    for piece in pieces:
        found.update(dangers(piece))
        if found.issuperset(SIGNALS):
            break
    return tuple(signal for signal in SIGNALS if signal in found)


def lines() -> dict[str, Any]:
    """Who can be called at any hour, and the line that knows the rest."""
    directory, at = current.directory(), timezone.now()
    emergency, crisis = directory.lines(EMERGENCY, at), directory.lines(CRISIS, at)
    return {"emergency": emergency, "crisis": crisis, "line": directory.line}


def warnings(signals: tuple[str, ...]) -> dict[str, Any]:
    """What is shown before the button: whom to call, the steps of an overdose, the warning about stopping alone."""
    warning = health.notes()["withdrawal"] if "withdrawal" in signals else None
    return {
        "danger": signals,
        "harm": harmed(current.directory(), timezone.now()) if "violence" in signals else None,
        "steps": health.now().steps,
        "reviewed": health.now().reviewed,
        "warning": warning,
        "warning_sources": health.sources_of(*warning.lines) if warning else (),
    }
