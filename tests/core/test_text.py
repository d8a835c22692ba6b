"""The one tokeniser: folding, plurals, order."""

from __future__ import annotations

import pytest

from dooryard.core import text


@pytest.mark.parametrize(
    ("given", "folded"),
    [
        ("Désintoxication", "desintoxication"),
        ("WON'T", "wont"),
        ("won\u2019t", "wont"),
        ("Niño", "nino"),
        ("ﬁne", "fine"),
        ("", ""),
        ("не дышит", "не дышит"),
        ("أُريدُ", "اريد"),
        ("إلى آخر ٱلمدينة", "الي اخر المدينه"),
        ("نـاركـان", "ناركان"),
        ("٩١١", "911"),
    ],
)
def test_folding_takes_case_accents_and_apostrophes_away(given: str, folded: str) -> None:
    assert text.fold(given) == folded


@pytest.mark.parametrize(
    ("given", "term"),
    [
        ("needles", "needle"),
        ("jeringas", "jeringa"),
        ("pharmacies", "pharmacy"),
        ("exchanges", "exchange"),
        ("boxes", "box"),
        ("touches", "touch"),
        ("illness", "illness"),
        ("methadis", "methadis"),
        ("bus", "bus"),
        ("subs", "sub"),
        ("its", "its"),
        ("ties", "tie"),
    ],
)
def test_plurals_become_one_term_with_their_singular(given: str, term: str) -> None:
    assert text.stem(given) == term


def test_terms_keep_order_and_repeats() -> None:
    assert text.terms("Clean needles, CLEAN works; 04401!") == ["clean", "needle", "clean", "work", "04401"]


def test_letters_of_every_script_are_kept() -> None:
    assert text.words("صديقي لا يستيقظ، не дышит? 不呼吸! नमस्ते") == [
        "صديقي",
        "لا",
        "يستيقظ",
        "не",
        "дышит",
        "不呼吸",
        "नमसत",
    ]
    assert text.words("🙂 _ — !") == []
