"""From a person's words to an answer: understand, choose the place, ask the bundle, widen until something is found."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from dooryard.core.bundle.reader import Bundle
from dooryard.core.documents import Found, Hit, Question
from dooryard.core.needs import Listener, Understanding
from dooryard.core.places import Gazetteer, Place, PlaceError, Places
from dooryard.core.saying import Said
from dooryard.core.vocabulary import Vocabulary
from dooryard.core.widening import CATEGORY, LAST_RESORT, Widened, Widening, changed, mentioned, widen

NEAR_MILES = 50.0
"""How far "near" reaches unless the person says otherwise: more than half of the people who inject drugs and were
treated for an infection in the first place's state lived over ten miles from a syringe service, so a small radius
finds nothing (Harm Reduction Journal, s12954-021-00524-1)."""

SAVED = 5.0
"""Miles that a nearer service must save to be named before the first answer."""

LONGEST = 2000
"""Characters of a question; more is refused at the edge."""

BANDS = (5.0, 10.0, 25.0, 50.0, 100.0)
"""Miles that a person may choose from."""

EMERGENCY = {"emergency": 1.0, "naloxone": 0.5}
"""What answers somebody who may be dying, below the steps that come first: the emergency line, then naloxone."""


UNSAFE = frozenset({"domestic-violence", "sexual-assault"})
"""What somebody seeks who is not safe at home: then the man in the words is hardly whom it is for."""


class Refused(ValueError):
    """A question that cannot be asked; its message is fit for the person who asked."""


class UnknownPlace(Refused):
    """A place that the gazetteer does not know."""


class Narrowing(msgspec.Struct, frozen=True, kw_only=True):
    """What other choices would give, counted exactly.

    `facets` says how many there would be with each value chosen and all else as it is, `bands` how many within so many
    miles (and "any"), `without` how many more could be used without each single choice, `later` how many of those that
    are closed now open later today. The counts are of the distance that is shown.
    """

    facets: dict[str, dict[str, int]]
    bands: dict[str, int]
    without: dict[str, int]
    later: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was understood, what was found, and how far the search had to widen.

    `also` are services that mention the need besides their main job, best first; `nearer` are those of them that
    are much closer than the first answer, so that nobody drives past help. `unmet` are need keys that the directory
    does not hold. `widened` names each step taken, in order. `unsaid` are those that say nothing where a filter asks
    for something; they are listed where few say it. `narrowing` is there where it was asked for. `lost` means that
    nothing of the words typed was understood: the last resort answers, never everything there is.
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
    unsaid: Found | None = None
    narrowing: Narrowing | None = None
    lost: bool = False


class Finder:
    """A bundle with its vocabulary and gazetteer read, ready to be asked many times."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.vocabulary = Vocabulary.decode(bundle.vocabulary)
        self.gazetteer = Gazetteer(msgspec.json.decode(bundle.gazetteer, type=Places))
        self._serves = {people.key: people.serves for people in self.vocabulary.people}
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

    def understand(self, words: str) -> Understanding:
        """What words mean, without looking for an answer."""
        return self._listener.understand(words)

    def dangers(self, words: str) -> tuple[str, ...]:
        """The signals (core/signals.py) that words raise, where nothing else of them is wanted."""
        return self._listener.dangers(words)

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
        narrowing: bool = False,
    ) -> Answer:
        """Answer `words` asked near a place at a moment; raises Refused with a message for the person.

        `within` is miles (math.inf: at any distance), `age` years. `categories` are asked for in place of what the
        words ask for; `filters` narrow what the words find, by category or by another facet. `narrowing` counts what
        other choices would give.
        """
        chosen, filters = tuple(categories), filters or {}
        self._check(words, (*chosen, *filters.get(CATEGORY, ())))
        understood = self.understand(words)
        places = self.place(near) or _places_of(understood)
        lost = not (chosen or filters) and self._lost(understood)
        if not (words.strip() or chosen or places or filters):
            raise Refused(Said("Please say what you need, for example: narcan."))
        question = Question(
            **self._sought(understood, chosen, filters, lost=lost),
            place=places[0] if places else None,
            within=NEAR_MILES if within is None else None if math.isinf(within) else within,
            open_now=open_now or understood.open_now,
            age=age if age is not None else understood.age,
            limit=limit,
        )
        widened = widen(self.bundle, question, at, keep_distance=within is not None)
        answer = self._answer(understood, widened, places, at, NEAR_MILES if within is None else within, narrowing)
        return _as_lost(answer) if lost else answer

    def _sought(
        self, understood: Understanding, chosen: tuple[str, ...], filters: dict[str, tuple[str, ...]], *, lost: bool
    ) -> dict[str, Any]:
        """The parts of a question that the words give; of words that nobody understood, the last resort alone."""
        if lost:
            return {"wanted": {LAST_RESORT: 1.0}}
        return {
            "wanted": self._wanted(understood, chosen),
            "groups": understood.groups,
            "name": understood.name,
            "whom": self._whom(understood),
            # Nobody who may be dying is kept from an answer by a box that was ticked before.
            "filters": {} if "overdose" in understood.signals else filters,
        }

    def _check(self, words: str, categories: Iterable[str]) -> None:
        if len(words) > LONGEST:
            raise Refused(Said("That is too long. Please say it in under {most} characters.", most=LONGEST))
        if not self._categories.issuperset(categories):
            names = ", ".join(self.vocabulary.categories)
            raise Refused(Said("There is no category of that name. These are: {names}.", names=names))

    def _lost(self, understood: Understanding) -> bool:
        """Whether words were typed and neither a need, a danger, a name nor a word of the directory is among them.

        A place, an age or whom it is for is enough only where no other word is left over.
        """
        heard = understood.wanted or understood.signals or understood.unwanted or understood.people
        if heard or not understood.words.strip():
            return False
        told = understood.groups or (understood.name,)
        if any(term in self.bundle.terms for group in told for term in group):
            return False
        return bool(understood.groups) or not (understood.place or understood.age or understood.open_now)

    def _whom(self, understood: Understanding) -> dict[str, tuple[str, ...]]:
        """By facet the values that suit the people it is for, whichever of them."""
        whom: dict[str, tuple[str, ...]] = {}
        if not UNSAFE.isdisjoint(understood.wanted):
            return whom
        for facet, values in (pair for key in understood.people for pair in self._serves[key].items()):
            whom[facet] = (*whom.get(facet, ()), *values)
        return whom

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
        widened: Widened,
        places: tuple[Place, ...],
        at: datetime,
        within: float,
        narrowing: bool,
    ) -> Answer:
        search, place = widened.last, widened.first.question.place
        also = self._also(search.question, at, within) if "last resort" not in widened.steps else ()
        first = search.found.hits[0].distance if search.found.hits else None
        return Answer(
            understanding=understood,
            emergency="overdose" in understood.signals,
            place=place,
            other_places=tuple(other for other in _others(places, understood) if other != place),
            widened=widened.steps,
            found=search.found,
            also=also,
            nearer=tuple(hit for hit in also if _much_nearer(hit.distance, first)),
            within=search.question.within if place else None,
            unsaid=widened.unsaid.found if widened.unsaid else None,
            narrowing=_narrowing(widened) if narrowing else None,
        )

    def _also(self, question: Question, at: datetime, within: float) -> tuple[Hit, ...]:
        """Services that mention what is wanted besides their main job, no farther than asked for, or than near is."""
        asked = mentioned(question)
        if question.match == "also" or not asked.wanted:
            return ()
        near = None if math.isinf(within) else within
        return self.bundle.search(changed(asked, name=(), within=near, limit=5), at).hits


def _narrowing(widened: Widened) -> Narrowing:
    """What other choices would give: of what is shown, or where that is the last resort, of what was asked."""
    search = widened.first if "last resort" in widened.steps else widened.last
    return Narrowing(
        facets=search.facets,
        bands=search.bands(BANDS),
        without=search.without,
        later=search.later if search.question.open_now else 0,
    )


def _as_lost(answer: Answer) -> Answer:
    """An answer to words that nobody understood: the last resort, and nothing that looks like what was meant."""
    return msgspec.structs.replace(answer, lost=True, widened=("last resort",), also=(), nearer=())


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
