"""The ranking is the one documented: the example of docs/reference/ranking.md comes out of the finder."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from dooryard.core.bundle import ranking
from dooryard.core.documents import Confirmed, Question
from tests.core.bundle.making import BANGOR, MONDAY_TEN, bundle, document

PAGE = (Path(__file__).parents[3] / "docs/reference/ranking.md").read_text()


def example(part: str) -> list[float]:
    """A row of the example's second table."""
    row = re.search(rf"^\| {part} \| ([\d.]+) \| ([\d.]+) \|$", PAGE, re.MULTILINE)
    assert row is not None, part
    return [float(figure) for figure in row.groups()]


def test_the_documented_example_is_what_the_finder_answers() -> None:
    made = bundle(
        [
            document(
                "a",
                service="Detox",
                organization="North Hospital",
                description="a bed today",
                categories=("detox",),
                lat=44.80,
                lon=-68.77,
                sources=1,
            ),
            document(
                "b",
                service="Detox",
                organization="South Hospital",
                categories=("detox",),
                lat=44.80,
                lon=-68.57,
                sources=5,
                confirmed=Confirmed(when="2026-11-01", how="called"),
            ),
        ]
    )
    question = Question(wanted={"detox": 1.0}, groups=(("bed",),), place=BANGOR, within=25.0)
    found = made.find(question, MONDAY_TEN)
    assert [made.document(hit.index).id for hit in found.hits] == ["a", "b"]
    assert [hit.score for hit in found.hits] == pytest.approx(example("score"), abs=0.002)
    parts = [example(part) for part in ("answers", "words", "near", "standing")]
    assert np.sum(parts, axis=0) == pytest.approx(example("score"), abs=0.0015)
    assert found.hits[1].distance == pytest.approx(9.8, abs=0.05)


def test_the_page_states_the_weights_of_the_code() -> None:
    for name, weight in (("answers", ranking.ANSWERS), ("words", ranking.WORDS), ("name", ranking.NAME)):
        assert f"| {name} | {weight:g} |" in PAGE
    assert f"| near | {ranking.NEAR:g} | {ranking.HALF_MILES:g} / ({ranking.HALF_MILES:g} + miles)" in PAGE
    assert f"{ranking.CONFIRMED:g} and {ranking.SOURCES:g}" in PAGE
    assert (
        f"area {ranking.REACH['area']:g}, for the counties it serves; statewide, phone, mail {ranking.REACH['phone']:g}"
        in PAGE
    )
    assert f"nobody knows {ranking.UNPLACED:g}; {ranking.ELSEWHERE:g} of it all" in PAGE
    assert f"at least {ranking.NAME_COVERED:g} of it" in PAGE
    for kind in (ranking.NAME_WHOLE, ranking.NAME_PARENT, ranking.NAME_GENERAL):
        assert re.search(rf"^\| the .* \| {kind:g} \|$", PAGE, re.MULTILINE)
    assert f"From {ranking.CALLED:g} on" in PAGE
    assert f"at least {ranking.NAME_COVERING:g} of the question" in PAGE


@pytest.mark.parametrize("limit", [0, 1, 5, 400, 1000])
def test_the_first_of_many_are_those_of_a_stable_sort(limit: int) -> None:
    keys = np.random.default_rng(5).integers(0, 9, 900).astype(float)
    assert ranking.first(keys, limit).tolist() == np.argsort(-keys, kind="stable")[:limit].tolist()
