"""What a person asks for in their own words: the needs, the place, the warnings, and what is left to look up.

Nothing here fails on bad input: of a long text the first 200 words of the first 4,000 characters are considered
(core/phrases.py: listen), and what means nothing is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from dooryard.core import choosing, signals
from dooryard.core.choosing import Choice, Said
from dooryard.core.phrases import Match, Matcher, Prepared, listen, prepare
from dooryard.core.places import Gazetteer, Place
from dooryard.core.spelling import SHORTEST_MENDED, Speller
from dooryard.core.text import stem, terms
from dooryard.core.text import words as words_of
from dooryard.core.vocabulary import Vocabulary
from dooryard.core.whereabouts import Spot, Whereabouts, choose

__all__ = ["Listener", "Understanding", "Vocabulary", "mentions", "understand"]

_YEARS = frozenset({"year", "years", "yr", "yrs", "ans", "anos"})
_OLD = frozenset({"old", "olds"})
_SINCE = frozenset({"sober", "clean", "ago", "into", "in", "off", "free", "of", "without", "since", "sin", "sans"})
# fmt: off
_MEASURES = frozenset({
    "am", "beds", "day", "days", "dia", "dias", "dollars", "gram", "grams", "heure", "heures", "horas", "hour",
    "hours", "hr", "hrs", "jour", "jours", "mes", "meses", "mg", "mile", "miles", "millas", "min", "mins", "minute",
    "minutes", "minutos", "mo", "mois", "month", "months", "mos", "people", "percent", "pm", "second", "seconds",
    "segundos", "semaine", "semaines", "semana", "semanas", "times", "week", "weeks",
})
# fmt: on
_AGED = frozenset({"im", "ai", "am", "age", "aged", "tengo", "jai", "turned", "is", "hes", "shes"})
_OLDEST = 110


class Understanding(msgspec.Struct, frozen=True, kw_only=True):
    """What was heard.

    `needs` are need keys, most wanted first, and `wanted` maps each category that answers them (and each need that has
    no category of its own) to a weight in (0, 1]. `unmet` are the needs that the directory does not hold, `unwanted`
    those refused ("not methadone"). `groups` are the words left over, each with its alternatives, as index terms;
    `name` all telling terms, to compare with names. `spelling` maps what was typed to what was taken. `people` are
    whom it is for (to prefer, never to shut out), `age` in years. `place` is the place that was meant, if any, and
    `other_places` what else the words may name.
    """

    words: str
    needs: tuple[str, ...] = ()
    wanted: dict[str, float] = {}
    unmet: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    name: tuple[str, ...] = ()
    spelling: dict[str, str] = {}
    signals: tuple[str, ...] = ()
    place: Place | None = None
    other_places: tuple[Place, ...] = ()
    people: tuple[str, ...] = ()
    age: float | None = None
    open_now: bool = False


class Listener:
    """A vocabulary, a gazetteer and the directory's own terms, made ready to understand many questions.

    `names` maps the directory's index terms to their document frequency; `titles` are the names of its organizations
    and services, so that "Ashby Hospital" is not taken for the town.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        gazetteer: Gazetteer | None = None,
        names: Mapping[str, int] | None = None,
        titles: Collection[str] = (),
    ) -> None:
        grammar = vocabulary.grammar
        places = gazetteer.names() if gazetteer else {}
        self._needs = {need.key: need for need in vocabulary.needs}
        self._people = {people.key: people for people in vocabulary.people}
        self._matcher = Matcher(vocabulary.prepared or prepared(vocabulary))
        ordinary = frozenset(grammar.ordinary) | frozenset(grammar.stop)
        self._stop = frozenset(grammar.stop) | {stem(word) for word in grammar.stop}
        self._names = names or {}
        spelled = _place_words(places) | self._matcher.vocabulary
        self._speller = Speller(spelled, self._names, ordinary, grammar.slips)
        worded = [tuple(words_of(title)) for title in titles]
        self._whereabouts = Whereabouts(places, ordinary, grammar.place_before, grammar.place_after, worded)
        self._titles = _by_first_term(worded)

    def understand(self, words: str) -> Understanding:
        """Hear one question out; never raises."""
        typed = listen(words)
        mended = self._speller.mend(typed)
        matches = self._matcher.find(mended.terms)
        raised = signals.heard(matches) | self._as_typed(typed)
        said = self._said(matches)
        spots = self._whereabouts.find(mended.words, _explained(said))
        meant = [spot for spot in spots if spot.meant]
        choice = choosing.choose(_outside(said, meant), [m for m in matches if m.key[0] == "grammar"], mended.terms)
        wanted = choosing.weigh(choice) or choosing.siblings(choice, self._needs.values())
        place, other_places = choose(spots)
        needs = tuple(dict.fromkeys(one.need.key for one in choice.meant))
        people = tuple(dict.fromkeys(match.key[1] for match in matches if match.key[0] == "people"))
        return Understanding(
            words=words,
            needs=needs,
            wanted=wanted,
            unmet=tuple(key for key in needs if self._needs[key].unmet),
            unwanted=tuple(dict.fromkeys(one.need.key for one in choice.refused)),
            groups=self._groups(mended.terms, choice, meant, matches, self._begun(typed)),
            name=self._name(typed, mended.terms, choice, meant),
            spelling=mended.taken,
            signals=tuple(signal for signal in signals.SIGNALS if signal in raised),
            place=place,
            other_places=other_places,
            people=people,
            age=_age(typed),
            open_now=any(match.key == ("grammar", "open_now") for match in matches),
        )

    def dangers(self, words: str) -> tuple[str, ...]:
        """The signals alone, the same ones as `understand` hears, in less time; never raises."""
        typed = listen(words)
        mended = self._matcher.find(self._speller.mend(typed).terms, signals.PARTS)
        raised = signals.heard(mended) | self._as_typed(typed)
        return tuple(signal for signal in signals.SIGNALS if signal in raised)

    def _as_typed(self, typed: Sequence[str]) -> set[str]:
        """The signals in words before any of them was mended: a word of danger is not mended away."""
        return signals.heard(self._matcher.find([stem(word) for word in typed], signals.PARTS))

    def _said(self, matches: Sequence[Match]) -> list[Said]:
        return [Said(self._needs[match.key[1]], match) for match in matches if match.key[0] in ("need", choosing.WEAK)]

    def mentions(self, text: str) -> tuple[str, ...]:
        """The categories, and needs without one of their own, that a record's own words say it serves."""
        matches = self._matcher.find(terms(text)[:1000])
        said = [one for one in self._said(matches) if one.level == "service" and not one.need.unmet]
        choice = choosing.choose(
            said, [match for match in matches if match.key[1] in ("refusals", "lacks")], terms(text)
        )
        return tuple(sorted({one.need.category or one.need.key for one in choice.meant}))

    def _groups(
        self,
        heard: Sequence[str],
        choice: Choice,
        meant: Sequence[Spot],
        matches: Sequence[Match],
        names: tuple[str, ...],
    ) -> tuple[tuple[str, ...], ...]:
        """The telling terms that no need and no place explains, each with what else it may stand for."""
        explained = {at for one in (*choice.meant, *choice.refused) for at in one.match.words}
        explained |= {at for spot in meant for at in range(spot.start, spot.end)}
        instead = {at: self._people[m.key[1]].terms for m in matches if m.key[0] == "people" for at in m.words}
        groups = []
        for at, term in enumerate(heard):
            if at in explained or term in self._stop:
                continue
            begun: tuple[str, ...] = () if term in self._names or len(term) < 3 else self._speller.beginning_with(term)
            begun += names if at + 1 == len(heard) else ()
            groups.append(tuple(dict.fromkeys((term, *instead.get(at, ()), *begun))))
        return tuple(dict.fromkeys(groups))

    def _name(
        self, typed: Sequence[str], mended: Sequence[str], choice: Choice, meant: Sequence[Spot]
    ) -> tuple[str, ...]:
        """The terms to compare with names: those that tell, and every word of a name that was said in full.

        "Never Use Alone" is a name, though it refuses; "Al-Anon Family Groups" stays as it is, though it was mended.
        "Needle exchange" is a need and no more, though somebody is called "The Exchange".
        """
        as_typed = [stem(word) for word in typed]
        heard = as_typed if self._titled(as_typed) else mended
        titled = self._titled(heard)
        refused = {mended[at] for one in choice.refused for at in one.match.words}
        needed = {mended[at] for one in choice.meant if one.level != "topic" for at in one.match.words}
        placed = {mended[at] for spot in meant for at in range(spot.start, spot.end)}
        telling = [t for at, t in enumerate(heard) if at in titled or (t not in self._stop and t not in refused)]
        if not titled and (needed | placed).issuperset(telling):
            return self._begun(typed)
        return tuple(dict.fromkeys((*telling, *self._begun(typed))))

    def _begun(self, typed: Sequence[str]) -> tuple[str, ...]:
        """The directory's words that somebody may still be typing: the last word of a question, or its only one."""
        if not typed or not (len(typed) == 1 or self._speller.begins_a_name(typed[-1])):
            return ()
        return self._speller.beginning_with(typed[-1]) if len(typed[-1]) >= SHORTEST_MENDED else ()

    def _titled(self, heard: Sequence[str]) -> set[int]:
        """The positions of the words of names of two words or more that were said in full."""
        found: set[int] = set()
        for start, term in enumerate(heard):
            for title in self._titles.get(term, ()):
                if tuple(heard[start : start + len(title)]) == title:
                    found.update(range(start, start + len(title)))
        return found


def understand(
    words: str,
    vocabulary: Vocabulary,
    gazetteer: Gazetteer | None = None,
    names: Mapping[str, int] | None = None,
    titles: Collection[str] = (),
) -> Understanding:
    """Hear one question out. To hear many, make one Listener and keep it: readying it is the slow part."""
    return Listener(vocabulary, gazetteer, names, titles).understand(words)


def mentions(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a record's words say it serves; to read many records, make one Listener and keep it."""
    return Listener(vocabulary).mentions(text)


def _place_words(places: Mapping[tuple[str, ...], tuple[Place, ...]]) -> dict[str, str]:
    """The words of places' own names; their abbreviations ("Portlnd") are found but nothing is mended into them."""
    return {word: stem(word) for name, found in places.items() for word in name if word in words_of(found[0].name)}


def _by_first_term(titles: Collection[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """Names of two words or more, as index terms."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for title in titles:
        if len(title) > 1:
            found.setdefault(stem(title[0]), []).append(tuple(map(stem, title)))
    return found


def prepared(vocabulary: Vocabulary) -> Prepared:
    """All patterns of a vocabulary, opened: what takes most of the time of making a Listener."""
    return prepare(_patterns(vocabulary), vocabulary.classes)


def _patterns(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, str], str]]:
    yield from signals.patterns(vocabulary)
    for need in vocabulary.needs:
        for phrase in need.words:
            yield (choosing.WEAK if phrase.startswith("~") else "need", need.key), phrase.lstrip("~")
    for people in vocabulary.people:
        yield from ((("people", people.key), phrase) for phrase in people.words)
    for part in ("refusals", "lacks", "details", "open_now"):
        yield from ((("grammar", part), phrase) for phrase in getattr(vocabulary.grammar, part))


def _explained(said: Sequence[Said]) -> set[int]:
    """The words that a need explains, topics apart: the hospital of "Ashby Hospital" is part of a name."""
    return {at for one in said if one.level != "topic" for at in one.match.words}


def _outside(said: Sequence[Said], spots: Sequence[Spot]) -> list[Said]:
    """The needs whose words are not those of a place that was meant ("in Crystal" is a town, not a drug)."""
    taken = {at for spot in spots for at in range(spot.start, spot.end)}
    return [one for one in said if not taken.intersection(one.match.words)]


def _age(words: Sequence[str]) -> float | None:
    """An age said in years: "16 year old", "im 16", "17yo", "tengo 16 anos"."""
    for at, word in enumerate(words):
        number = word.rstrip("yo")
        if not (number.isdecimal() and len(number) < 4 and 0 < int(number) <= _OLDEST):
            continue
        before, (unit, after) = words[at - 1] if at else "", (*words[at + 1 : at + 3], "", "")[:2]
        if word.endswith("yo") or _is_age(before, unit, after):
            return float(number)
    return None


def _is_age(before: str, unit: str, after: str) -> bool:
    """Whether the words around a number make it an age, not how long, how far or how much."""
    if unit in _YEARS:
        return (
            after in _OLD or (before in _AGED and after not in _SINCE) or (before == "de" and unit in ("ans", "anos"))
        )
    return unit in ("yo", "y") or (before in _AGED and unit not in _MEASURES)
