"""The fast finder and the slow obvious one give the same totals, counts and order, whatever is asked."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.generate import corpus
from bench.reference import Reference
from dooryard.core.bundle import values
from dooryard.core.bundle.reader import Bundle
from dooryard.core.documents import NOT_STATED, Confirmed, Document, Question
from dooryard.core.places import Place
from tests.core.bundle.making import MONDAY_TEN, ZONES, bundle, document, ids, weekly

WORDS = ("detox", "narcan", "needle", "exchange", "bangor", "kitchen", "health", "help", "healthy", "ride")
KEYS = ("detox", "food", "liaison")
COUNTIES = ("", "Penobscot", "York")

some_words = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
points = st.none() | st.tuples(st.floats(44.5, 45.1), st.floats(-69.2, -68.4))
ages = st.none() | st.sampled_from((12.0, 18.0, 65.0))
keys = st.lists(st.sampled_from(KEYS), unique=True, max_size=2).map(tuple)
hours = st.sampled_from(((), weekly("MO", "09:00", "17:00"), weekly("TU,SU", "22:00", "03:00")))
facets = st.dictionaries(
    st.sampled_from(("cost", "language")), st.lists(st.sampled_from("xyz"), unique=True, max_size=2).map(tuple)
)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """A few documents that share words, names, counties and hours."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        point = draw(points)
        found.append(
            document(
                f"{number:02d}",
                service=draw(some_words),
                organization=draw(some_words),
                description=draw(some_words),
                town=draw(st.sampled_from(("", "Bangor"))),
                county=draw(st.sampled_from(COUNTIES)),
                categories=draw(keys),
                also=draw(keys),
                lat=point and point[0],
                lon=point and point[1],
                reach=draw(st.sampled_from(("site", "site", "area", "statewide", "phone", "mail"))),
                areas=draw(st.sampled_from(((), ("York",), ("Penobscot", "York")))),
                schedules=draw(hours),
                zone=draw(st.sampled_from(("America/New_York", "America/Chicago", "Moon/Base"))),
                minimum_age=draw(ages),
                maximum_age=draw(ages),
                status=draw(st.sampled_from(("open", "closed", "planned", "unconfirmed"))),
                sources=draw(st.integers(0, 7)),
                confirmed=draw(st.none() | st.just(Confirmed(when="2026-11-01", how="called"))),
                facets=draw(facets),
            )
        )
    return found


terms = st.sampled_from((*WORDS, "nee", "x"))
places = st.none() | st.builds(
    Place,
    name=st.just("Somewhere"),
    kind=st.sampled_from(("town", "county", "state", "point")),
    lat=st.floats(44.6, 45.0),
    lon=st.floats(-69.0, -68.5),
    county=st.sampled_from(COUNTIES),
    maybe=st.sampled_from(((), ("York", "Penobscot"))),
)
questions = st.builds(
    Question,
    wanted=st.dictionaries(st.sampled_from((*KEYS, "unheard")), st.sampled_from((1.0, 0.5)), max_size=2),
    match=st.sampled_from(("main", "also")),
    groups=st.lists(st.lists(terms, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
    name=st.lists(terms, max_size=3, unique=True).map(tuple),
    place=places,
    within=st.none() | st.floats(0.5, 40),
    open_now=st.booleans(),
    age=ages,
    filters=st.dictionaries(
        st.sampled_from(("cost", "language", "category", "county", "pets")),
        st.lists(st.sampled_from(("x", "y", "food", "York", NOT_STATED)), unique=True, max_size=2).map(tuple),
        max_size=2,
    ),
    limit=st.sampled_from((3, 20)),
)


def same(made: Bundle, reference: Reference, question: Question, minutes: int) -> None:
    """Ask both and compare everything."""
    at = MONDAY_TEN + timedelta(minutes=minutes)
    found, right = made.find(question, at), reference.answer(question, at)
    assert found.total == right.total
    assert ids(made, found) == right.top
    assert [hit.score for hit in found.hits] == right.scores
    assert found.facets == right.facets


@settings(max_examples=150)
@given(documents=documents(), question=questions, minutes=st.integers(0, 7 * 24 * 60))
def test_small_directories_are_answered_alike(documents: list[Document], question: Question, minutes: int) -> None:
    same(bundle(documents), Reference(documents, ZONES), question, minutes)


@lru_cache(maxsize=1)
def _large() -> tuple[Bundle, Reference]:
    found = corpus(1800, questions=0).documents
    return bundle(found), Reference(found, ZONES)


@settings(max_examples=12, deadline=None)
@given(number=st.integers(0, 199), minutes=st.integers(0, 7 * 24 * 60))
def test_a_large_directory_is_answered_alike(number: int, minutes: int) -> None:
    asked = corpus_questions()[number]
    with patch.object(values, "MANY", 500):
        same(*_large(), asked, minutes)


@lru_cache(maxsize=1)
def corpus_questions() -> list[Question]:
    """The benchmark's own questions at this size, and the widest of all."""
    return [asked.question for asked in corpus(1800, questions=199).questions] + [Question()]
