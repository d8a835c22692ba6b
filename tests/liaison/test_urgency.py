"""What was heard raises how soon an answer is wanted, and never lowers what somebody chose."""

from __future__ import annotations

import pytest

from dooryard.core.signals import SIGNALS
from dooryard.liaison.urgency import OF_SIGNALS, urgency


@pytest.mark.parametrize(
    ("chosen", "signals", "expected"),
    [
        ("none", (), "none"),
        ("none", ("withdrawal",), "soon"),
        ("soon", ("overdose", "withdrawal"), "danger"),
        ("danger", ("withdrawal",), "danger"),
        ("none", ("suicide",), "danger"),
    ],
)
def test_the_more_urgent_of_both_counts(chosen: str, signals: tuple[str, ...], expected: str) -> None:
    assert urgency(chosen, signals) == expected


def test_every_signal_that_can_be_heard_has_its_urgency() -> None:
    assert set(OF_SIGNALS) == set(SIGNALS)
