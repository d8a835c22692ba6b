"""What browsers say that they take is read to the end that matters, and nothing of it is remembered."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import lru_cache

import pytest

from dooryard.web.accepting import LONGEST, weighed
from dooryard.web.speaking import preferred
from tests.web.checking import CheckingClient

PROBE = "xyzzyprobe"
# The type of what lru_cache makes has no name of its own.
REMEMBERING = type(lru_cache(str))


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("es, fr;q=0.5, en;q=0.9", ["es", "en", "fr"]),
        ("fr-CA", ["fr-ca"]),
        ("GZIP;q=0.001 , br", ["br", "gzip"]),
        ("", []),
        (";;q=,,*;q=0", ["*"]),
        ("é, en;q=x, pt", ["pt"]),
        (f"es, {'x' * LONGEST}", ["es"]),
        ("e" * (LONGEST + 1), []),
    ],
)
def test_names_are_read_the_best_liked_first(header: str, names: list[str]) -> None:
    assert list(weighed(header)) == names


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("de, fr;q=0.4, es;q=0.6", "es"),
        ("so, es;q=0.5", "es"),
        ("es;q=0, fr;q=0.1", "fr"),
        ("de", "en"),
        ("", "en"),
    ],
)
def test_the_first_language_that_we_have_is_chosen(header: str, code: str) -> None:
    assert preferred(header) == code


def remembered(probe: str) -> list[str]:
    """The functions whose cache holds a text with the probe in it."""
    caches = [one for one in gc.get_objects() if type(one) is REMEMBERING]
    return sorted(one.__qualname__ for one in caches if any(probe in text for text in texts(one)))


def texts(cache: object) -> Iterator[str]:
    """Every text that hangs on a cache by a few steps: its keys, what they are made of, its results."""
    wrapped = getattr(cache, "__wrapped__", None)
    near = [one for one in gc.get_referents(cache) if one is not wrapped and one is not type(cache)]
    for _ in range(3):
        yield from (one for one in near if isinstance(one, str))
        # The collector does not walk over keys that are texts.
        near = [far for one in near if isinstance(one, dict) for pair in one.items() for far in pair] + [
            far for one in near if isinstance(one, list | tuple) for far in gc.get_referents(one)
        ]


def ask_with_probes(client: CheckingClient) -> None:
    """A page, a search, a service and a wrong address by a browser whose headers and words are like nobody's."""
    probes = {"Accept-Encoding": f"br, {PROBE}", "Accept-Language": f"es, {PROBE}", "User-Agent": PROBE}
    told = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in probes.items()}
    asked = client.post("/find", {"words": PROBE, "near": PROBE}, **told)
    for path in ("/", asked.headers["Location"]):
        client.get(path, **told)
    client.get("/find", {"q": PROBE, "near": PROBE, "f.language": PROBE}, **told)
    # The test client splits the path that it is given, and that is remembered; the path that comes so is not split.
    client.get("/", **{**told, "PATH_INFO": f"/{PROBE}"})
    client.options("*", **told)


def test_no_cache_holds_what_a_browser_or_a_person_said(client: CheckingClient) -> None:
    ask_with_probes(client)
    assert remembered(PROBE) == []


@pytest.mark.parametrize("keep", [lru_cache(maxsize=64), lru_cache(maxsize=None), lru_cache(maxsize=8, typed=True)])
def test_a_cache_that_held_it_would_be_caught(keep: Callable[[Callable[[str], int]], Callable[[str], int]]) -> None:
    @keep
    def counted(header: str) -> int:
        return len(header)

    counted(f"gzip, {PROBE}")
    assert remembered(PROBE) == [counted.__qualname__]


def test_a_request_for_no_path_at_all_is_no_fault_of_ours(client: CheckingClient) -> None:
    assert client.generic("OPTIONS", "*").status_code == 404


@pytest.mark.parametrize(("path", "status"), [("/es", 200), ("/es/", 200), ("/es/talk", 200), ("/es/es/talk", 404)])
def test_a_language_before_a_path_is_taken_off_once(client: CheckingClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status
