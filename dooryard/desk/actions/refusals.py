"""What was refused to somebody, for the audit log: who, on which page, why and how often; nothing of what they sent."""

from __future__ import annotations

from django.db import transaction

from dooryard.desk.actions.audit import record


def deny(why: str, page: str, times: int, *, by: str) -> None:
    """Tell the audit log that so many requests were refused, the last of them at `page`, as web/urls.py has it."""
    with transaction.atomic():
        record(by=by, action="deny", table="desk", details={"why": why, "page": page, "times": times})
