"""The rules of the language check hold every form of the researched list, and rules that cannot work are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dooryard.directory import terms

LIST = Path(__file__).resolve().parents[3] / "shared" / "domain" / "terms.jsonl"
LITTLE = """
reviewed: ""
sources: {s: {title: S, url: ""}}
names: []
classes: {drug: drug; pill}
terms:
- {id: a, avoid: {x: y}, prefer: [z], why: w, sources: [s]}
"""


def listed() -> list[dict[str, object]]:
    """The rows of the list, where the folder beside the repository is there."""
    if not LIST.is_file():
        pytest.skip("the researched list is not beside the repository: nothing to compare with")
    return [json.loads(line) for line in LIST.read_text(encoding="utf-8").splitlines()]


def test_every_form_of_the_list_is_a_rule_of_the_same_number() -> None:
    ours = {term.id: term for term in terms.load().terms}
    rows = listed()
    assert len(rows) == 62
    for row in rows:
        rule = ours[str(row["id"])]
        assert list(rule.avoid) == row["avoid"], row["id"]
        assert list(rule.prefer) == row["prefer"], row["id"]
    assert sum(len(row["avoid"]) for row in rows) == 129  # type: ignore[arg-type]


def test_only_the_state_of_being_drunk_is_a_rule_of_our_own() -> None:
    assert {term.id for term in terms.load().terms} - {str(row["id"]) for row in listed()} == {"tm-11-state"}


def test_what_the_list_calls_a_suggestion_is_one() -> None:
    soft = {str(row["id"]) for row in listed() if "suggestion" in str(row["exceptions"]) + str(row["why"])}
    assert {term.id for term in terms.load().terms if term.severity == "suggest"} == soft | {"tm-11-state"}


def test_every_rule_says_why_in_words_of_its_own() -> None:
    theirs = {row["id"]: str(row["why"]) for row in listed()}
    same = [term.id for term in terms.load().terms if term.why.strip(".") == theirs.get(term.id, "").strip(".")]
    assert set(same) <= {"tm-41", "tm-43", "tm-44"}


def test_sources_are_those_of_the_list() -> None:
    book = terms.load()
    ours = {term.id: {book.sources[name].url for name in term.sources} - {""} for term in book.terms}
    for row in listed():
        theirs = {one["url"] for one in row["sources"] if str(one["url"]).startswith("http")}  # type: ignore[attr-defined]
        # The rule of one state stands in the document instead: nothing in the code knows a place.
        assert ours[str(row["id"])] == {url for url in theirs if "justia" not in url}, row["id"]


def test_every_phrase_opens() -> None:
    assert terms.unopened(terms.load()) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("sources: [s]", "sources: [other]"), "a: no source is called other"),
        (("sources: [s]", "sources: []"), "neither a source nor a word on whose judgement"),
        (("prefer: [z]", "prefer: []"), "something to prefer"),
        (("why: w", 'why: ""'), "a reason"),
        (("{x: y}", '{x: ""}'), "needs phrases for each form"),
        (("terms:", "terms:\n- {id: a, avoid: {x: y}, prefer: [z], why: w, sources: [s]}"), "a: comes twice"),
        (("why: w", "why: w, wy: v"), "unknown field"),
        (("prefer: [z]", "prefer: z"), "array"),
        (("classes:", "glasses:"), "classes"),
        (("{x: y}", "[x, y]"), "items"),
        (("{x: y}", "{x: y"), "terms.yaml"),
    ],
)
def test_rules_that_cannot_work_are_refused(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(LITTLE.replace(*change), encoding="utf-8")
    with pytest.raises(terms.TermsError, match=fault):
        terms.load(path)


def test_a_phrase_that_does_not_open_is_told_with_its_rule(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(LITTLE.replace("{x: y}", "{x: <other> y; y}"), encoding="utf-8")
    assert terms.unopened(terms.load(path)) == ["a: there is no class <other>"]
