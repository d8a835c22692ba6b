"""How soon an answer is wanted, from what somebody chose and what their words were heard to say."""

from __future__ import annotations

from collections.abc import Iterable

from dooryard.liaison.models import URGENCIES

OF_SIGNALS = {"overdose": "danger", "suicide": "danger", "withdrawal": "soon"}
"""By signal (core/signals.py): how urgent a conversation is in which it was heard."""


def urgency(chosen: str, signals: Iterable[str]) -> str:
    """The more urgent of both. Only this one word is kept; the words in which it was heard stay in the request."""
    return min((chosen, *(OF_SIGNALS[one] for one in signals)), key=URGENCIES.index)
