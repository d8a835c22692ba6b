"""Shifts, cover, and a key that is lost: who is there when, whose team answers for another county, who begins anew."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from typing import TypeVar

from django.db import transaction

from dooryard.desk.actions import record
from dooryard.liaison import teams
from dooryard.liaison.copies import Copying
from dooryard.liaison.desk.reading import opens_something
from dooryard.liaison.keeping import written
from dooryard.liaison.models import Cover, Row, Shift, Team, Wrapping

T = TypeVar("T")


def take_shifts(
    county: str, account: str, ahead: Collection[datetime.date], days: Collection[datetime.date], *, by: str
) -> None:
    """Somebody is there for a county on `days`, and on no other of the days `ahead`."""
    wanted = set(days) & set(ahead)

    def work(copying: Copying) -> None:
        mine = Shift.objects.filter(county=county, account=account, day__in=list(ahead))
        there = {shift.day: shift for shift in mine}
        for day, shift in there.items():
            if day not in wanted:
                _gone(copying, shift)
        for day in sorted(wanted - set(there)):
            copying.row(Shift.objects.create(county=county, account=account, day=day))

    _audited("shifts", county, {"days": len(wanted)}, by, work)


def cover(county: str, covering: str, *, by: str) -> bool:
    """Let a team answer for a county that has none and that nobody answers for; False where somebody does."""

    def work(copying: Copying) -> bool:
        teams = set(Team.objects.filter(state="open").values_list("county", flat=True))
        if county in teams or covering not in teams or Cover.objects.filter(county=county).exists():
            return Cover.objects.filter(county=county, by=covering).exists()
        copying.row(Cover.objects.create(county=county, by=covering))
        return True

    return _audited("cover", county, {"by": covering}, by, work)


def uncover(county: str, covering: str, *, by: str) -> None:
    """End it: until somebody else begins, nobody can write for that county."""

    def work(copying: Copying) -> None:
        for row in Cover.objects.filter(county=county, by=covering):
            _gone(copying, row)

    _audited("uncover", county, {"by": covering}, by, work)


def forget_key(account: str, *, by: str) -> bool:
    """Drop a key that opens nothing, so that its owner can make a new one; False where it opens something."""

    def work(copying: Copying) -> bool:
        if opens_something(account):
            return False
        for row in Wrapping.objects.filter(holder__account=account):
            _gone(copying, row)
        return True

    return _audited("forget key", "", {"account": account}, by, work)


def forget_passkey(account: str, credential: bytes, *, by: str) -> None:
    """Let a passkey that is gone open no keys; the last way to open them stays until a colleague has taken them out."""

    def work(copying: Copying) -> None:
        own = Wrapping.objects.filter(holder__account=account)
        if own.exclude(credential=credential).exists():
            for row in own.filter(credential=credential):
                _gone(copying, row)

    if Wrapping.objects.filter(holder__account=account, credential=credential).exists():
        _audited("forget passkey", "", {"account": account}, by, work)


def end_keys(account: str, counties: list[str], *, by: str) -> None:
    """Take somebody out of every team, and drop a key of theirs that opens nothing then."""
    for county in counties:
        teams.leave(county, account, by=by)
    if Wrapping.objects.filter(holder__account=account).exists():
        forget_key(account, by=by)


def _gone(copying: Copying, row: Row) -> None:
    copying.drop(row)
    row.delete()


def _audited(what: str, county: str, details: dict[str, object], by: str, work: Callable[[Copying], T]) -> T:
    """The audit log's row, committed before the write it tells of, and the write."""
    with transaction.atomic():
        record(by=by, action=f"liaison: {what}", table="liaison.team", key=county, details=details)
    return written(work)
