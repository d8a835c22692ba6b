"""Whoever asks for a liaison, in any county or ZIP of Maine, gets their own county's first."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.places.conftest import Loaded

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_the_first_liaison_is_the_countys_own_in_every_county_and_zip(maine: Loaded) -> None:
    finder, wrong = maine.finder, {}
    rows = finder.gazetteer.rows
    for place in (*rows.counties, *rows.zips):
        near = place.zip or place.name
        answer = finder.ask("", near=near, categories=["options-liaison"], at=AT)
        first = finder.bundle.document(answer.found.hits[0].index)
        if set(first.areas).isdisjoint(place.counties) or answer.widened:
            wrong[near] = (first.ref, answer.widened)
    assert not wrong
    assert len(rows.counties) == 16


def test_nobody_is_sent_past_a_service_for_their_county_to_one_for_others(maine: Loaded) -> None:
    finder, wrong = maine.finder, {}
    for town in finder.gazetteer.rows.towns:
        hits = finder.ask("narcan", near=town.name, at=AT).found.hits
        found = [finder.bundle.document(hit.index) for hit in hits]
        if len(town.counties) != 1 or not found or not found[0].areas:
            continue
        if set(found[0].areas).isdisjoint(town.counties) and (hits[0].distance or 0) > min(
            hit.distance or 9999 for hit in hits
        ):
            wrong[town.name] = found[0].ref
    assert not wrong
