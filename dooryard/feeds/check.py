"""Holds a row to the shape of a record and to what can be true: a record, or a Problem that says why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import msgspec
from babel import Locale

from dooryard.core import categories, streets
from dooryard.core.places import Places, miles
from dooryard.directory import facets
from dooryard.feeds import limits
from dooryard.feeds.entry import Citation, Entry, Hours, Settings
from dooryard.feeds.readers.place import Row
from dooryard.feeds.report import Problem

FARTHEST_MILES = 150.0
"""From the nearest town of the place; coordinates beyond are another place's, or two numbers changed about."""

LONGEST = {"name": 300, "text": 5000}
LANGUAGES = Locale("en").languages
"""The English names of languages by their ISO 639 codes."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_REF = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_REST_OF_DATE = {4: "-01-01", 7: "-01", 10: ""}


@dataclass(frozen=True)
class Known:
    """What a row is checked against: the place's own tables, its publications, and the day it is today."""

    settings: Settings
    places: Places
    sources: Mapping[str, Citation]
    today: date


def check(row: Row, known: Known) -> Entry | Problem:
    """The record of a row, or why it is not one; the first thing wrong is told."""
    try:
        entry = msgspec.convert(_cited(row.value, known.sources), Entry, strict=False)
    except msgspec.ValidationError as error:
        return row.problem(str(error).replace("$.", "").replace("`", ""))
    except KeyError as error:
        return row.problem(f"cites a source that sources.yaml does not have: {str(error.args[0])[:80]}")
    wrong = next((reason for rule in RULES for reason in rule(entry, known)), "")
    return row.problem(wrong) if wrong else entry


def check_all(rows: tuple[Row, ...], known: Known) -> tuple[dict[str, Entry], tuple[Problem, ...]]:
    """Records by ref, in order, and what was wrong with the others. A ref given twice is a mistake of the second."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    refs = {row.ref for row in rows}
    for row in rows:
        checked = check(row, known)
        if isinstance(checked, Problem):
            problems.append(checked)
        elif not refs.issuperset(_pointed_at(checked)):
            problems.append(row.problem("instead names a record that is not here"))
        elif checked.ref in entries:
            problems.append(row.problem("another record has the same ref"))
        else:
            entries[checked.ref] = checked
    return entries, tuple(problems)


def _pointed_at(entry: Entry) -> Iterator[str]:
    return (ref for point in entry.status if point.instead for ref in point.instead.refs)


def _cited(value: Any, sources: Mapping[str, Citation]) -> Any:
    """The row with the publications it cites by key written out."""
    if not isinstance(value, dict) or not isinstance(value.get("sources"), list):
        return value
    cited = [msgspec.to_builtins(sources[part]) if isinstance(part, str) else part for part in value["sources"]]
    return value | {"sources": cited}


def _names(entry: Entry, known: Known) -> Iterator[str]:
    if not _REF.fullmatch(entry.ref):
        yield "ref must be small letters, digits, dots and dashes"
    for field in ("organization", "service", "site", "other_names", "town", "address", "county"):
        value = getattr(entry, field)
        for text in value if isinstance(value, tuple) else (value,):
            if limits.MARKUP.search(text):
                yield f"{field} holds markup"
            if len(text) > LONGEST["name"]:
                yield f"{field} is longer than {LONGEST['name']} characters"
    if not entry.organization.strip() or not entry.service.strip():
        yield "organization and service must be named"


def _texts(entry: Entry, known: Known) -> Iterator[str]:
    for text in texts_of(entry):
        if limits.UNSEEN.search(text):
            yield "a text holds control characters or marks that turn the reading direction"
        if len(text) > LONGEST["text"]:
            yield f"a text is longer than {LONGEST['text']:,} characters"


def _sorting(entry: Entry, known: Known) -> Iterator[str]:
    if not entry.categories or entry.categories[0] not in categories.SERVICES:
        yield f"its main category must be one of: {', '.join(categories.SERVICES)}"
    yield from (f"the category “{key[:40]}” is not known" for key in entry.categories if key not in categories.ALL)
    if not entry.sources:
        yield "no source says it"
    if not entry.status:
        yield "its status is missing"


def _places(entry: Entry, known: Known) -> Iterator[str]:
    counties = {place.county for place in known.places.counties}
    named = (*entry.areas, entry.county, *(site.county for site in entry.also_at))
    for name in named:
        if name and name not in counties:
            yield f"the county “{name[:40]}” is not in {known.settings.name}"
    for at in filter(None, (entry.at, *(site.at for site in entry.also_at))):
        yield from _coordinates(at, known)
    for code in filter(None, (entry.zip, *(site.zip for site in entry.also_at))):
        if not re.fullmatch(r"\d{5}(-\d{4})?", code):
            yield f"the ZIP “{code[:20]}” has not five digits: a leading zero may be lost"


def _secret(entry: Entry, known: Known) -> Iterator[str]:
    """Where somebody hides is not written down: the town says enough."""
    written = (entry.address, entry.address_2, entry.zip, entry.near, entry.at)
    also = (part for site in entry.also_at for part in (site.address, site.zip, site.at))
    if not entry.confidential:
        return
    if any((*written, *also)):
        yield "a confidential address is not written down, here neither: no address, address_2, zip, near or at"
    zips = {place.zip for place in known.places.zips}
    links = {entry.url, *(cited.url for cited in entry.sources)}  # stored, and told to nobody (directory/records.py)
    if any(streets.gives_away(text, zips) for text in texts_of(entry) if text not in links):
        yield "a text of a confidential record reads like a street, or holds a ZIP of the place"


def _coordinates(at: tuple[float, float], known: Known) -> Iterator[str]:
    lat, lon = at
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        yield "impossible coordinates: latitude lies between -90 and 90, longitude between -180 and 180"
        return
    towns = known.places.zips
    if float(miles(lat, lon, [town.lat for town in towns], [town.lon for town in towns]).min()) > FARTHEST_MILES:
        yield f"the coordinates lie over {FARTHEST_MILES:.0f} miles from {known.settings.name}"


def _dates(entry: Entry, known: Known) -> Iterator[str]:
    past = [entry.seen, *(cited.seen for cited in entry.sources), *(point.since for point in entry.status)]
    past += [number.seen for number in entry.phones]
    for text in filter(None, past):
        problem = impossible_date(text)
        if problem:
            yield problem
        elif entry.status[-1].state != "planned" and text > known.today.isoformat()[: len(text)]:
            yield f"the date {text} has not come yet"
    for number in entry.phones:
        if number.expires and (len(number.expires) != 10 or impossible_date(number.expires)):
            yield "expires must be a day, written 2027-05-31"


def impossible_date(text: str) -> str:
    """Why a text is not an ISO date or the start of one; "" where it is."""
    if not _DATE.fullmatch(text):
        return f"“{text[:20]}” is not a date: write 2026, 2026-11 or 2026-11-23"
    try:
        date.fromisoformat(text + _REST_OF_DATE[len(text)])
    except ValueError:
        return f"the date {text} is impossible"
    return ""


def _people(entry: Entry, known: Known) -> Iterator[str]:
    low, high = entry.minimum_age, entry.maximum_age
    if not all(0 <= age <= 130 for age in (low, high) if age is not None):
        yield "ages lie between 0 and 130 years"
    if low is not None and high is not None and low > high:
        yield "the minimum age is above the maximum"
    for code in entry.languages:
        if code not in LANGUAGES:
            yield f"the language “{code[:10]}” is not a code such as en"


def _facets(entry: Entry, known: Known) -> Iterator[str]:
    """What it may be found by is said in the words that everybody uses for it."""
    for key in facets.KEYS:
        values = entry.under(key)
        for value in values:
            if not facets.home(key, value):
                yield f"{key} “{value[:40]}” is not known; these are: {', '.join(facets.allowed(key))}"
        if "none" in values and len(values) > 1:
            yield f"{key} says none and others at once"


def _hours(entry: Entry, known: Known) -> Iterator[str]:
    for hours in entry.hours if isinstance(entry.hours, tuple) else ():
        try:
            days_of(hours)
            time.fromisoformat(hours.opens), time.fromisoformat(hours.closes)
        except ValueError:
            yield "hours are days (MO-FR) and two times of the clock (09:00)"
    yield from limits.hours(entry)


def days_of(hours: Hours) -> tuple[str, ...]:
    """The days of weekly hours, written "MO", "MO,WE", "MO-FR" or "FR-MO"; ValueError where they are not days."""
    first, dash, last = hours.days.partition("-")
    if dash:
        start = DAYS.index(first)
        week = DAYS[start:] + DAYS[:start]
        return week[: week.index(last) + 1]
    return tuple(DAYS[DAYS.index(day)] for day in hours.days.split(","))


def _addresses(entry: Entry, known: Known) -> Iterator[str]:
    for url in (entry.url, *(cited.url for cited in entry.sources)):
        if url and not re.fullmatch(r"https?://[^\s/.]+\.[^\s]+", url):
            yield f"“{url[:60]}” is not an address on the web"


def _sayers(entry: Entry, known: Known) -> Iterator[str]:
    publishers = {cited.publisher for cited in entry.sources}
    named = [number.by for number in entry.phones] + [point.by for point in entry.status]
    for name in (name for names in named for name in names):
        if name not in publishers:
            yield f"“{name[:40]}” is said to say so, and is not a publisher of its sources"
    if any(number.by and len(set(number.by)) != number.agreement for number in entry.phones):
        yield "by names as many publishers as agreement counts"


def _phones(entry: Entry, known: Known) -> Iterator[str]:
    yield from limits.phones(entry, known.settings.country)
    yield from limits.counts(entry)


def texts_of(entry: Entry) -> Iterator[str]:
    """Every text of a record."""
    stack: list[Any] = [msgspec.to_builtins(entry)]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            stack.extend(part.values())
        elif isinstance(part, list | tuple):
            stack.extend(part)


RULES: tuple[Callable[[Entry, Known], Iterator[str]], ...] = (
    _secret,
    _names,
    _texts,
    _sorting,
    _places,
    _dates,
    _people,
    _facets,
    _hours,
    _addresses,
    _sayers,
    _phones,
)
