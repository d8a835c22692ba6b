"""Reads the rules of the language check from their reviewed YAML, and refuses rules that cannot work, saying where."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from dooryard.core.language import Term, Terms
from dooryard.core.language_phrases import PhraseError, opened

TERMS = Path(__file__).parent / "content" / "terms.yaml"
_PARTED = ("unless", "beside")


class TermsError(ValueError):
    """The rules are not what they must be; the message names the rule and the fault."""


@cache
def load(path: Path = TERMS) -> Terms:
    """The rules of a file; TermsError if any of them is wrong."""
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        terms = msgspec.convert(_parted(found), Terms)
    except (yaml.YAMLError, msgspec.ValidationError, AttributeError, KeyError, TypeError) as error:
        raise TermsError(f"{path.name}: {' '.join(str(error).split())}") from error
    faults = [*_faults(terms)]
    if faults:
        raise TermsError(f"{path.name}: {'; '.join(faults)}")
    return terms


def _parted(file: dict[str, Any]) -> dict[str, Any]:
    """The file with its phrases apart, which people write in one text with semicolons or line ends between."""
    classes = {name: _phrases(text) for name, text in file["classes"].items()}
    rules = [
        rule
        | {"avoid": {form: _phrases(text) for form, text in rule["avoid"].items()}}
        | {part: _phrases(rule[part]) for part in _PARTED if part in rule}
        for rule in file["terms"]
    ]
    return file | {"classes": classes, "terms": rules}


def _phrases(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip()]


def _faults(terms: Terms) -> list[str]:
    """What is wrong with rules that are well formed."""
    twice = [f"{one}: comes twice" for one, times in Counter(term.id for term in terms.terms).items() if times > 1]
    return twice + [f"{term.id}: {fault}" for term in terms.terms for fault in _faults_of(term, terms)]


def _faults_of(term: Term, terms: Terms) -> list[str]:
    found = [f"no source is called {name}" for name in term.sources if name not in terms.sources]
    if not term.sources and not term.judgement:
        found.append("neither a source nor a word on whose judgement it is")
    if not term.prefer or not term.why or not all(term.avoid.values()):
        found.append("needs phrases for each form, something to prefer and a reason")
    return found


def unopened(terms: Terms) -> list[str]:
    """Phrases that cannot be opened, which is known only when each is: a test asks, not every start."""
    return [fault for term in terms.terms for phrase in _of(term) for fault in _tried(term, phrase, terms)]


def _of(term: Term) -> tuple[str, ...]:
    return (*(phrase for phrases in term.avoid.values() for phrase in phrases), *term.unless)


def _tried(term: Term, phrase: str, terms: Terms) -> list[str]:
    try:
        opened(phrase, terms.classes)
    except PhraseError as error:
        return [f"{term.id}: {error}"]
    return []
