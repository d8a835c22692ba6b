"""From a person's words to an answer: understand, choose the place, ask the bundle, widen until something is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Literal

import msgspec

from dooryard.core.bundle.reader import Bundle
from dooryard.core.documents import Found, Hit, Question
from dooryard.core.needs import Listener, Understanding
from dooryard.core.places import Gazetteer, Place, PlaceError, Places
from dooryard.core.saying import Said
from dooryard.core.vocabulary import Vocabulary

NEAR_MILES = 50.0
"""How far "near" reaches unless the person says otherwise: more than half of the people who inject drugs and were
treated for an infection in the first place's state lived over ten miles from a syringe service, so a small radius
finds nothing (Harm Reduction Journal, s12954-021-00524-1)."""

SAVED = 5.0
"""Miles that a nearer service must save to be named before the first answer."""

ENOUGH = 3
"""With fewer working services than this inside the radius, the whole state is shown, nearest first."""

LONGEST = 2000
"""Characters of a question; more is refused at the edge."""

LAST_RESORT = "info-line"
"""The line that finds what the directory does not hold (2-1-1 in the United States)."""

EMERGENCY = {"emergency": 1.0, "naloxone": 0.5}
"""What answers somebody who may be dying, below the steps that come first: the emergency line, then naloxone."""

Widening = Literal["distance", "hours", "mentions", "some words", "last resort"]


class Refused(ValueError):
    """A question that cannot be asked; its message is fit for the person who asked."""


class UnknownPlace(Refused):
    """A place that the gazetteer does not know."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was understood, what was found, and how far the search had to widen.

    `also` are services that mention the need besides their main job, best first; `nearer` are those of them that
    are much closer than the first answer, so that nobody drives past help. `unmet` are need keys that the directory
    does not hold. `widened` names each step taken, in order.
    """

    understanding: Understanding
    emergency: bool
    place: Place | None
    other_places: tuple[Place, ...]
    widened: tuple[Widening, ...]
    found: Found
    also: tuple[Hit, ...] = ()
    nearer: tuple[Hit, ...] = ()
    within: float | None = None


class Finder:
    """A bundle with its vocabulary and gazetteer read, ready to be asked many times."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.vocabulary = Vocabulary.decode(bundle.vocabulary)
        self.gazetteer = Gazetteer(msgspec.json.decode(bundle.gazetteer, type=Places))
        self._categories = {*self.vocabulary.categories, *(need.key for need in self.vocabulary.needs)}
        self._listener = Listener(self.vocabulary, self.gazetteer, bundle.terms, _titles(bundle))

    def place(self, near: str) -> tuple[Place, ...]:
        """The places that `near` may mean, best first; raises UnknownPlace when there is none."""
        if not near.strip():
            return ()
        try:
            places = tuple(self.gazetteer.find(near))
        except PlaceError as problem:
            raise UnknownPlace(*problem.args) from problem
        if not places:
            raise UnknownPlace(self.gazetteer.why_not(near))
        return places

    def ask(
        self,
        words: str,
        *,
        at: datetime,
        near: str = "",
        within: float | None = None,
        categories: Iterable[str] = (),
        open_now: bool = False,
        age: float | None = None,
        filters: dict[str, tuple[str, ...]] | None = None,
        limit: int = 20,
    ) -> Answer:
        """Answer `words` asked near a place at a moment; raises Refused with a message for the person.

        `within` is miles, `age` years, `categories` narrow the answer to those asked for by name.
        """
        if len(words) > LONGEST:
            raise Refused(Said("That is too long. Please say it in under {most} characters.", most=LONGEST))
        chosen = tuple(categories)
        if not self._categories.issuperset(chosen):
            names = ", ".join(self.vocabulary.categories)
            raise Refused(Said("There is no category of that name. These are: {names}.", names=names))
        understood = self._listener.understand(words)
        places = self.place(near) or _places_of(understood)
        if not (words.strip() or chosen or places):
            raise Refused(Said("Please say what you need, for example: narcan."))
        question = Question(
            wanted=self._wanted(understood, chosen),
            groups=understood.groups,
            name=understood.name,
            place=places[0] if places else None,
            within=within if within is not None else NEAR_MILES,
            open_now=open_now or understood.open_now,
            age=age if age is not None else understood.age,
            filters=filters or {},
            limit=limit,
        )
        return self._answer(understood, question, places, at, asked_within=within)

    def _wanted(self, understood: Understanding, chosen: tuple[str, ...]) -> dict[str, float]:
        """What may answer: the categories asked for by name, else what was understood, else the last resort."""
        if chosen:
            return dict.fromkeys(chosen, 1.0)
        if "overdose" in understood.signals and not self._names_a_service(understood):
            return EMERGENCY
        if understood.wanted:
            return understood.wanted
        return {LAST_RESORT: 1.0} if understood.unmet else {}

    def _names_a_service(self, understood: Understanding) -> bool:
        services = {need.key for need in self.vocabulary.needs if need.level == "service"}
        return not services.isdisjoint(understood.needs)

    def _answer(
        self,
        understood: Understanding,
        question: Question,
        places: tuple[Place, ...],
        at: datetime,
        asked_within: float | None,
    ) -> Answer:
        question, found, widened = _widen(self.bundle, question, at, keep_distance=asked_within is not None)
        also = self._also(question, at, asked_within) if question.wanted and "last resort" not in widened else ()
        first = found.hits[0].distance if found.hits else None
        return Answer(
            understanding=understood,
            emergency="overdose" in understood.signals,
            place=question.place,
            other_places=tuple(place for place in _others(places, understood) if place != question.place),
            widened=widened,
            found=found,
            also=also,
            nearer=tuple(hit for hit in also if _much_nearer(hit.distance, first)),
            within=question.within if question.place else None,
        )

    def _also(self, question: Question, at: datetime, asked_within: float | None) -> tuple[Hit, ...]:
        """Services that mention what is wanted besides their main job, no farther than asked for, or than near is."""
        if question.match == "also":
            return ()
        within = NEAR_MILES if asked_within is None else asked_within
        return self.bundle.find(_changed(question, match="also", name=(), within=within, limit=5), at).hits


def _titles(bundle: Bundle) -> set[str]:
    """The names of organizations and services, in which the name of a town is no place."""
    documents = (bundle.document(index) for index in range(bundle.count))
    return {
        title for document in documents for title in (document.organization, document.service, *document.other_names)
    }


def _places_of(understood: Understanding) -> tuple[Place, ...]:
    return (understood.place, *understood.other_places) if understood.place else ()


def _others(places: tuple[Place, ...], understood: Understanding) -> dict[Place, None]:
    """What else may have been meant, each once, in order: other readings of what was typed, then of the words."""
    return dict.fromkeys((*places[1:], *_places_of(understood), *understood.other_places))


def _much_nearer(distance: float | None, first: float | None) -> bool:
    """Whether somebody would rather know: a third of the way or more is saved, and at least SAVED miles."""
    return distance is not None and first is not None and distance <= first * 2 / 3 and first - distance >= SAVED


def _changed(question: Question, **changes: object) -> Question:
    return msgspec.structs.replace(question, **changes)


def working(found: Found) -> int:
    """How many of the services found are neither closed nor only planned."""
    states = found.facets["status"]
    return found.total - states.get("closed", 0) - states.get("planned", 0)


def _some_words(question: Question) -> Question:
    """The same question satisfied by any one of its words instead of all."""
    return _changed(question, groups=(tuple(term for group in question.groups for term in group),))


def _theirs(bundle: Bundle, question: Question, found: Found) -> bool:
    """Whether the first answer is there for the very county asked about: then it is enough, though the only one."""
    if question.place is None or not found.hits or found.hits[0].reach != "area" or not working(found):
        return False
    return not set(bundle.document(found.hits[0].index).areas).isdisjoint(question.place.counties)


def _beside(question: Question) -> Question:
    """The same question with the last resort before what was found, so that "closed, use this instead" is not lost."""
    return _changed(question, wanted=question.wanted | {LAST_RESORT: 1.0}, open_now=False)


def _widen(
    bundle: Bundle, question: Question, at: datetime, *, keep_distance: bool
) -> tuple[Question, Found, tuple[Widening, ...]]:
    """Ask, and while too little is found take the next wider step; the last one always answers if the place has it."""
    steps: list[tuple[Widening, bool, Callable[[Question], Question], int]] = [
        ("distance", question.place is not None and not keep_distance, lambda q: _changed(q, within=None), ENOUGH),
        ("distance", question.place is not None and keep_distance, lambda q: _changed(q, within=None), 1),
        ("hours", question.open_now, lambda q: _changed(q, open_now=False), 1),
        ("mentions", bool(question.wanted), lambda q: _changed(q, match="also"), 1),
        ("some words", not question.wanted and len(question.groups) > 1, _some_words, 1),
        ("last resort", True, _beside, 1),
        ("last resort", True, lambda q: Question(wanted={LAST_RESORT: 1.0}, place=q.place, limit=q.limit), 1),
    ]
    found, taken = bundle.find(question, at), []
    for name, applies, step, enough in steps:
        if not applies or working(found) >= enough or (name == "distance" and _theirs(bundle, question, found)):
            continue
        wider = step(question)
        more = bundle.find(wider, at)
        if working(more) > working(found):
            question, found = wider, more
            taken.append(name)
    return question, found, tuple(taken)
