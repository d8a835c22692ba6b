"""Who works at the desk, how each of them signs in, and who is signed in now."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dooryard.core.edge import plain
from dooryard.desk.models.fields import SealedText

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
"""A session ends when nothing was asked for so long, and after so long whatever was asked."""
FRESH = timedelta(minutes=10)
"""How long it counts that somebody has shown once more, within a session, that it is them."""


def folded(name: str) -> str:
    """A name as it is compared: large and small letters are the same, and so are the ways to write an é."""
    return unicodedata.normalize("NFKC", plain(unicodedata.normalize("NFKC", name)).casefold())


class Account(models.Model):
    """Somebody who works at the desk. It holds a name to sign in with, and nothing else of the person.

    `handle` is what a passkey knows the account by: random, it says nothing of anybody.
    """

    INVITED, ACTIVE, LEFT = "invited", "active", "left"
    STATES: ClassVar = (INVITED, ACTIVE, LEFT)

    name = models.TextField(unique=True)
    folded = models.TextField(unique=True)
    roles = models.JSONField(default=list)
    state = models.TextField(default=INVITED)
    handle = models.BinaryField(max_length=32, unique=True)
    made_on = models.DateField()

    class Meta:
        ordering = ["folded"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=("invited", "active", "left")), name="account_state_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(folded=""), name="account_name_given"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def roles_now(self) -> frozenset[str]:
        """The roles that count: none until an invitation was taken, none after leaving."""
        return frozenset(self.roles) if self.state == self.ACTIVE else frozenset()

    def open_invitation(self, now: datetime) -> Invitation | None:
        """The link that can still be taken."""
        found: Invitation | None = self.invitations.filter(used_at=None, expires_at__gt=now).first()
        return found if self.state != self.LEFT else None

    @property
    def by(self) -> str:
        """What the audit log calls it."""
        return f"account:{self.pk}"


class Invitation(models.Model):
    """A link that works once: the SHA-256 of the 32 random bytes in it, and what whoever opens it becomes."""

    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    roles = models.JSONField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk} of {self.account}"

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be taken."""
        return self.used_at is None and now < self.expires_at and self.account.state != Account.LEFT


class Passkey(models.Model):
    """A passkey of an account: its public half, and how often it has signed if it counts that."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField(max_length=1024, unique=True)
    public_key = models.BinaryField(max_length=4096)
    sign_count = models.BigIntegerField(default=0)
    transports = models.JSONField(default=list)
    label = models.TextField(blank=True, default="")
    made_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.label or 'passkey'} of {self.account}"


class Passphrase(models.Model):
    """A passphrase, as its Argon2id hash, and the secret of the codes that go with it, sealed in the database.

    `last_step` is the half minute of the last code that was taken: none is taken twice, nor one from before it.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="passphrase")
    hash = models.TextField()
    totp_secret = SealedText()
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"passphrase of {self.account}"


class Session(models.Model):
    """Somebody signed in: the SHA-256 of the cookie's 32 random bytes, and never the cookie.

    `proven` is when they showed once more that it is them, with another cookie from then on; signing in does not count.
    """

    PASSKEY, PASSPHRASE = "passkey", "passphrase"

    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    started = models.DateTimeField()
    seen = models.DateTimeField()
    how = models.TextField()
    proven = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(how__in=("passkey", "passphrase")), name="session_how_known"),
        ]

    def __str__(self) -> str:
        return f"session {self.pk} of {self.account}"

    def is_open(self, now: datetime) -> bool:
        """Whether it still counts; a clock that went back ends it too."""
        return self.seen <= now < self.seen + IDLE and self.started <= now < self.started + LONGEST

    def is_proven(self, now: datetime) -> bool:
        """Whether they have shown a moment ago that it is them."""
        return self.proven is not None and self.proven <= now < self.proven + FRESH


class Browser(models.Model):
    """A browser in which somebody has signed in before: the SHA-256 of the 32 random bytes of its cookie.

    It lets nobody in. Tries of such a browser are counted apart (desk/browsers.py).
    """

    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="browsers")
    made_on = models.DateField()

    def __str__(self) -> str:
        return f"browser {self.pk} of {self.account}"


class Notice(models.Model):
    """Where somebody asked to be told that there is something to read, sealed; `day` is when they were told last."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="notice")
    address = SealedText()
    day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"notices of {self.account}"


class Spent(models.Model):
    """A challenge that was answered, by its SHA-256: an answer that was overheard opens nothing again."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"challenge {self.pk}"
