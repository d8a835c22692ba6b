"""What is heard in a message to a liaison: dangers said in people's own words, and none where nothing is meant.

The messages of sentences/messages_*.txt are made up by us, of no real person: what should be heard, and what somebody
may write. "one" and "two" were written before the vocabulary was mended and used to mend it; "three" was written before
as well and asked once: 73 of 78 were heard (48 before), and 4 of 60 raised what they should not (5 before). Nobody
outside the project wrote any of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dooryard.core.signals import SIGNALS
from tests.core.needs_helpers import heard, listener

SENTENCES = Path(__file__).parent / "sentences"
SETS = ("one", "two", "three")


def messages(name: str) -> list[tuple[set[str], str]]:
    lines = (SENTENCES / f"messages_{name}.txt").read_text(encoding="utf-8").splitlines()
    said = [line.split(" | ", 1) for line in lines if line.strip() and not line.startswith("#")]
    return [(set(kinds.split()) - {"-"}, text) for kinds, text in said]


def test_the_sets_are_large_enough_and_half_of_them_is_no_danger() -> None:
    for name in SETS:
        made = messages(name)
        assert len(made) >= 120
        assert 0.4 <= sum(not kinds for kinds, _ in made) / len(made) <= 0.6
        assert {kind for kinds, _ in made for kind in kinds} == set(SIGNALS)


@pytest.mark.parametrize("name", ["one", "two"])
def test_every_danger_is_heard_where_it_was_listened_for(name: str) -> None:
    assert [text for kinds, text in messages(name) if kinds - set(heard(text).signals)] == []


@pytest.mark.parametrize("kind", SIGNALS)
def test_nine_of_ten_are_heard_where_it_was_not(kind: str) -> None:
    told = [text for kinds, text in messages("three") if kind in kinds]
    assert sum(kind in heard(text).signals for text in told) >= 0.9 * len(told)


@pytest.mark.parametrize("name", SETS)
def test_few_messages_without_danger_are_taken_for_one(name: str) -> None:
    calm = [text for kinds, text in messages(name) if not kinds]
    assert sum(bool(heard(text).signals) for text in calm) <= 0.08 * len(calm)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("want to go to sleep and not wake up", {"suicide"}),
        ("quiero dormir y no despertar", {"suicide"}),
        ("je veux m'endormir et ne plus me réveiller", {"suicide"}),
        ("quero dormir e não acordar mais", {"suicide"}),
        ("أريد أن أنام ولا أستيقظ", {"suicide"}),
        ("my bf went to sleep and is not waking up", {"overdose"}),
        ("he went to bed and never woke up hes cold", {"overdose"}),
        ("i want help and my friend wont wake up", {"overdose"}),
        ("i want to die and my friend wont wake up", {"overdose", "suicide"}),
        ("he said he is trying to kill me", {"violence"}),
        ("me amenaza con matarme", {"violence"}),
        ("im gonna od on purpose", {"overdose", "suicide"}),
        ("took all my pills to die", {"overdose", "suicide"}),
    ],
)
def test_who_wants_not_to_wake_is_told_from_who_does_not_wake(text: str, expected: set[str]) -> None:
    assert set(heard(text).signals) == expected


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("parei de beber ontem e estou tremendo", "withdrawal"),
        ("khamriga waan joojiyay shalay", "withdrawal"),
        ("توقفت عن الشرب أمس", "withdrawal"),
        ("j'ai arrêté le xanax d'un coup", "withdrawal"),
        ("ma neefsanayo", "overdose"),
        ("meu marido me bate", "violence"),
        ("ninkaygu wuu i garaacaa", "violence"),
        ("زوجي يضربني", "violence"),
        ("mon conjoint m'a étranglée", "violence"),
        ("mi marido me pega", "violence"),
        ("nolosha waan ka daalay", "suicide"),
        ("تعبت من الحياة", "suicide"),
    ],
)
def test_dangers_are_heard_in_the_languages_of_newcomers(text: str, signal: str) -> None:
    assert signal in heard(text).signals


@pytest.mark.parametrize(
    "text",
    [
        "hit me up when you can", "they kicked me out of the house", "my landlord is kicking us out",
        "it hit me that i need help",
        "this cough is killing me", "the bars near me close early", "suicide prevention walk",
        "my brother died by suicide", "i stopped drinking five years ago", "someday i want to stop drinking",
        "i want it to be over with court",
    ],
)  # fmt: skip
def test_words_that_only_sound_like_danger_raise_nothing(text: str) -> None:
    assert heard(text).signals == ()


def test_the_dangers_alone_are_those_that_are_understood() -> None:
    files = [*(f"messages_{name}" for name in SETS), "calm_near", "emergency_unseen"]
    lines = [line for name in files for line in (SENTENCES / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if listener().dangers(line) != heard(line).signals] == []
