"""Shifts, cover, names for a county, and a key that is lost: who reads when and for whom, and who may belong."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TypeVar

from dooryard.liaison import shifts, teams
from dooryard.liaison.copies import Copying
from dooryard.liaison.desk.reading import opens_something
from dooryard.liaison.keeping import noted, written
from dooryard.liaison.models import Cover, Named, Row, Shift, Wrapping

T = TypeVar("T")


Times = tuple[int, int]
"""Minutes after midnight: from, to."""


def take_week(county: str, account: str, week: Mapping[int, Times], *, by: str) -> None:
    """Somebody reads for a county at these times of these weekdays (Monday 0), every week, and on no other weekday."""

    def work(copying: Copying) -> None:
        for old in Shift.objects.filter(county=county, account=account, day=None):
            _gone(copying, old)
        for weekday, (starts, ends) in sorted(week.items()):
            made = Shift(county=county, account=account, weekday=weekday, starts=starts, ends=ends)
            made.save(force_insert=True)
            copying.row(made)

    _audited("shifts", county, {"weekdays": len(week)}, by, work)


def take_day(county: str, account: str, day: datetime.date, times: Times | None, *, by: str) -> None:
    """Somebody reads at other times on one day than on that weekday, or not at all (None)."""
    starts, ends = times or (None, None)

    def work(copying: Copying) -> None:
        given = {"starts": starts, "ends": ends}
        row, _new = Shift.objects.update_or_create(county=county, account=account, day=day, defaults=given)
        copying.row(row)

    _audited("shift of a day", county, {}, by, work)


def drop_day(county: str, account: str, day: datetime.date, *, by: str) -> None:
    """A day is like every week again."""

    def work(copying: Copying) -> None:
        for row in Shift.objects.filter(county=county, account=account, day=day):
            _gone(copying, row)

    _audited("shift of a day", county, {}, by, work)


def cover(county: str, covering: str, *, by: str) -> bool:
    """Let a team answer for a county that has none and that nobody answers for; False where somebody does."""

    def work(copying: Copying) -> bool:
        read = shifts.enrolled()
        if county in read or covering not in read or Cover.objects.filter(county=county).exists():
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


def name(county: str, account: str, *, by: str) -> None:
    """Let somebody begin a county's team, or be added to it."""

    def work(copying: Copying) -> None:
        if not Named.objects.filter(county=county, account=account).exists():
            copying.row(Named.objects.create(county=county, account=account))

    _audited("name", county, {"account": account}, by, work)


def unname(county: str, account: str, *, by: str) -> None:
    """Take that back. Whoever is in the team already is taken out by the team, which alone has its keys."""

    def work(copying: Copying) -> None:
        for row in Named.objects.filter(county=county, account=account):
            _gone(copying, row)

    _audited("unname", county, {"account": account}, by, work)


def forget_key(account: str, *, by: str) -> bool:
    """Drop a key that opens nothing, so that its owner can make a new one; False where it opens something."""

    def work(copying: Copying) -> bool:
        if opens_something(account):
            return False
        for row in Wrapping.objects.filter(holder__account=account):
            _gone(copying, row)
        return True

    return _audited("forget key", "", {"account": account}, by, work)


def lose_key(account: str, counties: list[str], *, by: str) -> None:
    """Drop a key that its owner cannot open any more, so that they can make a new one: they are out of every team.

    What only it opened stays closed, unless two others can bring a team's key back.
    """
    _audited("lost key", "", {"account": account}, by, lambda _copying: None)
    end_keys(account, counties, by=by)


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
    noted(by=by, action=f"liaison: {what}", table="liaison.team", key=county, details=details)
    return written(work)
