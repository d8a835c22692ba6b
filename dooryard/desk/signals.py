"""What the desk tells the rooms above it, and asks them, when something happens to an account.

Each receiver returns a sentence, marked for translators, where there is something to say: what a question is answered
with, or what could not be done. "" is nothing.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import Signal

session_renewed = Signal()
"""A session has another cookie: `before` and `after` are the Desk with the old one and with the new."""
passkey_opens = Signal()
"""Asked: what does `passkey` alone open, that nobody could open when it is gone?"""
passkey_gone = Signal()
"""The account has one passkey less: `passkey`, which is in the database no more; `by` is who took it away."""
stands_alone = Signal()
"""Asked: what could nobody do any more without `account`?"""
roles_gone = Signal()
"""An account has fewer roles than before, or has left: `account`, the `roles` that it lost, and `by` whom."""
to_know = Signal()
"""Asked: what must somebody who keeps the accounts know, to do something about it?"""


def said(signal: Signal, **told: Any) -> list[str]:
    """Tell every room, or ask it; the sentences that came back."""
    return [str(sentence) for _receiver, sentence in signal.send(sender=None, **told) if sentence]
