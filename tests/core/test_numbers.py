"""Numbers as people write them: dialed right, and caught when they must never be shown. All are made up (555-01xx)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dooryard.core import numbers

BANNED = frozenset({numbers.digest("1-844-555-0189"), numbers.digest("555-HELP")})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("207-555-0142", "tel:+12075550142"),
        ("1-800-555-0142", "tel:+18005550142"),
        ("833-NVR-GVUP", "tel:+18336874887"),
        ("988", "tel:988"),
        ("911", "tel:911"),
        ("(207) 555 0142", "tel:+12075550142"),
    ],
)
def test_a_number_is_dialed_as_its_digits(written: str, expected: str) -> None:
    assert numbers.tel(written) == expected


def test_an_extension_is_dialed_as_rfc_3966_says() -> None:
    assert numbers.tel("207-555-0142", extension="3886") == "tel:+12075550142;ext=3886"


def test_a_text_goes_to_the_number_or_the_short_code() -> None:
    assert numbers.sms("898-211") == "sms:898211"
    assert numbers.sms("207-555-0142") == "sms:+12075550142"
    assert numbers.sms("898-211", word="HOME") == "sms:898211?body=HOME"


@pytest.mark.parametrize(
    ("route", "word"),
    [
        ("text HOME to 898-211", "HOME"),
        ("text HOME to 898-211 (HOLA for Spanish)", ""),
        ("Text POISON to 898-211", "POISON"),
        ("text your ZIP code to 898-211", ""),
        ("text Hi to 898-211", ""),
        ("text 898-211", ""),
        ("", ""),
    ],
)
def test_the_word_to_text_is_the_one_in_capitals(route: str, word: str) -> None:
    assert numbers.word_to_text(route) == word


def test_a_word_is_shown_with_its_digits() -> None:
    assert numbers.shown("833-NVR-GVUP") == "833-NVR-GVUP (833-687-4887)"
    assert numbers.shown("207-555-0142") == "207-555-0142"


@pytest.mark.parametrize(
    "text",
    [
        "844-555-0189",
        "1-844-555-0189",
        "+1 (844) 555-0189",
        "844.555.0189",
        "8445550189",
        "18445550189",
        "call 844 555 0189 now",
        "844–555–0189",
        "８４４-５５５-０１８９",
        "٨٤٤٥٥٥٠١٨٩",
        "tel:+18445550189;ext=4",
        "or 12345 8445550189 678",
        "555-HELP",
        "555-help",
        "5554357",
        "(207) 555-HELP",
    ],
)
def test_a_number_that_must_never_be_shown_is_caught_however_it_is_written(text: str) -> None:
    assert numbers.never_shown(text, BANNED)


@pytest.mark.parametrize("text", ["", "844-555-0188", "855-555-0189", "help 555", "1234567", "44.8200031, -68.7623"])
def test_other_texts_are_let_through(text: str) -> None:
    assert not numbers.never_shown(text, BANNED)


def test_a_digest_does_not_tell_the_number() -> None:
    assert "0189" not in numbers.digest("844-555-0189")
    assert numbers.digest("844-555-0189") == numbers.digest("+1 844 555 0189")


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    assert isinstance(numbers.never_shown(text, BANNED), list)


@given(st.text(max_size=20), st.sampled_from(["-", " ", ".", ""]), st.text(max_size=20))
def test_a_banned_number_is_found_between_any_words(before: str, gap: str, after: str) -> None:
    assert numbers.never_shown(f"{before}\n{gap.join(['844', '555', '0189'])}\n{after}", BANNED)


EVASIONS = [
    "844    -----    555 ----- 0189",
    "844 then 555 then 0189",
    "area code 844, number 555-0189",
    "844-555-O189",
    "844-555-o1B9 or 844-555-Ol89",
    "l-844-555-O189",
    "1-8 4 4-5 5 5-o-l-8-9",
    "&#56;44-555-0189",
    "&#x38;44&nbsp;555&#45;0189",
    "%38%34%34-555-0189",
    "844%20555%200189",
    "%20844-555-0189",
    "%2538%2534%2534-555-0189",
    "⑧④④-⑤⑤⑤-⓪①⑧⑨",
    "❽❹❹ ❺❺❺ ⓿❶❽❾",
    "⁸⁴⁴⁻⁵⁵⁵⁻⁰¹⁸⁹",
    "8️⃣4️⃣4️⃣ 5️⃣5️⃣5️⃣ 0️⃣1️⃣8️⃣9️⃣",
    "844-555-О189",
    "844-555 ext. 0189",
    "844-555-01 ext. 89",
    "8\u200b4\u200b4\u200b5\u200b5\u200b5\u200b0\u200b1\u200b8\u200b9",
    "tel:844555;ext=0189",
]


@pytest.mark.parametrize("text", EVASIONS)
def test_a_number_that_must_never_be_shown_is_caught_in_disguise(text: str) -> None:
    assert numbers.never_shown(text, BANNED)


def test_a_banned_short_code_and_a_word_alone_are_caught() -> None:
    assert numbers.never_shown("text HELP to 85599", {numbers.digest("85599")})
    assert not numbers.never_shown("text HELP to 8559", {numbers.digest("85599")})


@pytest.mark.parametrize("text", ["2024-11-16 to 2025-01-23, 04401, 04473", f"844 people, and {'a' * 40} 5550189"])
def test_dates_and_postal_codes_in_a_row_are_no_number(text: str) -> None:
    assert not numbers.never_shown(text, BANNED)


@pytest.mark.parametrize(
    ("written", "purpose", "described"),
    [("0012", "Intake", "Intake; ext. 0012"), ("0", "", "ext. 0"), ("12", "a", "a")],
)
def test_an_extension_never_loses_a_leading_zero(written: str, purpose: str, described: str) -> None:
    assert numbers.said_extension(written, purpose) == described
    stored = None if written.startswith("0") else float(written)
    assert numbers.extension(stored, described) == (written, purpose)


def test_a_number_without_an_extension_has_none() -> None:
    assert numbers.extension(None, "Intake") == ("", "Intake")
