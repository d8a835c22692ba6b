"""The audit log in words: when, who by name, what, to which record. Other rooms add the words of what they do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time
from typing import Any

import msgspec
from django.db.models import Q

from dooryard.core.saying import mark
from dooryard.desk.models import Account, AuditEntry

NUMBERED = re.compile(r"account:([0-9]{1,15})")
WHAT = {
    "invite": mark("invited somebody"),
    "join": mark("took an invitation"),
    "roles": mark("changed roles"),
    "leave": mark("closed an account"),
    "enter": mark("signed in"),
    "go": mark("signed out"),
    "prove": mark("showed once more that it is them"),
    "end sessions": mark("ended sessions"),
    "add passkey": mark("added a passkey"),
    "name passkey": mark("named a passkey"),
    "remove passkey": mark("removed a passkey"),
    "add passphrase": mark("added a passphrase"),
    "set passphrase": mark("set a new passphrase"),
    "set app": mark("set up a new app"),
    "remove passphrase": mark("removed a passphrase"),
    "know browser": mark("signed in from another browser"),
    "ask for notices": mark("asked for notices"),
    "end notices": mark("ended notices"),
    "notice": mark("was sent a notice"),
    "no notice": mark("a notice to them did not go"),
    "refuse": mark("was refused at signing in or opening keys"),
    "deny": mark("was refused a page or a form"),
}
"""What is done at the desk, after the name of who did it."""
_whats = dict(WHAT)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the log in words. `what` is marked for translators; `minute` is None where only the day is kept."""

    row: int
    day: str
    minute: str | None
    who: str
    action: str
    what: str
    record: str
    details: tuple[tuple[str, str], ...]


def words(of: Mapping[str, str]) -> None:
    """Say in words what another room writes down: by action, marked for translators."""
    _whats.update(of)


def lines(rows: Iterable[AuditEntry]) -> Iterator[Line]:
    """Rows in words, in their order."""
    names = {one.by: one.name for one in Account.objects.all()}
    return (_line(row, names) for row in rows)


def concerning(account: Account) -> Any:
    """The rows of what somebody did, or was done to or with their account."""
    told = [Q(**{f"details__{name}": account.by}) for name in ("account", "to")]
    own = Q(by=account.by) | Q(table="account", key=str(account.pk)) | Q(key=account.by)
    return AuditEntry.objects.filter(own | told[0] | told[1])


def page(rows: Any, before: int, many: int) -> tuple[list[Line], int]:
    """The newest rows before one, the newest first, and the row where the next page goes on: 0 at the end."""
    found = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: many + 1])
    more = len(found) > many
    return list(lines(found[:many])), found[many - 1].pk if more else 0


def _line(row: AuditEntry, names: dict[str, str]) -> Line:
    details = row.details if isinstance(row.details, dict) else {}
    return Line(
        row=row.pk,
        day=row.at.date().isoformat(),
        minute=None if _day_alone(row.at) else f"{row.at:%H:%M}",
        who=_named(row.by, names),
        action=row.action,
        what=_whats.get(row.action, row.action),
        record=_record(row, names),
        details=tuple((name, _named(_text(value), names)) for name, value in details.items()),
    )


def _record(row: AuditEntry, names: dict[str, str]) -> str:
    if row.table == "account":
        return names.get(f"account:{row.key}", f"account {row.key}")
    return " ".join(filter(None, (row.table.rpartition(".")[2], _named(row.key, names))))


def _named(text: str, names: dict[str, str]) -> str:
    return NUMBERED.sub(lambda found: names.get(found[0], found[0]), text)


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _day_alone(at: datetime) -> bool:
    """Of what people without an account did, and of what is done with a conversation, no hour is kept."""
    return at.time() == time()
