"""Return codes in words: a number goes out and comes back, slips are mended, and nothing that was typed is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dooryard.core import words
from dooryard.core.words import BadCode

# Made up for these tests: fourteen words, each two slips or more from every other.
WORDS = (
    "acorn", "basket", "candle", "dolphin", "elbow", "forest", "garden",
    "hammock", "island", "jungle", "kettle", "lemon", "magnet", "orange",
)  # fmt: skip
CODE = ("candle", "lemon", "acorn", "orange", "garden", "acorn", "kettle")
TYPED = " ".join(CODE)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def refused(text: str) -> str:
    """What the person is told of a text that is no code."""
    with pytest.raises(BadCode) as caught:
        words.read(text, WORDS)
    assert str(caught.value) == caught.value.said
    assert caught.value.__cause__ is None
    return caught.value.said


def slips(word: str) -> set[str]:
    """Everything that one slip makes of a word: a letter too much, too few, another, two swapped."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    fewer = {left + right[1:] for left, right in parts if right}
    more = {left + letter + right for left, right in parts for letter in LETTERS}
    other = {left + letter + right[1:] for left, right in parts if right for letter in LETTERS}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    return (fewer | more | other | swapped) - {word}


@given(st.integers(0, len(WORDS) ** 7 - 1))
def test_every_number_is_said_in_seven_words_and_comes_back(number: int) -> None:
    said = words.spoken(number, WORDS)
    assert len(said) == 7
    assert words.number(said, WORDS) == number


@given(st.lists(st.sampled_from(WORDS), min_size=7, max_size=7))
def test_every_seven_words_are_the_code_of_one_number(code: list[str]) -> None:
    assert list(words.spoken(words.number(code, WORDS), WORDS)) == code
    assert list(words.read(" ".join(code), WORDS)) == code


def test_the_first_and_the_last_number_have_a_code() -> None:
    assert words.spoken(0, WORDS) == ("acorn",) * 7
    assert words.spoken(len(WORDS) ** 3 - 1, WORDS, 3) == ("orange",) * 3


@pytest.mark.parametrize("number", [-1, len(WORDS) ** 7])
def test_a_number_that_has_no_code_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no such code"):
        words.spoken(number, WORDS)


def test_a_word_that_is_not_on_the_list_has_no_number_and_is_not_said_back() -> None:
    with pytest.raises(ValueError, match=r"^a word is not on the list$"):
        words.number(["acorn", "zeppelin"], WORDS)


def test_the_chance_in_a_code_is_that_of_its_words() -> None:
    assert words.bits(["a", "b"], 7) == 7
    assert words.bits(range(7_776)) == pytest.approx(90.474, abs=0.001)  # type: ignore[arg-type]
    assert words.bits(range(7_400)) < 90 < words.bits(range(7_700))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    [
        TYPED,
        TYPED.upper(),
        TYPED.title(),
        TYPED.replace(" ", "\n"),
        TYPED.replace(" ", "\r\n\r\n"),
        TYPED.replace(" ", "-"),
        TYPED.replace(" ", "\u2013"),
        TYPED.replace(" ", ", ") + ".",
        TYPED.replace(" ", "   \t\u00a0"),
        TYPED.replace(" ", "/"),
        TYPED.replace(" ", "_"),
        f"\ufeff  {TYPED}  ",
        f"\u201c{TYPED}\u201d",
        " ".join(f"'{word}'" for word in CODE),
        " ".join(f"\u2018{word}\u2019" for word in CODE),
        " ".join(f"{word}\u00b4`\u02bc" for word in CODE),
        "\n".join(f"{at}. {word}" for at, word in enumerate(CODE, 1)),
        " ".join(f"{at}) {word}" for at, word in enumerate(CODE, 1)),
        " ".join(f"{at}{word}" for at, word in enumerate(CODE, 1)),
        "; ".join(f"({at}) {word}" for at, word in enumerate(CODE, 8)),
        " ".join(f"\u2460 {word}" for word in CODE),
        " ".join(f"\u0661. {word}" for word in CODE),
        "".join(chr(ord(letter) + 0xFEE0) if letter != " " else "\u3000" for letter in TYPED),
        TYPED.replace("a", "\u00e1"),
        TYPED.replace("o", "o\u0308"),
        TYPED.replace("n", "n\u00ad").replace("e", "e\u200b"),
    ],
)
def test_a_code_is_read_however_it_is_written(typed: str) -> None:
    assert words.read(typed, WORDS) == CODE


@pytest.mark.parametrize("word", WORDS)
def test_every_single_slip_in_a_word_is_mended(word: str) -> None:
    rest = " ".join(CODE[1:])
    for slip in slips(word):
        near = [other for other in WORDS if slip in slips(other)]
        if near == [word]:
            assert words.read(f"{slip} {rest}", WORDS) == (word, *CODE[1:])


def test_a_digit_typed_for_a_letter_is_a_slip_like_any_other() -> None:
    assert words.read(TYPED.replace("lemon", "lem0n").replace("kettle", "kett1e"), WORDS) == CODE


def test_a_slip_in_each_of_the_words_is_mended() -> None:
    assert words.read("candel lemmon acrn orangee gaden axorn ketlte", WORDS) == CODE


@pytest.mark.parametrize("wrong", ["acr", "accornn", "acrom", "caron", "aocrnn", "xx", "zeppelin"])
def test_two_slips_in_a_word_are_refused(wrong: str) -> None:
    assert refused(TYPED.replace("acorn", wrong, 1)) == (
        "Please look at word 3 again. It is not a word that we give out."
    )


def test_all_words_that_are_not_ours_are_named_by_their_place() -> None:
    assert refused("candle pony acorn orange garden giraffe kettle") == (
        "Please look at these words again: 2, 6. They are not words that we give out."
    )


def test_a_word_between_two_of_ours_may_be_either() -> None:
    assert [*words.readings("cart", ("carts", "cast"), 1)] == [("carts",), ("cast",)]
    assert [*words.readings("cast", ("carts", "cast"), 1)] == [("cast",)]


def test_another_form_of_a_word_may_be_meant_and_comes_after_the_word_itself() -> None:
    both = ("chime", "chiming", "upturn")
    assert [*words.readings("chiming", both, 1)] == [("chiming",), ("chime",)]
    assert [*words.readings("upturned", both, 1)] == [("upturn",)]
    assert [*words.readings("chimed upturn", both, 2)] == [("chime", "upturn"), ("chiming", "upturn")]


@pytest.mark.parametrize(
    "typed",
    [
        TYPED.replace(" ", " and "),
        TYPED.replace(" kettle", " and then kettle"),
        TYPED.replace("garden", "gar den"),
        TYPED.replace("garden", "gar den").replace("kettle", "and ket tle"),
        TYPED.replace("candle lemon", "candlelemon"),
        TYPED.replace(" ", ""),
    ],
)
def test_words_that_are_joined_by_and_or_written_apart_or_together_are_read(typed: str) -> None:
    assert words.read(typed, WORDS) == CODE


@pytest.mark.parametrize(
    ("typed", "listed", "many"),
    [
        ("gar den den sea", ("garden", "denden", "seas"), 3),
        ("gar den ket tle", ("garden", "kettle"), 3),
        ("overcoat", ("over", "coat", "overcoat"), 2),
        ("seashore", ("sea", "seash", "ore", "shore"), 2),
        ("q" * 100, ("acorn", "basket"), 2),
    ],
)
def test_what_can_be_put_together_or_taken_apart_in_more_than_one_way_is_not(
    typed: str, listed: tuple[str, ...], many: int
) -> None:
    with pytest.raises(BadCode):
        words.read(typed, listed, many)


@pytest.mark.parametrize("typed", ["", " ", "1. 2. 3.", "-", "\x00", "\u200b"])
def test_no_words_at_all_are_asked_for(typed: str) -> None:
    assert refused(typed) == "Please type your code. It has 7 words."


def test_too_few_words_are_refused_and_counted() -> None:
    assert refused("candle") == "That is only 1 word. A code has 7, with a space after each."
    assert refused("candle lemon acorn") == "That is only 3 words. A code has 7, with a space after each."


@pytest.mark.parametrize("more", [" candle", " candle" * 10_000, " \u00e9" * 10_000])
def test_too_many_words_are_refused_before_any_is_looked_at(more: str) -> None:
    assert refused(TYPED + more) == "That is more than 7 words. Please type only the words of the code."


def test_one_word_without_end_is_refused_and_compared_with_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    monkeypatch.setattr(words, "extract", lambda typed, *_, **__: compared.append(typed) or [])
    assert "1" in refused("q" * 100_000 + " lemon acorn orange garden acorn kettle")
    assert not compared
    assert "1" in refused("q" * 32 + " lemon acorn orange garden acorn kettle")
    assert compared == ["q" * 32]


def test_a_refusal_can_be_translated() -> None:
    with pytest.raises(BadCode) as caught:
        words.read("candle", WORDS)
    assert caught.value.said.template.startswith("That is only {n} word.")
    assert caught.value.said.values == {"n": 1, "many": 7}


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_and_none_is_said_back(text: str) -> None:
    try:
        found = words.read(text, WORDS)
    except BadCode as refusal:
        kinds = ("Please type your code", "That is only", "That is more than", "Please look at")
        assert refusal.said.startswith(kinds)
        assert {*refusal.said.values} <= {"n", "many", "places"}
        assert all(
            isinstance(value, int) or set(value) <= set("0123456789, ") for value in refusal.said.values.values()
        )
    else:
        assert len(found) == 7


SECRETS = st.text("qvwxyz", min_size=3, max_size=12)


@given(st.lists(SECRETS, min_size=1, max_size=9))
def test_no_word_that_was_typed_is_in_what_is_said(typed: list[str]) -> None:
    told = refused(" ".join(typed))
    assert not [word for word in typed if word in told.casefold().split()]
