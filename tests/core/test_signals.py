"""Words that mean danger raise their warning, and talk about danger does not.

The sentences were written before the vocabulary was fitted to them; every third of the first two files was held out
and looked at once. The files named "unseen" were written in later rounds, each asked once before its faults were
mended: the card was raised for 58 of 66, then 39 of 40, 39 of 42 and 29 of 30, and in three harder rounds of short and
sideways sentences for 49 of 66, 74 of 107 and 56 of 79, then for 77 of 82, 70 of 77 and 52 of 55 said more plainly.
"near" are questions with the words of an emergency that are none, of the same rounds: the card was raised for 34 of
103, then 35 of 147, 6 of 100, 5 of 93 and 9 of 90.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.needs_helpers import heard

SENTENCES = Path(__file__).parent / "sentences"


def sentences(name: str) -> list[str]:
    return [line for line in (SENTENCES / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line.strip()]


def raised(name: str) -> list[str]:
    return [sentence for sentence in sentences(name) if "overdose" in heard(sentence).signals]


@pytest.mark.parametrize("name", ["emergency", "emergency_unseen"])
def test_every_emergency_raises_the_card(name: str) -> None:
    assert set(sentences(name)) - set(raised(name)) == set()


def test_there_are_enough_sentences_to_mean_something() -> None:
    assert len(sentences("emergency")) >= 150
    assert len(sentences("calm")) >= 300
    assert len(sentences("calm_near")) >= 500


def test_few_calm_questions_raise_the_card() -> None:
    calm = sentences("calm") + sentences("calm_unseen")
    assert len(raised("calm") + raised("calm_unseen")) / len(calm) <= 0.02


def test_talk_about_danger_mostly_raises_no_card() -> None:
    near = sentences("calm_near")
    assert len(raised("calm_near")) / len(near) <= 0.05


def test_what_was_is_calm_and_what_is_stays_an_emergency() -> None:
    assert "overdose" in heard("my son collapsed").signals
    assert "overdose" not in heard("my son collapsed two years ago").signals
    assert "overdose" in heard("he used to drink and now he is not breathing").signals


@pytest.mark.parametrize(
    "words",
    [
        "suicidal",
        "i want to end it all",
        "quiero morirme",
        "je veux mourir",
        "better off dead",
        "i want to kill my self harm",
    ],
)
def test_words_of_suicide_bring_its_line_first(words: str) -> None:
    understood = heard(words)
    assert "suicide" in understood.signals
    assert next(iter(understood.wanted)) == "suicide"


@pytest.mark.parametrize(
    "words",
    [
        "quit drinking cold turkey", "stop taking xanax", "come off klonopin by myself", "alcohol shakes", "dts",
        "dejar de beber", "arrêter l'alcool", "benzo withdrawal",
    ],
)  # fmt: skip
def test_stopping_alcohol_or_benzodiazepines_brings_the_warning(words: str) -> None:
    assert "withdrawal" in heard(words).signals


def test_signals_come_with_the_most_urgent_first() -> None:
    assert heard("i want to die and i took too many pills and i stopped drinking").signals == (
        "overdose",
        "suicide",
        "withdrawal",
    )


def test_a_signal_is_heard_as_typed_and_as_mended() -> None:
    assert heard("she is unconscoius").signals == ("overdose",)
    assert heard("lips blu").signals == ("overdose",)


@pytest.mark.parametrize(
    "words",
    [
        "não respira", "ele não acorda", "overdose", "ma soo kacayo", "ma neefsanayo", "neefsan mayo", "لا يستيقظ",
        "صديقي لا يستيقظ", "لا يتنفّس", "جرعة زائدة", "he took to much", "took to many",
    ],
)  # fmt: skip
def test_an_overdose_is_heard_in_the_languages_of_newcomers(words: str) -> None:
    assert "overdose" in heard(words).signals


@pytest.mark.parametrize(
    "words",
    [
        "quero morrer", "quero me matar", "waan is dilayaa", "أريد أن أموت", "اريد ان اموت", "أريد أن أقتل نفسي",
        "me quiero matar", "quiero matarme", "voy a suicidarme", "quiero morir", "no quiero vivir",
    ],
)  # fmt: skip
def test_suicide_is_heard_in_the_languages_of_newcomers(words: str) -> None:
    assert "suicide" in heard(words).signals
    assert not heard(words).spelling or words.startswith("waan")
