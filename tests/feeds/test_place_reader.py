"""Reading a place's folder: what is not YAML, not a place, or too clever is refused with its file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dooryard.feeds.readers import place, plain_yaml
from dooryard.feeds.report import Refused
from dooryard.feeds.sources import fetch

BOMB = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n"

NOT_PLAIN = [
    (b"services:\n  - ref: [unclosed\n", "line 3"),
    (b"services:\n\t- tab\n", "line 2"),
    (b"a: 1\na: 2\n", "given twice"),
    (BOMB.encode(), "line 1: anchors and aliases"),
    (b"a: !!python/object/apply:os.system ['true']\n", "line 1: tags"),
    (b"[" * 100, "nested deeper"),
    (b"\xff\xfe\x00", "not UTF-8"),
    (b"a: b\x00c\n", "not YAML"),
    (b"? [a, b]\n: c\n", "given twice"),
    (b"a: " + b"x" * plain_yaml.LONGEST, "longer than"),
]


@pytest.mark.parametrize(("data", "said"), NOT_PLAIN, ids=[said for _, said in NOT_PLAIN])
def test_what_is_not_plain_yaml_is_refused_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=r"made-up\.yaml") as refused:
        plain_yaml.read(data, "made-up.yaml")
    assert said in str(refused.value)


def test_values_stay_the_text_that_was_written() -> None:
    read = plain_yaml.read(b"zip: 04401\nanswer: no\nopens: 11:00\nday: 2026-11-23\n", "made-up.yaml")
    assert read == {"zip": "04401", "answer": "no", "opens": "11:00", "day": "2026-11-23", plain_yaml.LINE: 1}


def test_rows_know_where_they_stand(testland: Path) -> None:
    feed = place.read(fetch(str(testland)).files)
    [row] = [row for row in feed.rows if row.ref == "tl-02"]
    line = (testland / "hotlines.yaml").read_text().splitlines()[row.line - 1]
    assert line == "  - ref: tl-02"


@pytest.mark.parametrize("name", ["place.yaml", "zips.csv", "towns.csv", "counties.csv"])
def test_a_folder_without_what_a_place_needs_is_refused(name: str, testland: Path) -> None:
    (testland / name).unlink()
    with pytest.raises(Refused, match=f"no {name}"):
        place.read(fetch(str(testland)).files)


SPOILT = [
    ("hotlines.yaml", "services:", "services", "hotlines.yaml"),
    ("hotlines.yaml", "services:", "service:", "one list named"),
    ("hotlines.yaml", "services:\n", "other: x\nservices:\n", "one list named"),
    ("place.yaml", "name: Testland", "nom: Testland", "place.yaml"),
    ("sources.yaml", "publisher: Nobody (synthetic)", "publisherr: x", "sources.yaml"),
    ("never_publish.yaml", "digest: ", "digits: ", "never_publish.yaml"),
    ("zips.csv", "11.25", "up north", "tables cannot be used"),
    ("towns.csv", "Northmade", "Atlantis", "tables cannot be used"),
    ("counties.csv", "name,title", "nom,title", "tables cannot be used"),
    ("counties.csv", "Northmade County", "Northmade\x00County", "control characters"),
    ("towns.csv", "Edgetest,", "Edge\x1b[31mtest,", "row 3: a text holds control characters"),
    ("towns.csv", "Mid Test", "<b>Mid</b>", "row 2: a text holds markup"),
    ("towns.csv", "Edgetest,", f"{'x' * 121},", "longer than 120"),
    ("towns.csv", "Mid Test", "Mid Test,more", "more fields"),
    ("zips.csv", "00002", "00001", "row 1: the ZIP is given twice"),
    ("place.yaml", "name: Testland", "name: Test\u202eland", "name: a text holds control characters"),
    ("place.yaml", "name: Testland", 'name: "Test\\eland"', "place.yaml"),
    ("place.yaml", "name: Testland", f"name: {'x' * 121}", "name: a text is longer than 120"),
    ("place.yaml", "publisher: The", "publisher: <script>", "publisher: a text holds markup"),
    ("place.yaml", "license: CC0", "credits: ['<b>']\nlicense: CC0", "credits: a text holds markup"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), SPOILT)
def test_one_unreadable_file_stops_the_whole(
    file: str, old: str, new: str, said: str, spoil: Callable[[str, str, str], Path]
) -> None:
    folder = spoil(file, old, new)
    with pytest.raises(Refused) as refused:
        place.read(fetch(str(folder)).files)
    assert said in str(refused.value)


def test_a_file_that_is_text_only_is_not_a_list_of_records(testland: Path) -> None:
    (testland / "more.yaml").write_text("just words")
    with pytest.raises(Refused, match=r"more\.yaml"):
        place.read(fetch(str(testland)).files)


@given(st.binary(max_size=300) | st.text(alphabet="[]{}:-&*!|>'\"#, \n\tab", max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    try:
        plain_yaml.read(data, "made-up.yaml")
    except Refused as refused:
        assert str(refused)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("zone: America/Chicago", "zone: Mars/Phobos", "not a time zone"),
        ("fallback: tl-02", "fallback: tl-99", "no record “tl-99”"),
        ("key: testland", "key: ../testland", "key must be"),
    ],
)
def test_a_place_that_points_at_nothing_is_refused(
    old: str, new: str, said: str, spoil: Callable[[str, str, str], Path]
) -> None:
    folder = spoil("place.yaml", old, new)
    with pytest.raises(Refused, match=r"place\.yaml") as refused:
        place.read(fetch(str(folder)).files)
    assert said in str(refused.value)
