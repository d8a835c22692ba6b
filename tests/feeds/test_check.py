"""What a row of a place's files is held to: every mistake is told, with what is wrong, and nothing is executed."""

from __future__ import annotations

from typing import Any

import pytest

from dooryard.feeds.check import Known, check, check_all, days_of, impossible_date
from dooryard.feeds.entry import Entry
from dooryard.feeds.readers.place import Row
from dooryard.feeds.report import Problem

GOOD: dict[str, Any] = {
    "ref": "tl-90",
    "organization": "Made Up (synthetic)",
    "service": "Naloxone",
    "categories": ["naloxone"],
    "town": "Uppertest",
    "county": "Northmade",
    "zip": "00001",
    "at": ["11.25", "-30.15"],
    "status": [{"state": "open", "since": "2025-03"}],
    "sources": ["made-up"],
    "phones": [{"number": "201-555-0190"}],
}

SPOILT = [
    ({"ref": "Tl 90"}, "ref must be"),
    ({"organization": "<b>Bold</b>"}, "organization holds markup"),
    ({"service": "<script>alert(1)</script>"}, "service holds markup"),
    ({"other_names": ["fine", "<img>"]}, "other_names holds markup"),
    ({"organization": "   "}, "must be named"),
    ({"organization": "x" * 301}, "longer than 300"),
    ({"description": "x" * 100_000}, "longer than 5,000"),
    ({"service": "Nalo\u202exone"}, "reading direction"),
    ({"description": "bell\x07"}, "control characters"),
    ({"categories": []}, "main category"),
    ({"categories": ["unicorns"]}, "main category"),
    ({"categories": ["naloxone", "unicorns"]}, "“unicorns” is not known"),
    ({"categories": ["suicide"]}, "main category"),
    ({"county": "Atlantis"}, "county “Atlantis”"),
    ({"areas": ["Atlantis"]}, "county “Atlantis”"),
    ({"also_at": [{"town": "Edgetest", "county": "Atlantis"}]}, "county “Atlantis”"),
    ({"at": ["91", "0"]}, "impossible coordinates"),
    ({"at": ["0", "181"]}, "impossible coordinates"),
    ({"at": ["-30.15", "11.25"]}, "150 miles"),
    ({"at": ["nan", "0"]}, "impossible coordinates"),
    ({"at": ["1"]}, "at"),
    ({"at": ["north", "west"]}, "at"),
    ({"zip": "4401"}, "leading zero"),
    ({"seen": "2026-13"}, "impossible"),
    ({"seen": "2026-02-30"}, "impossible"),
    ({"seen": "last week"}, "is not a date"),
    ({"seen": "2027"}, "has not come yet"),
    ({"seen": "2026-11-24"}, "has not come yet"),
    ({"minimum_age": "-1"}, "ages lie between"),
    ({"minimum_age": "30", "maximum_age": "20"}, "above the maximum"),
    ({"maximum_age": "old"}, "maximum_age"),
    ({"languages": ["english"]}, "is not a code"),
    ({"cost": "cheap"}, "cost “cheap” is not known; these are: free, sliding-scale"),
    ({"cost": ["free", "cheap"]}, "“cheap” is not known"),
    ({"payers": ["medicade"]}, "payers “medicade” is not known; these are: medicaid"),
    ({"serves": ["cats"]}, "serves “cats” is not known; these are: women"),
    ({"access": ["ramp"]}, "access “ramp” is not known; these are: walk-in"),
    ({"access": ["spanish"]}, "access “spanish” is not known"),
    ({"medication": ["aspirin"]}, "these are: methadone, buprenorphine, naltrexone, none, any"),
    ({"medication": ["none", "methadone"]}, "medication says none and others at once"),
    ({"tribe": ["yes"]}, "tribe “yes” is not known"),
    ({"hours": [{"days": "MO-XX", "opens": "09:00", "closes": "17:00"}]}, "hours are days"),
    ({"hours": [{"days": "MO", "opens": "25:00", "closes": "17:00"}]}, "hours are days"),
    ({"url": "javascript:alert(1)"}, "not an address on the web"),
    ({"url": "http://"}, "not an address on the web"),
    ({"phones": [{"number": "201-555-01"}]}, "cannot be dialed"),
    ({"phones": [{"number": "no number"}]}, "cannot be dialed"),
    ({"phones": [{"number": ""}]}, "cannot be dialed"),
    ({"phones": [{"number": "201-555-0190", "extension": "x7"}]}, "an extension is digits"),
    ({"phones": [{"number": "201-555-0190", "extension": "9" * 400}]}, "seven at most"),
    ({"phones": [{"number": "201-555-0190", "extension": "12345678"}]}, "seven at most"),
    ({"phones": [{"number": "201-555-0190", "extension": "１２"}]}, "an extension is digits"),
    ({"phones": [{"number": "000-000-0000"}]}, "cannot be dialed"),
    ({"phones": [{"number": "201-555"}]}, "cannot be dialed"),
    ({"phones": [{"number": "201-555", "type": "text", "extension": "0199"}]}, "cannot be dialed"),
    ({"phones": [{"number": "9-8-8"}]}, "cannot be dialed"),
    ({"phones": [{"number": "988", "extension": "1"}]}, "cannot be dialed"),
    ({"phones": [{"number": "2015"}]}, "cannot be dialed"),
    ({"phones": [{"number": "201-155-2671"}]}, "cannot be dialed"),
    ({"phones": [{"number": "201-555-0190", "agreement": "-1"}]}, "agreement counts"),
    ({"phones": [{"number": "201-555-0190", "agreement": "1001"}]}, "agreement counts"),
    ({"place_agreement": "99999999999999999999"}, "place_agreement counts"),
    ({"hours": [{"days": "MO", "opens": "09:00", "closes": "09:00"}]}, "the same time"),
    ({"hours": [{"days": "MO", "opens": "09:00+05:00", "closes": "17:00"}]}, "without seconds or an offset"),
    ({"phones": [{"number": "201-555-0190", "expires": "2027"}]}, "expires must be a day"),
    ({"phones": [{"number": "201-555-0190", "publish": "yes"}]}, "publish"),
    ({"sources": []}, "no source says it"),
    ({"sources": ["unheard-of"]}, "cites a source"),
    ({"status": []}, "its status is missing"),
    ({"status": [{"state": "maybe"}]}, "maybe"),
    ({"reach": "everywhere"}, "everywhere"),
    ({"colour": "blue"}, "colour"),
    ({"organization": None}, "organization"),
]


def row(**changes: Any) -> Row:
    """A good row with some values changed; None takes a value away."""
    value = {key: part for key, part in (GOOD | changes).items() if part is not None}
    return Row("made-up.yaml", 7, value)


def test_a_good_row_is_a_record(known: Known) -> None:
    entry = check(row(), known)
    assert isinstance(entry, Entry)
    assert (entry.zip, entry.at, entry.sources[0].publisher) == ("00001", (11.25, -30.15), "Nobody (synthetic)")


@pytest.mark.parametrize(("changes", "said"), SPOILT, ids=[said for _, said in SPOILT])
def test_a_mistake_is_told_with_the_file_and_the_line(changes: dict[str, Any], said: str, known: Known) -> None:
    problem = check(row(**changes), known)
    assert isinstance(problem, Problem)
    assert said in problem.reason
    assert str(problem).startswith("made-up.yaml, line 7")
    assert problem.raw


SECRET = [
    {"confidential": "true", "address": "1 Secret Street"},
    {"confidential": "True", "address": "1 Secret Street"},
    {"confidential": "1", "address": "1 Secret Street"},
    {"confidential": "yes", "address": "1 Secret Street"},
    {"confidental": "true", "address": "1 Secret Street"},
    {" Confidential": "true", "address": "1 Secret Street"},
    {"confidential": "true", "address_2": "1 Secret Street"},
    {"confidential": "true", "zip": "00001"},
    {"confidential": "true", "zip": "1 Secret Street"},
    {"confidential": "true", "near": "1 Secret Street"},
    {"confidential": "true", "at": ["11.25", "-30.15"]},
    {"confidential": "true", "county": "1 Secret Street"},
    {"confidential": "true", "reach": "1 Secret' Street"},
    {"confidential": "true", "also_at": [{"town": "Edgetest", "address": "1 Secret Street"}]},
    {"confidential": "true", "also_at": [{"town": "Edgetest", "zip": "00001"}]},
    {"confidential": "true", "also_at": [{"town": "Edgetest", "at": ["11.25", "-30.15"]}]},
    {"confidential": "false", "ref": "Tl 90", "address": "1 Secret Street"},
    {"also_at": [{"town": "Edgetest", "address": "1 Secret Street", "confidential": "true"}]},
]


@pytest.mark.parametrize("changes", SECRET)
def test_a_confidential_address_is_refused_and_never_repeated(changes: dict[str, Any], known: Known) -> None:
    problem = check(row(**({"at": None, "zip": None} | changes)), known)
    assert isinstance(problem, Problem)
    assert problem.raw == ""
    assert "Secret" not in str(problem) and "11.25" not in str(problem)


TOLD = "It is at 1 Secret Street."


@pytest.mark.parametrize(
    "changes",
    [
        {"description": TOLD},
        {"description": "Middletest 00001"},
        {"organization": "1 Secret Street House"},
        {"site": TOLD},
        {"other_names": [TOLD]},
        {"areas_note": TOLD},
        {"status": [{"state": "open", "why": TOLD}]},
        {"phones": [{"number": "201-555-0190", "for": TOLD}]},
        {"conflicts": [{"field": "address", "state": "open", "reason": TOLD}]},
    ],
)
def test_no_text_of_a_confidential_record_may_hold_its_street(changes: dict[str, Any], known: Known) -> None:
    changes = {"at": None, "zip": None} | changes
    problem = check(row(**changes, confidential="true"), known)
    assert isinstance(problem, Problem)
    assert "Secret" not in str(problem) and "reads like a street" in str(problem)
    assert not isinstance(check(row(**changes), known), Problem), "where nobody hides it may be told"


def test_a_confidential_record_has_a_town_and_no_more(known: Known) -> None:
    assert isinstance(check(row(confidential="true", at=None, zip=None), known), Entry)


@pytest.mark.parametrize("value", [None, "text", [], 7, {}, {"ref": ["a"]}])
def test_what_is_no_record_at_all_is_told_of_too(value: Any, known: Known) -> None:
    assert isinstance(check(Row("made-up.yaml", 1, value), known), Problem)


@pytest.mark.parametrize(
    "phone",
    [
        {"number": "988"},
        {"number": "85511", "type": "text"},
        {"number": "898-211", "type": "text"},
        {"number": "838255"},
        {"number": "1-800-555-0142", "extension": "0012"},
        {"number": "833-NVR-GVUP"},
    ],
)
def test_numbers_and_short_codes_are_dialed(phone: dict[str, str], known: Known) -> None:
    assert isinstance(check(row(phones=[phone]), known), Entry)


def test_sql_is_only_text(known: Known) -> None:
    entry = check(row(organization="Robert'); DROP TABLE directory_service;--"), known)
    assert isinstance(entry, Entry)


def test_a_ref_given_twice_is_a_mistake_of_the_second(known: Known) -> None:
    entries, problems = check_all((row(service="first"), row(service="second")), known)
    assert entries["tl-90"].service == "first"
    assert [problem.reason for problem in problems] == ["another record has the same ref"]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("MO", "MO"),
        ("MO,WE", "MO,WE"),
        ("MO-FR", "MO,TU,WE,TH,FR"),
        ("FR-MO", "FR,SA,SU,MO"),
        ("SU-SA", "SU,MO,TU,WE,TH,FR,SA"),
        ("TU-TU", "TU"),
        ("TU-MO", "TU,WE,TH,FR,SA,SU,MO"),
    ],
)
def test_a_range_of_days_may_go_around_the_end_of_the_week(written: str, days: str, known: Known) -> None:
    entry = check(row(hours=[{"days": written, "opens": "09:00", "closes": "17:00"}]), known)
    assert isinstance(entry, Entry) and not isinstance(entry.hours, str)
    assert ",".join(days_of(entry.hours[0])) == days


def test_plans_may_lie_in_the_future(known: Known) -> None:
    assert isinstance(check(row(status=[{"state": "planned", "since": "2031"}]), known), Entry)


@pytest.mark.parametrize("text", ["2026", "2026-11", "2026-11-23", "2024-02-29"])
def test_dates_and_their_starts_are_dates(text: str) -> None:
    assert impossible_date(text) == ""
