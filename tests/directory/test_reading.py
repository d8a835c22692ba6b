"""What the site says can be read by somebody of eleven, in a hurry, afraid, or new to English."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.house.reading import grade, hard_lines, syllables
from tools.messages import collect
from tools.messages.__main__ import PLACES

GRADE = 6.0
LINE, LINE_OF_A_PAGE = 8.0, 10.0
"""A line may be a little harder than the text it stands in: the measure wobbles on a single sentence."""

HARD = (
    "Administration of an opioid antagonist is recommended immediately, notwithstanding uncertainty regarding the "
    "individual's responsiveness to alternative pharmacological interventions."
)


def health_texts() -> dict[str, list[str]]:
    """The health texts of each file, ours and the places' own."""
    found = defaultdict(list)
    for text in collect.health():
        found[text.file].append(text.text)
    for folder in PLACES.iterdir():
        for text in collect.place(folder):
            found[f"{folder.name}/{text.file}"].append(text.text)
    return found


@pytest.mark.parametrize("file", sorted(health_texts()))
def test_health_text_reads_at_grade_6_or_below(file: str) -> None:
    texts = health_texts()[file]
    assert grade(texts) <= GRADE
    assert not hard_lines(texts, LINE)


def test_what_the_pages_say_themselves_reads_at_grade_6_or_below() -> None:
    texts = [text.text for text in collect.site()]
    assert grade(texts) <= GRADE
    assert not hard_lines(texts, LINE_OF_A_PAGE)


def test_a_planted_hard_text_is_caught() -> None:
    assert grade([HARD]) > 12
    assert hard_lines(["Call now.", HARD], LINE) == [f"{grade([HARD]):.1f}: {HARD}"]
    texts = next(iter(health_texts().values()))
    assert grade([*texts, *[HARD] * 20]) > GRADE


@pytest.mark.parametrize(
    ("word", "count"), [("naloxone", 3), ("benzos", 2), ("seizures", 2), ("911", 3), ("breathe", 1), ("xyzzyq", 2)]
)
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_the_formula() -> None:
    """Eight words of nine syllables in two sentences: 0.39 x 4 + 11.8 x 9 / 8 - 15.59."""
    assert grade(["The cat sat here. The dog ran away."]) == pytest.approx(0.39 * 4 + 11.8 * 9 / 8 - 15.59)
    assert grade([]) == grade([""]) == 0.0
