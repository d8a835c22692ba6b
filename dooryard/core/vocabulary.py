"""What people may ask for and the words they say it in: plain data, read by the server and by a phone."""

from __future__ import annotations

from typing import Literal

import msgspec

from dooryard.core.phrases import Prepared

Level = Literal["service", "situation", "wide", "topic"]
"""A service names what is wanted ("detox"), a situation says what is going on ("dopesick"), a topic is a bare word
of the subject ("heroin", "help"). A situation gives way to a service of its subject, a wide one ("addicted") to any
service and to a situation of its subject, a topic to anything else."""


class Need(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something people ask for.

    `labels` are its name by language; `categories` say how well each category answers it, in (0, 1]; `category` is the
    one that is this very need, empty if there is none (HIV testing is given by syringe services). `words` are patterns
    of core/phrases.py; one that begins with ~ is weak: a topic, whatever the level, and not heard in a record's text.
    `unmet` means that the directory does not hold it and 2-1-1 answers. `lacked` means that "no X" says it is missing
    ("no food"), not that it is refused ("no detox"). What `leads` comes before whatever else was asked, never refused.
    """

    key: str
    subject: str
    labels: dict[str, str]
    categories: dict[str, float]
    words: tuple[str, ...]
    category: str = ""
    level: Level = "service"
    unmet: bool = False
    lacked: bool = False
    leads: bool = False


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """Words that raise a warning: `surely` always; `raises` unless one of `unless` lies over the same words.

    `instead` raises it and takes its words from the other signals: "go to sleep and not wake up" is no overdose.

    A phrase of `calm` anywhere shows that it is talk of what was or may be ("last year"): then no `raises` counts.
    `need` is the key of the need that the words which raise it ask for as well, if any.
    """

    need: str = ""
    surely: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    calm: tuple[str, ...] = ()


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a service may be made for: the words said, and the index terms such a service describes itself with.

    `serves` maps a facet to the values that suit them: what states only others comes last, and is never shut out.
    """

    key: str
    labels: dict[str, str]
    words: tuple[str, ...]
    terms: tuple[str, ...] = ()
    serves: dict[str, tuple[str, ...]] = {}


class Grammar(msgspec.Struct, frozen=True, kw_only=True):
    """The small words that change what the others mean.

    `stop` carry no meaning of their own; `ordinary` are right as they are and never mended; `slips` are wrong forms
    too short or too far for a distance. `place_before`/`place_after` make the next/previous word a place;
    `refusals` ("not", "other than") and `lacks` ("no", "without") turn a need around; `details` ("that takes")
    make the next need a condition of the first; `open_now` asks for what is open.
    """

    stop: tuple[str, ...]
    ordinary: tuple[str, ...]
    slips: dict[str, str]
    place_before: tuple[str, ...]
    place_after: tuple[str, ...]
    refusals: tuple[str, ...]
    lacks: tuple[str, ...]
    details: tuple[str, ...]
    open_now: tuple[str, ...]


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. `categories` are the ones a need may name; `classes` are the word classes of the patterns.

    `prepared` are all the patterns opened (core/needs.py: prepared); where there are none, who listens opens them.
    """

    categories: tuple[str, ...]
    classes: dict[str, tuple[str, ...]]
    needs: tuple[Need, ...]
    signals: dict[str, Signal]
    people: tuple[People, ...]
    grammar: Grammar
    prepared: Prepared | None = None

    def label(self, key: str, language: str = "en") -> str:
        """The name of a need or of a kind of people in a language; English where there is none, else the key."""
        labels = {need.key: need.labels for need in self.needs}.get(key)
        labels = labels or {people.key: people.labels for people in self.people}.get(key, {})
        return labels.get(language) or labels.get("en", key)

    def encode(self) -> bytes:
        """The vocabulary as JSON, always the same bytes for the same vocabulary; prepared, without the phrases."""
        return msgspec.json.encode(self._without_phrases() if self.prepared else self, order="deterministic")

    def _without_phrases(self) -> Vocabulary:
        """The vocabulary without the texts that stand opened in `prepared`: who listens reads half as much."""
        replace = msgspec.structs.replace
        return replace(
            self,
            classes={},
            signals={},
            needs=tuple(replace(need, words=()) for need in self.needs),
            people=tuple(replace(people, words=()) for people in self.people),
            grammar=replace(self.grammar, refusals=(), lacks=(), details=(), open_now=()),
        )

    @classmethod
    def decode(cls, data: bytes | memoryview) -> Vocabulary:
        """A vocabulary back from JSON; msgspec.ValidationError if it is not one."""
        return msgspec.json.decode(bytes(data), type=cls)
