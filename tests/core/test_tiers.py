"""The rule that says how far a number may be shown, as a table of examples."""

from __future__ import annotations

import pytest

from dooryard.core.tiers import Evidence, held_because, seen_in, statement, tier

EXAMPLES = [
    ("the advice is to show it", Evidence(advice="show", publishers=5), "A"),
    ("somebody confirmed it", Evidence(publishers=1, confirmed=True), "A"),
    ("confirmed although sources disagree", Evidence(publishers=1, conflict="open", confirmed=True), "A"),
    ("confirmed although the advice was to hold it", Evidence(advice="hold", publishers=1, confirmed=True), "A"),
    ("confirmed after its last day", Evidence(publishers=1, expired=True, confirmed=True), "A"),
    ("after one live check, one publisher", Evidence(advice="check", publishers=1), "B"),
    ("after one live check, disagreement resolved", Evidence(advice="check", publishers=2, conflict="resolved"), "B"),
    ("two publishers agree", Evidence(publishers=2), "B"),
    ("two agree and a third disagrees, resolved", Evidence(publishers=2, conflict="resolved"), "C"),
    ("one publisher", Evidence(publishers=1), "C"),
    ("one publisher, disagreement resolved", Evidence(publishers=1, conflict="resolved"), "C"),
    ("the advice is to hold it", Evidence(advice="hold", publishers=5), "held"),
    ("sources disagree and nobody knows", Evidence(publishers=4, conflict="open"), "held"),
    ("its last day has passed", Evidence(publishers=2, expired=True), "held"),
    ("no source gives it", Evidence(), "held"),
    ("never to be shown", Evidence(publishers=9, never=True), "held"),
    ("never to be shown, whatever the advice", Evidence(advice="show", publishers=9, never=True), "held"),
    ("never to be shown, though confirmed", Evidence(publishers=9, never=True, confirmed=True), "held"),
]


@pytest.mark.parametrize(("evidence", "expected"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES])
def test_a_number_gets_the_tier_that_its_evidence_earns(evidence: Evidence, expected: str) -> None:
    assert tier(evidence) == expected


@pytest.mark.parametrize("evidence", [row[1] for row in EXAMPLES])
def test_a_number_is_held_back_exactly_when_there_is_a_reason(evidence: Evidence) -> None:
    assert (tier(evidence) == "held") is bool(held_because(evidence))


@pytest.mark.parametrize(
    ("evidence", "seen", "said"),
    [
        (Evidence(advice="show", publishers=3), "2026", ""),
        (Evidence(publishers=2), "2025-03", "Seen in 2 sources, last 2025-03; not yet called by us."),
        (Evidence(advice="check", publishers=1), "", "Seen in 1 source, undated; not yet called by us."),
        (Evidence(publishers=7), "2024", "Seen in 7 sources, last 2024; not yet called by us."),
        (Evidence(publishers=1), "2021", "1 source, seen 2021; it may have changed. The Line can check."),
        (Evidence(publishers=1), "", "1 source, undated; it may have changed. The Line can check."),
        (
            Evidence(publishers=2, conflict="resolved"),
            "2021",
            "Sources disagreed; this one is seen 2021. It may have changed; The Line can check.",
        ),
        (
            Evidence(publishers=2, conflict="resolved"),
            "",
            "Sources disagreed; this one is undated. It may have changed; The Line can check.",
        ),
        (Evidence(publishers=2, never=True), "2021", ""),
        (Evidence(advice="check"), "", "No source is named; not yet called by us."),
    ],
)
def test_what_is_said_beside_a_number_claims_no_more_than_is_known(evidence: Evidence, seen: str, said: str) -> None:
    assert " ".join(statement(tier(evidence), evidence, seen=seen, fallback="The Line")) == said


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (Evidence(publishers=1), "1 source, seen 2021; it may have changed."),
        (Evidence(publishers=2, conflict="resolved"), "Sources disagreed; this one is seen 2021. It may have changed."),
        (Evidence(), "No source is named; it may have changed."),
    ],
)
def test_where_no_line_can_check_none_is_named(evidence: Evidence, said: str) -> None:
    assert " ".join(statement("C", evidence, seen="2021")) == said


def test_sources_are_counted_in_figures() -> None:
    assert [seen_in(number, "2021") for number in (0, 1, 12)] == [
        "No source is named.",
        "Seen in 1 source, last 2021.",
        "Seen in 12 sources, last 2021.",
    ]
    assert [seen_in(number, "") for number in (0, 2)] == ["No source is named.", "Seen in 2 sources, undated."]
