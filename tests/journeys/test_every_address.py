"""Every public address, judged by axe and for its make: each language, script on and off, at 320 and 1280 pixels.

`make test` takes a covering part, as the whole takes many minutes: every page in English, Spanish and Arabic; three
pages in every language; of each page and language two of the four (script, width), so that every page is judged in all
four and each language in both scripts and both widths. `make test-long` judges the whole product.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from playwright.sync_api import Browser, Route

from dooryard.directory import languages
from tests.journeys.addresses import ADDRESSES, reach, titled
from tests.journeys.judging import Judge, judging

NAMES = tuple(one.name for one in ADDRESSES)
STATES = tuple(product((True, False), (320, 1280)))
"""Script on or off, and the width."""
HALVES = ((STATES[0], STATES[3]), (STATES[1], STATES[2]))

EVERYWHERE = ("home", "found", "now")
WHOLE = ("en", "es", "ar")

Case = tuple[str, str, Sequence[tuple[bool, int]]]


def covering() -> Iterator[Case]:
    """Pages, languages and states, so that every page is seen in every state and every language has a page in each."""
    for at, name in enumerate(NAMES):
        for turn, language in enumerate(languages.LANGUAGES):
            if language in WHOLE or name in EVERYWHERE:
                yield name, language, HALVES[(at + turn) % 2]


def rest() -> Iterator[Case]:
    """What is left of the whole product."""
    seen = {(name, language, state) for name, language, states in covering() for state in states}
    for name, language in product(NAMES, languages.LANGUAGES):
        yield name, language, [state for state in STATES if (name, language, state) not in seen]


def told(part: object) -> str:
    """What stands in the name of a test: page and language; the states stand in what it finds."""
    return part if isinstance(part, str) else "states"


@pytest.fixture(scope="module")
def judge(chromium: Browser) -> Iterator[Judge]:
    with judging(chromium) as one:
        yield one


def judged(judge: Judge, site: str, name: str, language: str, states: Sequence[tuple[bool, int]]) -> list[str]:
    """Everything that anybody finds wrong with a page."""
    direction = languages.LANGUAGES[language].direction
    found = []
    for script, width in states:
        judge.open(site + reach(site, name, language), script=script, width=width)
        said = judge.faults(title=titled(name, language), language=language, direction=direction) + judge.barriers()
        found += [f"script {'on' if script else 'off'}, {width} px: {fault}" for fault in said]
    return found


@pytest.mark.parametrize(("name", "language", "states"), list(covering()), ids=told)
def test_nothing_is_wrong_with_a_page(
    judge: Judge, site: str, name: str, language: str, states: Sequence[tuple[bool, int]]
) -> None:
    assert judged(judge, site, name, language, states) == []


@pytest.mark.long
@pytest.mark.parametrize(("name", "language", "states"), list(rest()), ids=told)
def test_nothing_is_wrong_with_any_page(
    judge: Judge, site: str, name: str, language: str, states: Sequence[tuple[bool, int]]
) -> None:
    assert judged(judge, site, name, language, states) == []


def test_the_covering_part_covers() -> None:
    seen = [(name, language, *state) for name, language, states in covering() for state in states]
    assert {(name, *state) for name, _, *state in seen} == {(name, *state) for name in NAMES for state in STATES}
    assert {(language, *state) for _, language, *state in seen} == {
        (language, *state) for language in languages.LANGUAGES for state in STATES
    }
    whole = seen + [(name, language, *state) for name, language, states in rest() for state in states]
    assert sorted(whole) == sorted((*two, *state) for two in product(NAMES, languages.LANGUAGES) for state in STATES)


BAD = """<!doctype html><html lang="fr"><head><title>narcan in Bangor</title></head><body>
<h1>One</h1><h1>Two</h1><p id="a">A</p><p id="a">B</p><input name="words"><input name="words"><img src="x">
<section aria-labelledby="gone"></section><div style="width: 2000px">wide</div></body></html>"""


def test_a_planted_bad_page_fails_the_making_and_axe(judge: Judge) -> None:
    judge.show(BAD)
    made = " ".join(judge.faults(title="Services", language="en", direction="ltr"))
    for fault in (
        "headings",
        "title",
        "language ('fr'",
        "id a twice",
        "no label",
        "words again",
        "nowhere: gone",
        "wide",
    ):
        assert fault in made
    barriers = " ".join(judge.barriers())
    for fault in ("label", "image-alt", "landmark-one-main"):
        assert fault in barriers


def test_a_script_that_the_policy_refuses_is_a_fault(judge: Judge, site: str) -> None:
    def plant(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</head>", "<script>1</script></head>"))

    judge.page.route(f"{site}/", plant)
    judge.open(f"{site}/")
    judge.page.unroute(f"{site}/")
    assert "Content Security Policy" in " ".join(judge.faults(title="Local services", language="en", direction="ltr"))


def test_a_page_without_script_runs_none(judge: Judge, site: str) -> None:
    ran = "document.documentElement.classList.contains('js')"
    judge.open(f"{site}/", script=True)
    assert judge.page.evaluate(ran)
    judge.open(f"{site}/", script=False)
    assert not judge.page.evaluate(ran)
