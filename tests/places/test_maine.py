"""Maine against the founders' facts: every record is there or held back with a reason, and no tier is too high."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dooryard.core.numbers import digest, national, never_shown
from dooryard.directory.going_live import go_live
from tests.places.conftest import PLACES, Loaded

HELD_LINES = {"hl-12", "hl-13", "hl-17", "hl-19", "hl-21", "hl-23"}


def rows(shared: Path, name: str) -> dict[str, dict[str, Any]]:
    """The founders' rows by their id."""
    lines = (shared / "domain" / name).read_text().splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def never(shared: Path) -> list[str]:
    """The numbers that must never be shown."""
    lines = (shared / "domain" / "do_not_publish.jsonl").read_text().splitlines()
    return [number for row in map(json.loads, lines) for number in row["numbers"]]


def test_every_fact_is_compiled_or_held_back_and_the_count_adds_up(shared: Path, maine: Loaded) -> None:
    facts = {*rows(shared, "maine_services.jsonl"), *rows(shared, "hotlines.jsonl")}
    compiled = {document.ref for document, _ in maine.compiled.documents}
    held = {row.document.ref for row in maine.compiled.held}
    assert compiled | held == facts
    assert not compiled & held
    assert held == HELD_LINES
    assert (len(facts), maine.report.read, maine.report.held) == (196, 196, 6)


def test_everything_held_back_has_a_reason(maine: Loaded) -> None:
    assert {problem.ref for problem in maine.report.problems if not problem.part} == HELD_LINES
    assert all(problem.reason for problem in maine.report.problems)
    assert all(row.reason for row in maine.compiled.held)


def test_the_list_of_numbers_never_to_show_is_whole(shared: Path) -> None:
    listed = (PLACES / "maine" / "never_publish.yaml").read_text()
    assert all(digest(number) in listed for number in never(shared))
    assert listed.count("digest:") == len(never(shared))


def test_no_number_of_the_list_is_in_anything_compiled(shared: Path, maine: Loaded) -> None:
    banned = frozenset(map(digest, never(shared)))
    assert not never_shown(maine.texts(), banned)
    assert never_shown(maine.texts() + f" {never(shared)[0]} ", banned), "the check itself must be able to fail"


def test_no_number_of_the_list_is_in_any_file_of_the_places(shared: Path) -> None:
    banned = frozenset(map(digest, never(shared)))
    files = [path for path in PLACES.rglob("*") if path.suffix in (".yaml", ".md", ".csv")]
    assert files
    assert not [path for path in files if never_shown(path.read_text(), banned)]


def test_a_number_that_lost_a_conflict_is_written_nowhere(shared: Path, maine: Loaded) -> None:
    kept = {national(row["phone"].split("x")[0]) for row in rows(shared, "maine_services.jsonl").values()}
    kept |= {national(found) for row in rows(shared, "hotlines.jsonl").values() for found in numbers_in(row["number"])}
    texts = maine.texts() + "".join(path.read_text() for path in PLACES.rglob("*.yaml"))
    written = {national(found) for found in numbers_in(texts)}
    told = (row["disagreements"] + row["notes"] for row in rows(shared, "maine_services.jsonl").values())
    lost = {national(found) for text in told for found in numbers_in(text)} - kept
    assert lost
    assert not lost & written


def numbers_in(text: str) -> list[str]:
    """What looks like a whole phone number in a text."""
    return re.findall(r"(?<![0-9])(?:1-)?[0-9]{3}-[0-9]{3}-[0-9]{4}(?![0-9])", text)


def test_every_phone_is_the_facts_own(shared: Path, maine: Loaded) -> None:
    facts = rows(shared, "maine_services.jsonl")
    for document, _ in maine.compiled.documents:
        if document.ref in facts:
            stated = national(re.split(r" ?(?:x|ext)", facts[document.ref]["phone"])[0])
            dialed = {
                national(re.split(";", phone.tel.partition(":")[2].removeprefix("+"))[0]) for phone in document.phones
            }
            closed = document.status == "closed"
            assert dialed == ({stated} if stated and not closed else set()), document.ref


def test_the_tier_of_a_services_number_is_never_above_what_the_facts_allow(shared: Path, maine: Loaded) -> None:
    facts = rows(shared, "maine_services.jsonl")
    for document, _ in maine.compiled.documents:
        fact = facts.get(document.ref)
        for phone in document.phones if fact and fact["phone"] != "988" else ():
            agreed = fact["agreement_is_for"] == "phone" and fact["agreement"] >= 2 and not fact["disagreements"]
            assert phone.tier in (("B", "C") if agreed else ("C",)), document.ref


def test_the_tier_of_a_lines_number_follows_the_advice(shared: Path, maine: Loaded) -> None:
    for ref, fact in rows(shared, "hotlines.jsonl").items():
        if ref not in HELD_LINES:
            best = "A" if fact["publish"].startswith("yes") or ref == "hl-04" else "B"
            assert min(phone.tier for phone in maine.of(ref).phones) == best, ref


def test_of_2_1_1_only_the_number_and_the_text_route_are_shown(maine: Loaded) -> None:
    shown = {(phone.number, phone.text) for phone in maine.of("hl-04").phones}
    assert shown == {("211", ""), ("898-211", "text your ZIP code to 898-211")}
    assert "info@" not in maine.texts()


def test_what_is_for_us_is_never_published(shared: Path, maine: Loaded) -> None:
    texts = maine.texts()
    for name in ("maine_services.jsonl", "hotlines.jsonl"):
        for row in rows(shared, name).values():
            for told in (row["notes"], row["disagreements"]):
                sentences = (part.strip() for part in re.split(r"(?<=[.;]) ", told))
                assert not [part for part in sentences if len(part) > 40 and part in texts], row["id"]


def test_an_assumed_category_says_so(shared: Path, maine: Loaded) -> None:
    for ref, fact in rows(shared, "maine_services.jsonl").items():
        assert maine.of(ref).category_assumed is (fact["category_basis"] == "assumed"), ref
        assert maine.of(ref).categories[0] == fact["category"], ref


def test_sources_and_dates_are_carried_over(shared: Path, maine: Loaded) -> None:
    for ref, fact in rows(shared, "maine_services.jsonl").items():
        assert maine.of(ref).sources == len({row["publisher"] for row in fact["sources"]}), ref
        assert len(maine.record(ref)["dooryard"]["provenance"]) >= len(fact["sources"]), ref  # type: ignore[index]


def test_names_and_towns_of_the_facts_can_be_found_in_the_documents(shared: Path, maine: Loaded) -> None:
    for name, key in (("maine_services.jsonl", "organization"), ("hotlines.jsonl", "name")):
        for ref, fact in rows(shared, name).items():
            if ref in HELD_LINES:
                continue
            row = maine.of(ref)
            told = " ".join((row.organization, row.site, row.service, *row.other_names, row.description)).casefold()
            missing = [word for word in re.findall(r"[a-z]{4,}", fact[key].casefold()) if word not in told]
            assert len(missing) <= 1, (ref, missing)


@pytest.mark.parametrize("ref", ["me-109", "me-110", "me-158"])
def test_what_is_planned_is_not_shown_as_open_and_says_what_to_use(ref: str, maine: Loaded) -> None:
    assert maine.of(ref).status == "planned"
    assert maine.of(ref).instead


def test_the_street_of_a_confidential_residence_is_nowhere(maine: Loaded) -> None:
    residence = maine.of("me-154")
    assert (residence.address, residence.zip, residence.town) == ("", "", "Machias")
    assert residence.approximate
    record = maine.record("me-154")
    assert "addresses" not in json.dumps(record)
    assert not [row for row in record["dooryard"]["provenance"] if "url" in row]  # type: ignore[index]
    assert "http" not in json.dumps(record), "its page may print the street"


def test_liaisons_are_agencies_with_2_1_1_behind_them(maine: Loaded) -> None:
    liaisons = [row for row, _ in maine.compiled.documents if row.categories == ("options-liaison",)]
    assert len({area for row in liaisons for area in row.areas}) == len(liaisons) == 16
    assert all(row.reach == "area" and "2-1-1" not in row.organization for row in liaisons)
    assert all(row.instead == "2-1-1 Maine" for row in liaisons)


def test_hours_stand_only_where_a_source_states_them(maine: Loaded) -> None:
    told = {row.ref for row, _ in maine.compiled.documents if row.schedules}
    assert told - {f"hl-{number:02}" for number in range(1, 24)} == {"me-157", "me-164"}


def test_every_site_can_be_measured(maine: Loaded) -> None:
    assert not [row.ref for row, _ in maine.compiled.documents if row.reach == "site" and row.lat is None]


def test_the_texts_are_in_american_spelling(maine: Loaded) -> None:
    assert not re.findall(r"\b\w*(?:programme|centre|counsell|behaviour)\w*", maine.texts())


def test_calls_still_to_be_made_are_listed_the_worst_first(maine: Loaded) -> None:
    calls = go_live(maine.compiled)
    assert [call.harm for call in calls] == sorted(call.harm for call in calls)
    waiting = {
        (row.ref, phone.number) for row, _ in maine.compiled.documents for phone in row.phones if phone.tier != "A"
    }
    assert waiting <= {(call.ref, call.number) for call in calls}
    assert {call.ref for call in calls if call.tier == "held"} >= HELD_LINES
    assert calls[0].categories[0] == "hotline"


def test_what_to_use_instead_can_itself_be_used(maine: Loaded) -> None:
    live = {row.id for row, _ in maine.compiled.documents if row.status in ("open", "unconfirmed")}
    for row, _ in maine.compiled.documents:
        points = maine.record(row.ref)["dooryard"]["timeline"]  # type: ignore[index]
        assert {name["id"] for name in points[-1]["instead"]} <= live, row.ref


def test_the_emergency_line_is_offered_for_emergencies_and_nothing_else(maine: Loaded) -> None:
    offering = {document.ref: document.also for document in map(maine.finder.bundle.document, range(192))}
    assert offering["hl-01"] == ()
    assert any(offering.values()), "others do offer something besides"
