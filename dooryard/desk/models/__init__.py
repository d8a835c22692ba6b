"""What the desk keeps: the audit log, the accounts, how they sign in, and who is signed in."""

from __future__ import annotations

from dooryard.desk.models.accounts import (
    FRESH,
    IDLE,
    LONGEST,
    Account,
    Browser,
    Invitation,
    Notice,
    Passkey,
    Passphrase,
    Session,
    Spent,
    folded,
)
from dooryard.desk.models.audit import AuditEntry

__all__ = [
    "FRESH",
    "IDLE",
    "LONGEST",
    "Account",
    "AuditEntry",
    "Browser",
    "Invitation",
    "Notice",
    "Passkey",
    "Passphrase",
    "Session",
    "Spent",
    "folded",
]
