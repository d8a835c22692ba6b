"""Who says what of Maine, as the founders' facts tell it: how many give each route, and nothing from their notes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from dooryard.directory import presenters
from dooryard.feeds.readers import place
from dooryard.feeds.sources import fetch
from tests.places.conftest import PLACES, Loaded
from tests.places.test_maine import rows

ROUTES = (
    (re.compile(r"same number \((\d{4}) and (\d{4}) pages\)"), lambda found: len(found.groups())),
    (re.compile(r"seen in one source only"), lambda found: 1),
    (re.compile(r"Text route seen in two of the three"), lambda found: 2),
    (re.compile(r"\(old page\)"), lambda found: 1),
)
"""What a fact says of how many give its second route; where it says nothing, all that give the line do."""


def test_every_route_of_a_line_has_the_agreement_that_the_facts_give_it(shared: Path) -> None:
    several = {entry["ref"]: entry["phones"] for entry in entries() if len(entry.get("phones", ())) > 1}
    facts = rows(shared, "hotlines.jsonl")
    several = {ref: phones for ref, phones in several.items() if ref in facts}
    for ref, (first, *others) in several.items():
        said = f"{facts[ref]['text']} {facts[ref]['notes']}"
        fewer = (count(found) for pattern, count in ROUTES if (found := pattern.search(said)))
        agreed = next(fewer, facts[ref]["agreement"])
        assert int(first["agreement"]) == facts[ref]["agreement"], ref
        assert {int(phone["agreement"]) for phone in others} == {agreed}, ref
    assert several.keys() == {"hl-02", "hl-03", "hl-04", "hl-06", "hl-07", "hl-10", "hl-14", "hl-23"}


def test_a_route_that_fewer_give_is_not_told_as_seen_in_all(maine: Loaded) -> None:
    told = {ref: presenters.number_trust(maine.of(ref), maine.record(ref)) for ref in ("hl-03", "hl-07")}
    assert told["hl-03"][1].startswith("Seen in 2 sources, last July 20, 2022")
    assert told["hl-07"][1].startswith("Seen in 2 sources, undated")


def entries() -> list[dict[str, Any]]:
    """Every record of the place as its files write it."""
    return [row.value for row in place.read(fetch(str(PLACES / "maine")).files).rows]


KEPT = {
    **dict.fromkeys(("me-001", "me-071", "me-072", "me-074", "me-154"), "who answers the number"),
    **dict.fromkeys(("me-166", "me-167", "me-170"), "the counties it serves"),
    "me-018": "the street number that is right (trap tr-19)",
    "hl-23": "the area code of its numbers, which are held back",
    "me-115": "a status is a timeline (trap tr-08)",
    "me-106": "since when it is there (trap tr-01)",
}
"""What a person cannot do without, although only a note has it; of these records no more is taken from the notes."""

TELLING = re.compile(r"(?<![\w-])(?:[A-Z][a-z]{3,}|\d[\d-]{2,})(?![\w-])")
"""Words that tell something: names, months, numbers and dates."""


def test_what_only_the_notes_say_is_not_retold(shared: Path) -> None:
    written = {row["ref"]: json.dumps({k: v for k, v in row.items() if k != "sources"}) for row in entries()}
    for ref, fact in {**rows(shared, "maine_services.jsonl"), **rows(shared, "hotlines.jsonl")}.items():
        for_us = f"{fact['notes']} {fact['disagreements']}"
        said = json.dumps({name: value for name, value in fact.items() if name not in ("notes", "disagreements")})
        only = {word for word in TELLING.findall(for_us) if word.casefold() not in said.casefold()}
        retold = only & set(TELLING.findall(written[ref]))
        assert not retold or ref in KEPT, (ref, retold)


def test_what_was_retold_is_gone_and_what_a_person_needs_stays(maine: Loaded) -> None:
    gone = {
        "me-111": ("India", "York"),
        "me-114": ("157 Park", "Equity"),
        "me-115": ("zoning", "mobile", "five days"),
        "me-119": ("Ellsworth", "Rockland", "Deer Isle"),
        "me-158": ("May", "June"),
    }
    for ref, words in gone.items():
        points = maine.record(ref)["dooryard"]["timeline"]  # type: ignore[index]
        told = " ".join([*(point["why"] for point in points), *(phone.note for phone in maine.of(ref).phones)])
        assert not [word for word in words if word in told], ref
    assert (maine.of("me-119").status, maine.of("me-119").status_since) == ("closed", "2025-01-14")
    assert maine.of("me-119").instead


def test_a_line_for_one_city_is_not_told_as_its_whole_countys(maine: Loaded) -> None:
    line = maine.of("hl-22")
    assert (line.reach, line.areas, line.town) == ("site", (), "Portland")
    assert [area["name"] for area in maine.record("hl-22")["service_areas"]] == ["Portland"]  # type: ignore[index]


SAID_BY = {
    ("me-002", "phone"): {"methadone.org"},
    ("me-015", "phone"): {"Day One", "United Way of Mid-Maine"},
    ("me-062", "phone"): {"Day One", "United Way of Mid-Maine"},
    ("me-106", "phone"): {"WAGM", "DownEast Treatment Center"},
    ("me-111", "phone"): {"getmainenaloxone.org"},
    ("me-112", "phone"): {"getmainenaloxone.org"},
    ("me-113", "phone"): {"getmainenaloxone.org"},
    ("me-119", "status"): {"Maine Public", "Bangor Daily News copy"},
    ("me-120", "status"): {"Sun Journal"},
}
"""Who says a field, where a fact's titles, notes or disagreements tell it and not all of its sources do."""


def test_who_says_a_field_is_told_where_the_facts_tell_it_and_not_invented(shared: Path, maine: Loaded) -> None:
    for (ref, field), publishers in SAID_BY.items():
        assert {row.get("publisher") for row in said(maine, ref, field)} == publishers, ref
    for ref, fact in rows(shared, "maine_services.jsonl").items():
        known = {row["publisher"] for row in fact["sources"]}
        for field, agreed in (("phone", fact["agreement"]), ("address", fact["place_agreement"])):
            told = said(maine, ref, field)
            named = {row["publisher"] for row in told if row.get("publisher")}
            assert all(row["agreement"] == agreed for row in told), (ref, field)
            assert named in (set(), SAID_BY.get((ref, field))) or (named == known and agreed == len(known)), (
                ref,
                field,
            )
        if fact["phone"] and maine.of(ref).phones:
            assert said(maine, ref, "phone"), ref


def said(maine: Loaded, ref: str, field: str) -> list[dict[str, Any]]:
    """What a record tells of who said a field."""
    told: list[dict[str, Any]] = maine.record(ref)["dooryard"]["provenance"]  # type: ignore[index]
    return [row for row in told if row.get("field") == field]
