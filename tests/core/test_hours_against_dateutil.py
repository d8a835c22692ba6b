"""Hours against a slow and obvious second reading: python-dateutil's days, and a table of every minute of the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dooryard.core.hours import HORIZON_DAYS, OpenState, intervals, open_state, weekly_minutes
from dooryard.core.hsds import Schedule

NEW_YORK = ZoneInfo("America/New_York")
MINUTE = timedelta(minutes=1)
FIRST, LAST = date(2025, 12, 1), date(2027, 4, 1)  # the year 2026, and what is looked ahead to from its end
ZERO = datetime.combine(FIRST, time.min)
MINUTES = (LAST - FIRST).days * 1440
DAYS = {"MO": MO, "TU": TU, "WE": WE, "TH": TH, "FR": FR, "SA": SA, "SU": SU}
CHANGES = (datetime(2026, 3, 8, 7), datetime(2026, 11, 1, 6))  # UTC

Fields = dict[str, Any]


@cache
def wall_minutes() -> np.ndarray:
    """For each minute of the table taken as UTC, the minute of the table that New York's clock shows."""
    instants = (ZERO.replace(tzinfo=UTC) + number * MINUTE for number in range(MINUTES))
    shown = ((instant.astimezone(NEW_YORK).replace(tzinfo=None) - ZERO) // MINUTE for instant in instants)
    return np.clip(np.fromiter(shown, dtype=np.int64), 0, MINUTES - 1)


def reference_days(fields: Fields) -> set[date]:
    """The days that a schedule falls on, asked of dateutil from its start with nothing skipped."""
    valid_from = date.fromisoformat(fields.get("valid_from", "2000-01-01"))
    valid_to = date.fromisoformat(fields.get("valid_to", "2100-01-01"))
    start = datetime.fromisoformat(
        fields.get("dtstart", "2019-12-30" if fields.get("freq") == "WEEKLY" else "2020-01-01")
    )
    end = datetime.combine(min(LAST, date.fromisoformat(fields.get("until", "2100-01-01"))), time.min)
    if "freq" not in fields:
        days = {FIRST + timedelta(days=number) for number in range((LAST - FIRST).days)}
    else:
        numbers = {
            name: [int(part) for part in fields[name].split(",")]
            for name in ("bymonthday", "byweekno")
            if name in fields
        }
        week = [part.strip() for part in fields.get("byday", "").split(",") if part]
        rule = rrule(
            WEEKLY if fields["freq"] == "WEEKLY" else MONTHLY,
            dtstart=start,
            until=end,
            interval=fields.get("interval", 1),
            wkst=DAYS[fields.get("wkst", "MO")],
            byweekday=[DAYS[part[-2:]](int(part[:-2])) if part[:-2] else DAYS[part] for part in week] or None,
            bymonthday=numbers.get("bymonthday"),
            byweekno=numbers.get("byweekno"),
        )
        days = {moment.date() for moment in islice(rule, fields.get("count"))}
    return {day for day in days if valid_from <= day <= valid_to}


def minute_of_day(text: str) -> int:
    hours, minutes = text[:5].split(":")
    return int(hours) * 60 + int(minutes)


def span(fields: Fields) -> float:
    if "valid_from" not in fields or "valid_to" not in fields:
        return float("inf")
    return (date.fromisoformat(fields["valid_to"]) - date.fromisoformat(fields["valid_from"])).days


def reference_table(schedules: list[Fields]) -> np.ndarray:
    """Whether the place is open, for each minute of the table taken as UTC."""
    wall, world = np.zeros(MINUTES, dtype=bool), np.zeros(MINUTES, dtype=bool)
    falling = [(fields, reference_days(fields)) for fields in schedules]
    for day in sorted(set().union(*(days for _, days in falling))):
        today = [fields for fields, days in falling if day in days]
        narrowest = min(span(fields) for fields in today)
        holding = [fields for fields in today if span(fields) == narrowest]
        if any("opens_at" not in fields for fields in holding):
            continue
        for fields in holding:
            opens, closes = minute_of_day(fields["opens_at"]), minute_of_day(fields["closes_at"])
            closes = 1440 if closes == 1439 else closes
            closes += 1440 if closes <= opens else 0
            midnight = (day - FIRST).days * 1440
            ahead = fields.get("timezone", -5)
            fixed = ahead not in (-4, -5)
            shift = -ahead * 60 if fixed else 0
            table = world if fixed else wall
            table[max(0, midnight + opens + shift) : max(0, midnight + closes + shift)] = True
    return wall[wall_minutes()] | world


def expected(table: np.ndarray, schedules: list[Fields], minute: int) -> OpenState:
    """The state at a minute, with the next change looked for minute by minute up to the horizon."""
    ahead = table[minute : minute + HORIZON_DAYS * 1440 + 1]
    differs = np.flatnonzero(ahead != ahead[0])
    change = (ZERO + (minute + int(differs[0])) * MINUTE).replace(tzinfo=UTC) if differs.size else None
    if ahead[0]:
        return OpenState("open", until=change)
    today = (ZERO + int(wall_minutes()[minute]) * MINUTE).date()
    for fields in schedules:
        ended = date.fromisoformat(fields.get("valid_to", "2100-01-01")) < today
        if not ended and ("opens_at" in fields or date.fromisoformat(fields["valid_from"]) <= today):
            return OpenState("closed", opens=change)
    return OpenState("unknown")


def as_instants(state: OpenState) -> OpenState:
    until = state.until.astimezone(UTC) if state.until else None
    return OpenState(state.state, until, state.opens.astimezone(UTC) if state.opens else None)


def made(schedules: list[Fields]) -> list[Schedule]:
    return [Schedule(id="00000000-0000-0000-0000-000000000000", **fields) for fields in schedules]


def ask(schedules: list[Schedule], minute: int) -> OpenState:
    return as_instants(open_state(schedules, (ZERO + minute * MINUTE).replace(tzinfo=UTC), NEW_YORK))


def agrees(schedules: list[Fields], minutes: set[int]) -> None:
    """Compare the whole year by intervals, and these minutes by asking."""
    table, ours = reference_table(schedules), made(schedules)
    if all(fields.get("timezone", -5) in (-4, -5) for fields in schedules):
        whole = np.zeros(MINUTES, dtype=bool)
        for opens, closes in intervals(ours, datetime(2026, 1, 1), datetime(2027, 1, 1), NEW_YORK):
            whole[(opens - ZERO) // MINUTE : (closes - ZERO) // MINUTE] = True
        year = slice((datetime(2026, 1, 1, 6) - ZERO) // MINUTE, (datetime(2027, 1, 1, 4) - ZERO) // MINUTE)
        assert np.array_equal(whole[wall_minutes()][year], table[year])
    for minute in sorted(minutes):
        assert ask(ours, minute) == expected(table, schedules, minute), ZERO + minute * MINUTE
    week = weekly_minutes(ours)
    if week is not None:
        plain = np.zeros(7 * 1440, dtype=bool)
        for start, end in week:
            plain[start:end] = True
        since_monday = (wall_minutes() + FIRST.weekday() * 1440) % (7 * 1440)
        inside = slice(1440, MINUTES - 1440)
        assert np.array_equal(plain[since_monday][inside], table[inside])


def edges(table: np.ndarray) -> np.ndarray:
    """The minutes of 2026 on both sides of each change."""
    changes = np.flatnonzero(np.diff(table))
    both = np.unique(np.concatenate([changes, changes + 1]))
    year = (datetime(2026, 1, 1) - ZERO) // MINUTE, (datetime(2027, 1, 1) - ZERO) // MINUTE
    return both[(both >= year[0]) & (both < year[1])]


times = st.one_of(
    st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59)),
    st.sampled_from(["00:00", "23:59", "24:00", "01:00", "01:30", "02:00", "02:30", "03:00", "09:00:00", "17:00"]),
)
dates = st.dates(date(2025, 6, 1), date(2027, 1, 15)).map(date.isoformat)
weekdays = st.lists(st.sampled_from(list(DAYS)), min_size=1, max_size=7, unique=True).map(",".join)
# All with an ordinal: of "TH,2MO" RFC 5545 takes both, and dateutil, which wants a day to be both, none.
ordinals = st.lists(
    st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1, -2, -5]), st.sampled_from(list(DAYS))),
    min_size=1,
    max_size=3,
    unique=True,
).map(",".join)
monthdays = st.lists(st.integers(1, 31) | st.integers(-31, -1), min_size=1, max_size=3).map(
    lambda days: ",".join(map(str, days))
)

# Days that every month has: dateutil follows a rule that never falls to the year 9999.
early = st.lists(st.integers(1, 28), min_size=1, max_size=3).map(lambda days: ",".join(map(str, days)))


@st.composite
def hours(draw: st.DrawFn) -> Fields:
    fields: Fields = {"opens_at": draw(times), "closes_at": draw(times)}
    if fields["opens_at"] == "24:00":
        fields["opens_at"] = "00:00"
    fields |= draw(st.sampled_from([weekly, weekly, monthly, ranged]))(draw)
    if draw(st.booleans()) and "freq" in fields:
        fields |= draw(st.fixed_dictionaries({}, optional={"valid_from": dates, "valid_to": dates, "until": dates}))
    if draw(st.integers(0, 4)) == 0:
        fields["timezone"] = draw(st.sampled_from([-5, -4, 0, -8, 3]))
    if fields.get("valid_from", "") > fields.get("valid_to", "9"):
        fields["valid_from"], fields["valid_to"] = fields["valid_to"], fields["valid_from"]
    return fields


def weekly(draw: st.DrawFn) -> Fields:
    fields = {"freq": "WEEKLY", "byday": draw(weekdays)}
    if draw(st.integers(0, 2)) == 0:
        fields |= {
            "dtstart": draw(dates),
            "interval": draw(st.integers(1, 5)),
            "wkst": draw(st.sampled_from(list(DAYS))),
        }
    if "dtstart" in fields and draw(st.booleans()):
        fields["count"] = draw(st.integers(1, 40))
    if draw(st.integers(0, 9)) == 0:
        fields["byweekno"] = draw(st.sampled_from(["1", "53,26", "10,11,44,45", "-1", "-5,20"]))
    return fields


def monthly(draw: st.DrawFn) -> Fields:
    fields = {"freq": "MONTHLY"} | draw(
        st.one_of(
            st.fixed_dictionaries({"byday": ordinals}),
            st.fixed_dictionaries({"bymonthday": monthdays}),
            st.fixed_dictionaries({"byday": weekdays, "bymonthday": early}),
        )
    )
    if draw(st.integers(0, 2)) == 0:
        fields |= {"dtstart": draw(dates), "interval": draw(st.integers(1, 4))}
    if "dtstart" in fields and draw(st.booleans()):
        fields["count"] = draw(st.integers(1, 12))
    return fields


def ranged(draw: st.DrawFn) -> Fields:
    """An exception: hours on each day of a few."""
    start = draw(st.dates(date(2026, 1, 1), date(2026, 12, 20)))
    return {"valid_from": start.isoformat(), "valid_to": (start + timedelta(days=draw(st.integers(0, 20)))).isoformat()}


@st.composite
def several(draw: st.DrawFn) -> list[Fields]:
    closures = st.lists(st.builds(ranged, st.just(draw)), max_size=2)
    return [*draw(st.lists(hours(), min_size=1, max_size=4)), *draw(closures)]


around = st.lists(
    st.one_of(
        st.integers((datetime(2026, 1, 2) - ZERO) // MINUTE, (datetime(2026, 12, 31) - ZERO) // MINUTE),
        st.builds(
            lambda change, off: (change - ZERO) // MINUTE + off,
            st.sampled_from(CHANGES),
            st.integers(-3 * 1440, 3 * 1440),
        ),
    ),
    min_size=10,
    max_size=25,
)


def compare(schedules: list[Fields], minutes: list[int]) -> None:
    found = edges(reference_table(schedules))
    some = found[:: max(1, len(found) // 20)]
    nights = {(change - ZERO) // MINUTE + off for change in CHANGES for off in (-61, -60, -1, 0, 1, 59, 60, 61)}
    agrees(schedules, {*minutes, *map(int, some), *nights})


quietly = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}


@settings(max_examples=150, **quietly)
@given(several(), around)
def test_any_hours_agree_with_the_minutes_of_the_year(schedules: list[Fields], minutes: list[int]) -> None:
    compare(schedules, minutes)


@pytest.mark.long
@settings(max_examples=5000, **quietly)
@given(several(), around)
def test_many_more_hours_agree_with_the_minutes_of_the_year(schedules: list[Fields], minutes: list[int]) -> None:
    compare(schedules, minutes)


WHOLE_YEARS = [
    [{"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00"}],
    [{"freq": "WEEKLY", "byday": "SA,SU", "opens_at": "22:00", "closes_at": "02:30"}],
    [{"freq": "WEEKLY", "byday": "SU,MO,TU,WE,TH,FR,SA", "opens_at": "00:00", "closes_at": "23:59"}],
]


@pytest.mark.parametrize("schedules", WHOLE_YEARS)
def test_each_minute_around_both_changes_of_the_clocks_agrees(schedules: list[Fields]) -> None:
    table, ours = reference_table(schedules), made(schedules)
    for change in CHANGES:
        middle = (change - ZERO) // MINUTE
        for minute in range(middle - 1440, middle + 1440):
            assert ask(ours, minute) == expected(table, schedules, minute), ZERO + minute * MINUTE


@pytest.mark.long
@pytest.mark.parametrize(
    "schedules",
    [*WHOLE_YEARS, [{"freq": "MONTHLY", "byday": "1WE,-1WE", "opens_at": "18:00", "closes_at": "02:00"}]],
)
def test_each_minute_of_the_year_agrees(schedules: list[Fields]) -> None:
    table, ours = reference_table(schedules), made(schedules)
    for minute in range((datetime(2026, 1, 1) - ZERO) // MINUTE, (datetime(2027, 1, 1) - ZERO) // MINUTE):
        assert ask(ours, minute) == expected(table, schedules, minute), ZERO + minute * MINUTE


def test_the_reference_would_notice_hours_that_are_an_hour_off() -> None:
    schedules = [{"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}]
    late = [schedules[0] | {"opens_at": "10:00"}]
    minute = (datetime(2026, 11, 23, 14, 30) - ZERO) // MINUTE
    assert ask(made(late), minute) != expected(reference_table(schedules), schedules, minute)
