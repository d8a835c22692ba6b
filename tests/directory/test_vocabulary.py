"""The vocabulary's files are one vocabulary, and a fault in one is told plainly."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from dooryard.core.categories import ALL
from dooryard.core.needs import Listener
from dooryard.core.vocabulary import Vocabulary
from dooryard.directory import vocabularies
from dooryard.directory.vocabularies import FOLDER, VocabularyError, load

PLACES = FOLDER.parents[2] / "places"
NEED = """subject: planted
needs:
- key: planted
  labels: {en: a, es: b, fr: c}
  categories: {food: 1.0}
  words: planted words
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "vocabulary"
    shutil.copytree(FOLDER, copy)
    return copy


def planted(folder: Path, text: str, name: str = "planted.yaml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError) as error:
        load(folder)
    return str(error.value)


def test_the_vocabulary_loads_and_names_only_known_categories() -> None:
    vocabulary = load()
    assert len(vocabulary.needs) > 60
    assert {category for need in vocabulary.needs for category in need.categories} <= set(ALL)


def test_the_same_files_give_the_same_bytes() -> None:
    assert load().encode() == load().encode()


def test_every_unmet_need_is_answered_by_the_information_line() -> None:
    unmet = [need for need in load().needs if need.unmet]
    assert len(unmet) >= 20
    assert all(need.categories == {"info-line": 1.0} for need in unmet)


def test_a_file_may_be_added(folder: Path) -> None:
    (folder / "planted.yaml").write_text(NEED, encoding="utf-8")
    assert "planted" in [need.key for need in load(folder).needs]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: [", "not YAML"),
        ("- a", "must be a mapping"),
        ("subject: x", "a list of needs"),
        ("needs: []", "must have a subject"),
        (NEED.replace("food:", "fod:"), "unknown category 'fod'"),
        (NEED.replace("1.0", "1.5"), "at most 1"),
        (NEED.replace("{en: a, es: b, fr: c}", "{en: a}"), "labels must be in en, es, fr"),
        (NEED.replace("planted words", '""'), "has no words"),
        (NEED.replace("planted words", "planted; words? ~here?"), "'words? ~here?' may be nothing at all"),
        (NEED.replace("planted words", "[1]"), "phrases separated by semicolons"),
        (NEED.replace("planted words", "needles here; needle here"), "comes twice"),
        (NEED.replace("planted words", "narcan"), "belongs to both"),
        (NEED.replace("planted words", "a <nosuch>"), "classes that are not defined: nosuch"),
        (NEED.replace("key: planted", "key: detox"), "the same key: detox"),
        (NEED + "  level: odd\n", "level must be one of"),
        (NEED + "  colour: red\n", "does not know ['colour']"),
        (NEED.replace("  categories: {food: 1.0}\n", ""), "lacks ['categories']"),
        (NEED + "  category: housing\n", "its own category must be one of"),
    ],
)  # fmt: skip
def test_a_fault_is_told(folder: Path, text: str, fault: str) -> None:
    assert fault in planted(folder, text)


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "signals.yaml").unlink()
    with pytest.raises(VocabularyError, match=r"no signals\.yaml"):
        load(folder)


def test_a_class_defined_twice_is_told(folder: Path) -> None:
    text = (FOLDER / "signal_classes.yaml").read_text(encoding="utf-8")
    assert "classes in both files: opioid" in planted(folder, text + "opioid: again\n", "signal_classes.yaml")


def test_a_signal_that_asks_for_no_known_need_is_told(folder: Path) -> None:
    text = (FOLDER / "signals.yaml").read_text(encoding="utf-8").replace("need: suicide-help", "need: nosuch")
    assert "needs which are not there: nosuch" in planted(folder, text, "signals.yaml")


def test_only_files_of_the_folder_are_read() -> None:
    assert vocabularies.FOLDER.name == "vocabulary"


def words_of(text: str) -> Any:
    """What a place's words.yaml of this text holds."""
    return yaml.load(text, yaml.CBaseLoader)  # noqa: S506 (it builds texts, lists and mappings only)


def test_a_place_adds_its_own_words() -> None:
    text = "needs: {heating: cosy fund}\npeople: {tribal: elm nation; elmish}\nclasses: {region: testland}\n"
    joined = load(words=words_of(text + "grammar: {place_after: parish}\n"))
    needs, people = {need.key: need for need in joined.needs}, {one.key: one for one in joined.people}
    assert needs["heating"].words[-1] == "cosy fund"
    assert people["tribal"].words[-2:] == ("elm nation", "elmish")
    assert people["tribal"].terms[-1] == "elmish"
    assert joined.classes["region"][-1] == "testland"
    assert joined.grammar.place_after[-1] == "parish"
    assert {**needs, "heating": None} == {**{need.key: need for need in load().needs}, "heating": None}


def test_a_place_needs_no_words_of_its_own() -> None:
    assert load(words={}) == load()


def test_every_place_here_has_words_that_load() -> None:
    for path in PLACES.glob("*/words.yaml"):
        assert load(words=words_of(path.read_text(encoding="utf-8"))) != load()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("colours: {red: a}", "words.yaml: does not know colours"),
        ("needs: [a]", "words.yaml: needs must be a mapping"),
        ("needs:", "words.yaml: needs must be a mapping"),
        ("needs: {nosuch: a}", "words.yaml: needs: there is no nosuch"),
        ("people: {nosuch: a}", "words.yaml: people: there is no nosuch"),
        ("grammar: {slips: a}", "words.yaml: grammar: there is no slips"),
        ("classes: {nosuch: a}", "words.yaml: classes: there is no nosuch"),
        ("needs: {heating: [a]}", "words.yaml: needs: heating: must be phrases"),
        ("needs: {heating: cosy fund; cosy funds}", "words.yaml: needs: heating: 'cosy funds' comes twice"),
        ("needs: {heating: furnaces}", "words.yaml: needs: heating: 'furnaces' comes twice"),
        ("needs: {heating: narcan}", "words.yaml: 'narcan' belongs to both"),
        ("needs: {heating: <nosuch> fund}", "words.yaml: classes that are not defined: nosuch"),
    ],
)
def test_a_fault_in_the_words_of_a_place_is_told(text: str, fault: str) -> None:
    with pytest.raises(VocabularyError) as error:
        load(words=words_of(text))
    assert fault in str(error.value)


def test_a_vocabulary_from_a_bundle_hears_the_same_without_the_texts_of_its_phrases() -> None:
    whole = load()
    carried = Vocabulary.decode(whole.encode())
    assert not (carried.classes or carried.signals or any(need.words for need in carried.needs))
    assert [need.key for need in carried.needs] == [need.key for need in whole.needs]
    for words in ("where can my daughter get clean", "not methadone, subs in bangor", "he wont wake up", "open now"):
        assert Listener(carried).understand(words) == Listener(whole).understand(words)
