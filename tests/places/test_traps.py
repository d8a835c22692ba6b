"""The founders' thirty real cases that a directory gets wrong: moved, closed, mistyped, conflicting."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dooryard.core.numbers import national, shown, tel
from tests.places.conftest import PLACES, Loaded

Trap = dict[str, Any]
Check = Callable[[Loaded, Trap], bool]


def at(ref: str, *needed: str) -> Check:
    """The record shows the current address and not the stale one."""

    def check(maine: Loaded, trap: Trap) -> bool:
        document = maine.of(ref)
        where = f"{document.address}, {document.town}"
        stale = trap["stale_or_wrong"].split(",")[0]
        return all(part in where for part in needed) and not where.startswith(stale)

    return check


def standing(ref: str, *statuses: str, instead: bool = True) -> Check:
    """The record says how it stands, has no number where it is closed, and says what to use in its place."""

    def check(maine: Loaded, trap: Trap) -> bool:
        document = maine.of(ref)
        quiet = not document.phones or document.status != "closed"
        return document.status in statuses and quiet and bool(document.instead) is instead

    return check


def timeline(maine: Loaded, trap: Trap) -> bool:
    points = maine.record("me-115")["dooryard"]["timeline"]  # type: ignore[index]
    states = [(point["state"], point["since"]) for point in points]
    return states[-3:] == [("open", "2025-07"), ("paused", "2025-07"), ("unconfirmed", "2025-10-27")]


def renamed(*refs: str, other: str) -> Check:
    """The old name still finds the place under its new one."""
    return lambda maine, trap: all(other in (*maine.of(ref).other_names, maine.of(ref).organization) for ref in refs)


def withheld(maine: Loaded, trap: Trap) -> bool:
    """None of the numbers of the trap can be dialed from anything compiled."""
    return not numbers_in(trap["stale_or_wrong"]) & maine.dialed()


def dials(ref: str, tier: str = "") -> Check:
    """The record dials the right number, and the wrong ones are nowhere."""

    def check(maine: Loaded, trap: Trap) -> bool:
        right = numbers_in(trap["current_or_right"])
        found = {national(phone.tel.partition(":")[2]): phone.tier for phone in maine.of(ref).phones}
        wrong = {number[-7:] for number in numbers_in(trap["stale_or_wrong"]) - right}
        local = {number[-7:] for number in maine.dialed() - right}
        return {number[-7:] for number in right} <= {number[-7:] for number in found} and not wrong & local

    return check


def numbers_in(text: str) -> set[str]:
    """The national digits of the numbers in a text, with or without an area code."""
    return {national(found) for found in re.findall(r"(?:1-)?(?:[0-9]{3}-)?[0-9]{3}-[0-9]{4}", text)}


def no_named_person(maine: Loaded, trap: Trap) -> bool:
    liaisons = [row for row, _ in maine.compiled.documents if row.categories[0] == "options-liaison"]
    return sum(len(row.phones) for row in liaisons) == 1 and "Response Team" in maine.of("me-124").phones[0].note


def no_lost_zero(maine: Loaded, trap: Trap) -> bool:
    codes = [row.zip for row, _ in maine.compiled.documents if row.zip]
    return len(codes) > 90 and all(re.fullmatch(r"0[0-9]{4}", code) for code in codes)


def words_and_digits(maine: Loaded, trap: Trap) -> bool:
    written = trap["stale_or_wrong"]
    return shown(written) == f"{written} ({trap['current_or_right']})" and tel(written) == "tel:+18336874887"


def extension(maine: Loaded, trap: Trap) -> bool:
    [phone] = maine.of("me-078").phones
    return phone.tel == "tel:+12078742141;ext=3886" and phone.number == "207-874-2141 ext. 3886"


def own_phone(maine: Loaded, trap: Trap) -> bool:
    here = [
        row for row, _ in maine.compiled.documents if row.address.startswith("9 Main Street") and row.town == "Lincoln"
    ]
    return [row.organization for row in here] == [trap["stale_or_wrong"]]


def unsaid(*texts: str) -> Check:
    """Nothing compiled, and no text of the place, says it."""

    def check(maine: Loaded, trap: Trap) -> bool:
        written = maine.texts() + "".join(
            "".join(line for line in path.read_text().splitlines(keepends=True) if not line.startswith("#"))
            for path in (PLACES / "maine").rglob("*.yaml")
        )
        return not [text for text in texts if re.search(text, written, re.I)]

    return check


CHECKS: dict[str, Check] = {
    "tr-01": at("me-106", "176 Academy Street", "Presque Isle"),
    "tr-02": at("me-101", "10 Andover Road", "Portland"),
    "tr-03": at("me-140", "102 Bishop Street"),
    "tr-04": at("me-111", "39 Forest Avenue"),
    "tr-05": at("me-114", "304 Hancock Street", "Bangor"),
    "tr-06": standing("me-119", "closed"),
    "tr-07": standing("me-120", "closed"),
    "tr-08": timeline,
    "tr-09": standing("me-110", "planned"),
    "tr-10": renamed("me-003", "me-005", "me-007", other="Discovery House"),
    "tr-11": renamed("hl-09", other="Never Use Alone New England"),
    "tr-12": dials("hl-15"),
    "tr-13": withheld,
    "tr-14": withheld,
    "tr-15": dials("me-121"),
    "tr-16": withheld,
    "tr-17": lambda maine, trap: all(dials(ref)(maine, trap) for ref in ("me-015", "me-062", "hl-20")),
    "tr-18": lambda maine, trap: all(dials(ref)(maine, trap) for ref in ("me-112", "me-113")),
    "tr-19": at("me-018", "181 Corporate Drive"),
    "tr-20": no_named_person,
    "tr-21": withheld,
    "tr-22": no_lost_zero,
    "tr-23": words_and_digits,
    "tr-24": extension,
    "tr-25": own_phone,
    "tr-26": unsaid(r"\b716\b"),
    "tr-27": unsaid(r"9,049"),
    "tr-28": unsaid(r"press 3"),
    "tr-29": unsaid(r"everyone (?:at|on) the scene"),
    "tr-30": unsaid(r"\bMAT\b.{0,5}treatment", r"medication.assisted"),
}


@pytest.mark.parametrize("ref", CHECKS)
def test_a_trap_is_answered_right(ref: str, shared: Path, maine: Loaded) -> None:
    [trap] = [row for row in traps(shared) if row["id"] == ref]
    assert CHECKS[ref](maine, trap), trap


def test_every_trap_is_tried(shared: Path) -> None:
    assert {row["id"] for row in traps(shared)} == set(CHECKS)


def test_closed_services_are_shown_without_a_number_and_say_what_to_use(maine: Loaded) -> None:
    closed = [row for row, _ in maine.compiled.documents if row.status == "closed"]
    assert {row.ref for row in closed} == {"me-119", "me-120"}
    assert all(row.instead and row.status_since and not row.phones for row in closed)


def test_a_wrong_answer_is_caught(maine: Loaded) -> None:
    assert not CHECKS["tr-01"](maine, {"stale_or_wrong": "176 Academy Street, Presque Isle"})
    assert not withheld(maine, {"stale_or_wrong": "1-888-568-1112"})
    assert not standing("me-101", "closed")(maine, {})
    assert not unsaid("naloxone")(maine, {})


def traps(shared: Path) -> list[Trap]:
    """The founders' cases."""
    return [json.loads(line) for line in (shared / "domain" / "traps.jsonl").read_text().splitlines()]
