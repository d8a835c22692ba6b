"""The rules of the word list and how it is made: each rule finds a bad word that is planted, and a run repeats."""

from __future__ import annotations

import pytest
from rapidfuzz.distance import OSA

from dooryard.liaison.words import words
from tools.words import __main__ as making
from tools.words import rules

OURS = words()
PLANTED = {
    "are_enough": lambda words: words[:7_700],
    "are_in_order": lambda words: ["zzzzzz", *words],
    "are_plain": lambda words: sorted([*words, "xqz"]),
    "are_apart": lambda words: sorted([*words, f"x{words[0]}"]),
    "have_no_plural_beside": lambda words: sorted([*words, "vqxch", "vqxches"]),
    "have_nothing_left_out": lambda words: sorted([*words, "heroin"]),
}


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_bad_word_planted_in_the_list_is_found_by_its_rule(rule: rules.Rule) -> None:
    assert not [*rule(OURS)]
    planted = PLANTED[rule.__name__](list(OURS))
    assert [*rule(planted)]
    assert rule.__name__ in rules.faults(planted)


@pytest.mark.parametrize("word", ["abc", "abcdefghij", "Acorn", "na\u00efve", "don't", "ice cream", ""])
def test_only_plain_words_of_four_to_nine_letters_are_taken(word: str) -> None:
    assert [*rules.are_plain([word])]


@pytest.mark.parametrize("pair", ["acorn acorns", "acorn corn", "acorn scorn", "acorn acron", "acorn caorn"])
def test_words_that_one_slip_makes_alike_are_found(pair: str) -> None:
    assert [*rules.are_apart(pair.split())]


def test_words_that_are_two_slips_apart_are_let_be() -> None:
    assert not [*rules.are_apart(["acorn", "acres", "corns", "popcorn"])]


def test_the_short_way_finds_the_same_near_words_as_comparing_all() -> None:
    some = sorted(
        [*OURS[:300], *(f"{word}e" for word in OURS[:300:7]), *(word[1] + word[0] + word[2:] for word in OURS[:300:11])]
    )
    slow = {f"{a} {b}" for a in some for b in some if a < b and OSA.distance(a, b) <= 1}
    assert {*rules.are_apart(some)} == slow
    assert slow


@pytest.mark.parametrize(
    "pair",
    [
        "box boxes",
        "berry berries",
        "leaf leaves",
        "knife knives",
        "child children",
        "person people",
        "man men",
        "cat cats",
    ],
)
def test_a_plural_beside_its_singular_is_found(pair: str) -> None:
    assert [*rules.have_no_plural_beside(pair.split())] == [pair]


WOUNDING = {
    "body": "skull", "drugs": "heroin", "illness": "cancer", "money": "austerity", "names": "google",
    "people": "ageism", "police": "sheriff", "religion": "church", "sex": "naked", "violence": "murder",
    "wounds": "useless", "small": "though", "hard": "acetate", "alike": "adieu",
}  # fmt: skip


@pytest.mark.parametrize("reason", WOUNDING)
def test_what_is_left_out_is_left_out_for_a_reason(reason: str) -> None:
    assert WOUNDING[reason] in rules.left_out()[reason]
    assert [*rules.have_nothing_left_out([WOUNDING[reason]])] == [f"{WOUNDING[reason]}: {reason}"]


def test_the_plural_of_what_is_left_out_for_its_meaning_is_left_out_too() -> None:
    assert [*rules.have_nothing_left_out(["pogroms", "skulls"])] == ["pogroms: violence", "skulls: body"]
    assert "adieu" in rules.reasons()
    assert "adieus" not in rules.reasons()


def test_each_list_of_what_is_left_out_says_why_and_is_in_order() -> None:
    assert {*rules.left_out()} == {*WOUNDING}
    for path in rules.LEFT_OUT.iterdir():
        head, *out = path.read_text(encoding="utf-8").splitlines()
        assert head.startswith("# ")
        assert head.endswith(".")
        assert out == sorted({*out})
        assert not [*rules.are_plain(out)]


COMMON = {
    "walk": 5.0, "walks": 4.9, "walked": 5.4, "talk": 4.7, "berry": 4.0, "berries": 4.9, "leaf": 3.0, "leaves": 3.9,
    "elephant": 4.0, "heroin": 4.5, "rare": 1.0, "cat": 5.0,
}  # fmt: skip


def test_the_commonest_words_are_taken_that_are_apart_and_no_plural_of_another() -> None:
    found = making.candidates(COMMON, lambda word: COMMON[word])
    assert not {"heroin", "rare", "cat"} & {*found}
    assert making.chosen(found, set(COMMON)) == ["walk", "walked", "berries", "elephant", "leaves"]


def test_a_word_that_is_long_or_a_form_of_another_is_less_welcome() -> None:
    known = {"bake", "stop", "carry", "acorn"}
    assert making.welcome("acorn", 4.0, known) == 4.0
    assert making.welcome("acorns", 4.0, known) == 3.4
    assert making.welcome("elephants", 4.0, known) == pytest.approx(3.7)
    assert [word for word in ("baked", "stopped", "carried", "hundred") if making.is_past(word, known)] == [
        "baked", "stopped", "carried"
    ]  # fmt: skip


def test_without_its_sources_the_tool_says_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "wordfreq", None)
    before = making.LIST.read_bytes()
    assert making.main() == 2
    assert "pip install wordfreq" in capsys.readouterr().err
    assert making.LIST.read_bytes() == before
