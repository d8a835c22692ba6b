"""Browsers in which somebody has signed in before with a passphrase: their tries are counted apart.

Whoever guesses at the door can use up everybody's tries (guessing.py), so its owner has a door of their own. The cookie
opens nothing: without passphrase and code it lets nobody in, and it gives ten tries and then one a minute.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from dooryard.desk import tokens
from dooryard.desk.models import Browser, folded

COOKIE = "__Host-browser"
KEPT = timedelta(days=180)
MOST = 10
"""Browsers that an account is known by; the oldest are forgotten."""


def mark(cookie: str, name: str) -> str:
    """What a browser's tries with a name are counted by; "" where nobody of that name has signed in with it."""
    found = Browser.objects.filter(digest=tokens.digest(cookie), account__folded=folded(name)) if cookie else None
    known = found.filter(made_on__gt=timezone.now().date() - KEPT).first() if found is not None else None
    return known.digest if known else ""
