"""Forms of English words: what may be a form of what, without a dictionary."""

from __future__ import annotations

import pytest

from dooryard.core.forms import stems, twins


@pytest.mark.parametrize(
    "pair",
    [
        "teen teens", "box boxes", "berry berries", "carry carried", "leaf leaves", "knife knives", "upturn upturned",
        "chime chiming", "chimed chiming", "stop stopped", "stopping stopped", "busy busiest", "cute cuter",
        "reader readers", "rattle rattling",
    ],
)  # fmt: skip
def test_forms_of_one_word_are_twins(pair: str) -> None:
    assert twins(*pair.split())


@pytest.mark.parametrize("pair", ["acorn basket", "able ableism", "is as", "candle candy"])
def test_other_words_are_none(pair: str) -> None:
    assert not twins(*pair.split())


def test_a_stem_has_three_letters_at_least() -> None:
    assert stems("using") == {"using", "use"}
    assert stems("as") == frozenset()
