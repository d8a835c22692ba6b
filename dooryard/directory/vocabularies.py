"""Reads the vocabulary from its reviewed YAML files and refuses one that contradicts itself, saying where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec
import yaml

from dooryard.core import signals
from dooryard.core.categories import ALL
from dooryard.core.needs import prepared
from dooryard.core.phrases import listen
from dooryard.core.text import stem
from dooryard.core.vocabulary import Grammar, Level, Need, People, Signal, Vocabulary

FOLDER = Path(__file__).parent / "vocabulary"
T = TypeVar("T", Need, People)
LANGUAGES = ("en", "es", "fr")
_PARTS = {"classes", "grammar", "ordinary", "people", "signal_classes", "signals"}
_GRAMMAR = ("place_before", "place_after", "refusals", "lacks", "details", "open_now")
_NEED_FIELDS = {"key", "labels", "categories", "words", "category", "level", "unmet", "lacked", "leads"}
_SHARED = ("categories", "unmet", "lacked", "leads")
_OF_A_PLACE = ("needs", "people", "classes", "grammar")
WORDS = "words.yaml"
_MISSING = re.compile(r".*[?]|[.]+|[$^~]")
_CLASS = re.compile(r"<([^>]*)>")


class VocabularyError(ValueError):
    """A vocabulary file is not what it must be; the message names the file, the entry and the fault."""


def load(folder: Path = FOLDER, words: Mapping[str, Any] | None = None) -> Vocabulary:
    """The vocabulary of a folder of YAML files, with a place's own words; VocabularyError if any of it is wrong.

    `words` is what a place's words.yaml holds, as feeds/readers/place.py reads it.
    """
    files = {path.stem: _mapping(path) for path in sorted(folder.glob("*.yaml"))}
    missing = _PARTS - set(files)
    if missing:
        raise VocabularyError(f"{folder}: no {', '.join(sorted(missing))}.yaml")
    classes = _classes(files.pop("classes"), "classes")
    dangers = _classes(files.pop("signal_classes"), "signal_classes")
    if twice := sorted(classes.keys() & dangers.keys()):
        raise VocabularyError(f"classes in both files: {', '.join(twice)}")
    vocabulary = Vocabulary(
        categories=tuple(ALL),
        classes=classes | dangers,
        signals={key: _signal(key, entry) for key, entry in files.pop("signals")["signals"].items()},
        people=tuple(_people(entry) for entry in files.pop("people")["people"]),
        grammar=_grammar(files.pop("grammar"), files.pop("ordinary")),
        needs=tuple(need for name, file in files.items() for need in _needs(name, file)),
    )
    _check(vocabulary)
    if words:
        vocabulary = _with_words(vocabulary, words)
    return msgspec.structs.replace(vocabulary, prepared=prepared(vocabulary))


def _with_words(vocabulary: Vocabulary, file: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary with what one place's people say as well; each entry must be one that is there already."""
    if unknown := sorted(set(map(str, file)) - set(_OF_A_PLACE)):
        raise VocabularyError(f"{WORDS}: does not know {', '.join(unknown)}, only {', '.join(_OF_A_PLACE)}")
    needs, people, classes, grammar = (file.get(part, {}) for part in _OF_A_PLACE)
    lists = {key: getattr(vocabulary.grammar, key) for key in _GRAMMAR}
    joined = msgspec.structs.replace(
        vocabulary,
        classes=_more("classes", vocabulary.classes, classes),
        grammar=msgspec.structs.replace(vocabulary.grammar, **_more("grammar", lists, grammar)),
        needs=_said_more("needs", vocabulary.needs, needs),
        people=tuple(map(_known_as, _said_more("people", vocabulary.people, people), vocabulary.people)),
    )
    try:
        _check(joined)
    except VocabularyError as error:
        raise VocabularyError(f"{WORDS}: {error}") from error
    return joined


def _said_more(part: str, entries: tuple[T, ...], added: object) -> tuple[T, ...]:
    words = _more(part, {entry.key: entry.words for entry in entries}, added)
    return tuple(msgspec.structs.replace(entry, words=words[entry.key]) for entry in entries)


def _more(part: str, known: dict[str, tuple[str, ...]], added: object) -> dict[str, tuple[str, ...]]:
    """The phrases of each entry with those of the place behind them."""
    if not isinstance(added, dict):
        raise VocabularyError(f"{WORDS}: {part} must be a mapping from names to phrases")
    if unknown := sorted(set(map(str, added)) - set(known)):
        raise VocabularyError(f"{WORDS}: {part}: there is no {', '.join(unknown)} to add words to")
    more = {key: _phrases(text, f"{WORDS}: {part}: {key}") for key, text in added.items()}
    for key, phrases in more.items():
        _phrases(";".join((*known[key], *phrases)), f"{WORDS}: {part}: {key}")
    return {key: (*phrases, *more.get(key, ())) for key, phrases in known.items()}


def _known_as(people: People, before: People) -> People:
    """The people with the single words of the place as index terms too: its services name themselves with them."""
    added = (word for word in people.words[len(before.words) :] if word.isalpha())
    return msgspec.structs.replace(people, terms=tuple(dict.fromkeys((*people.terms, *map(stem, added)))))


def _mapping(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path.name}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise VocabularyError(f"{path.name}: must be a mapping")
    return found


def _phrases(text: object, where: str) -> tuple[str, ...]:
    """The phrases of a block of text, apart by semicolons or line ends; none may be empty or come twice."""
    if not isinstance(text, str):
        raise VocabularyError(f"{where}: must be phrases separated by semicolons")
    phrases = tuple(" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip())
    if not phrases:
        raise VocabularyError(f"{where}: has no words")
    if empty := [phrase for phrase in phrases if all(_MISSING.fullmatch(token) for token in phrase.split())]:
        raise VocabularyError(f"{where}: {empty[0]!r} may be nothing at all")
    seen: set[str] = set()
    for phrase in phrases:
        if (same := _same(phrase)) in seen:
            raise VocabularyError(f"{where}: {phrase!r} comes twice")
        seen.add(same)
    return phrases


def _same(phrase: str) -> str:
    """The phrase as it will be compared, so that "needle" and "needles" count as one."""
    return " ".join(
        token if re.search(r"[<>.|?^$]", token) else " ".join(map(stem, listen(token)))
        for token in phrase.lstrip("~").split()
    )


def _classes(entries: dict[str, Any], where: str) -> dict[str, tuple[str, ...]]:
    return {key: _phrases(text, f"{where}.yaml: class {key}") for key, text in entries.items()}


def _needs(name: str, file: dict[str, Any]) -> list[Need]:
    """The needs of one file; what stands at its head (_SHARED) holds for each need unless it says otherwise."""
    if not isinstance(file.get("needs"), list) or "subject" not in file:
        raise VocabularyError(f"{name}.yaml: must have a subject and a list of needs")
    shared: dict[str, Any] = {key: file[key] for key in _SHARED if key in file}
    return [_need(f"{name}.yaml", {**shared, **entry}, file["subject"]) for entry in file["needs"]]


def _need(where: str, entry: dict[str, Any], subject: str) -> Need:
    where = f"{where}: {entry.get('key', 'a need without a key')}"
    absent, extra = {"key", "labels", "categories", "words"} - set(entry), set(entry) - _NEED_FIELDS
    if absent or extra:
        raise VocabularyError(f"{where}: lacks {sorted(absent)}, does not know {sorted(extra)}")
    if entry.get("level", "service") not in get_args(Level):
        raise VocabularyError(f"{where}: level must be one of {get_args(Level)}")
    _labels(where, entry["labels"])
    if entry.get("category", "") not in ("", *entry["categories"]):
        raise VocabularyError(f"{where}: its own category must be one of its categories")
    for category, weight in entry["categories"].items():
        if category not in ALL:
            raise VocabularyError(f"{where}: unknown category {category!r}")
        if not 0 < weight <= 1:
            raise VocabularyError(f"{where}: {category} must weigh more than 0 and at most 1")
    return Need(subject=subject, **{**entry, "words": _phrases(entry["words"], where)})


def _labels(where: str, labels: dict[str, str]) -> None:
    if set(labels) != set(LANGUAGES) or not all(labels.values()):
        raise VocabularyError(f"{where}: labels must be in {', '.join(LANGUAGES)} and not empty, not {labels}")


def _people(entry: dict[str, Any]) -> People:
    where = f"people.yaml: {entry.get('key')}"
    _labels(where, entry.get("labels", {}))
    terms = tuple(stem(word) for word in entry.get("terms", ()))
    serves = {facet: tuple(values) for facet, values in entry.get("serves", {}).items()}
    words = _phrases(entry.get("words"), where)
    return People(key=entry["key"], labels=entry["labels"], words=words, terms=terms, serves=serves)


def _signal(key: str, entry: dict[str, Any]) -> Signal:
    parts = {part: _phrases(text, f"signals.yaml: {key}: {part}") for part, text in entry.items() if part != "need"}
    return Signal(need=entry.get("need", ""), **parts)


def _grammar(file: dict[str, Any], ordinary: dict[str, Any]) -> Grammar:
    lists = {key: _phrases(file.get(key), f"grammar.yaml: {key}") for key in _GRAMMAR}
    words = {key: tuple(sorted(set(re.split(r"[;\s]+", ordinary[key].strip())))) for key in ("stop", "ordinary")}
    return Grammar(slips=file.get("slips", {}), **lists, **words)


def _check(vocabulary: Vocabulary) -> None:
    """What concerns more than one entry: keys and phrases said twice, classes that are not there."""
    keys = [need.key for need in vocabulary.needs]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise VocabularyError(f"needs with the same key: {', '.join(twice)}")
    _check_owners(vocabulary)
    patterns = [phrase for need in vocabulary.needs for phrase in need.words]
    patterns += [phrase for _, phrase in signals.patterns(vocabulary)]
    patterns += [member for members in vocabulary.classes.values() for member in members]
    if unknown := sorted({name for phrase in patterns for name in _CLASS.findall(phrase)} - set(vocabulary.classes)):
        raise VocabularyError(f"classes that are not defined: {', '.join(unknown)}")
    if unknown := sorted({signal.need for signal in vocabulary.signals.values()} - {"", *keys}):
        raise VocabularyError(f"signals that ask for needs which are not there: {', '.join(unknown)}")


def _check_owners(vocabulary: Vocabulary) -> None:
    owner: dict[str, str] = {}
    for need in vocabulary.needs:
        if need.level == "topic":
            continue
        for phrase in need.words:
            first = owner.setdefault(_same(phrase), need.key)
            if first != need.key:
                raise VocabularyError(f"{phrase!r} belongs to both {first} and {need.key}")
