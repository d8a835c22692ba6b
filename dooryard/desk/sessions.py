"""Who is signed in: what a cookie of the desk opens, and what is derived from it while it does."""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256

import msgspec

from dooryard.desk import tokens
from dooryard.desk.actions import sessions as actions
from dooryard.desk.models import Account, Session

COOKIE = "__Host-desk"
FORM = "word"
"""The field of a form that holds the word of its session."""


class Desk(msgspec.Struct, frozen=True):
    """Somebody who is signed in, for one request."""

    account: Account
    session: Session
    cookie: str

    def secret(self, label: str) -> bytes:
        """32 bytes that this session alone can make again: nothing on disk tells them, and sign-out ends them.

        What a room unlocks for a session, it keeps sealed under such a secret, with a label of its own.
        """
        return hmac.digest(self.cookie.encode(), f"dooryard session 1 {label}".encode(), sha256)

    @property
    def word(self) -> str:
        """The word that each form of this session carries: another site cannot know it."""
        return self.secret("form").hex()

    def knows(self, word: str) -> bool:
        """Whether a form that was sent carries the word of this session."""
        return hmac.compare_digest(self.word.encode(), word.encode(errors="replace"))


def opened(cookie: str, now: datetime) -> Desk | None:
    """Who is signed in with a cookie; None where nobody is, or is no more."""
    session = Session.objects.select_related("account").filter(digest=tokens.digest(cookie)).first()
    if session is None or not session.is_open(now) or not session.account.roles_now:
        return None
    actions.still_there(session, now, by=session.account.by)
    return Desk(session.account, session, cookie)
