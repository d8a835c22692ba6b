"""Whatever a browser sends as a passkey's answer, it is refused in words: nothing of it breaks the page."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from dooryard.desk import passkeys
from dooryard.desk.models import Account
from dooryard.desk.passkeys import NotProven, Site
from tests.desk.authenticator import Authenticator, letters, read

SITE = Site("testserver", "http://testserver")
ODD = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text() | some.floats(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=5,
)
PARTS = ["id", "rawId", "type", "response"]
QUIET = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def made() -> tuple[str, str]:
    """A true answer to somebody who asks for a new passkey, and what was asked."""
    asked = passkeys.ask_for_new(Account(name="Sam", handle=b"1" * 32), SITE, "x")
    return Authenticator().make(asked.options), asked.sealed


def test_the_true_answer_holds(made: tuple[str, str]) -> None:
    assert passkeys.new(*made, SITE, "x").transports == ("internal",)


@QUIET
@given(place=some.integers(0, 400), byte=some.integers(0, 255))
def test_a_byte_that_was_changed_breaks_nothing(made: tuple[str, str], place: int, byte: int) -> None:
    answer = json.loads(made[0])
    value = bytearray(read(answer["response"]["attestationObject"]))
    value[place % len(value)] = byte
    answer["response"]["attestationObject"] = letters(bytes(value))
    _refused_or_held(json.dumps(answer), made[1])


@QUIET
@given(part=some.sampled_from(PARTS), inner=some.sampled_from([None, *Authenticator.PARTS]), odd=ODD)
def test_a_part_that_is_something_else_breaks_nothing(
    made: tuple[str, str], part: str, inner: str | None, odd: Any
) -> None:
    answer = json.loads(made[0])
    if inner is None:
        answer[part] = odd
    else:
        answer["response"][inner] = odd
    _refused_or_held(json.dumps(answer), made[1])


@QUIET
@given(answer=some.text() | ODD.map(json.dumps), asked=some.text())
@pytest.mark.django_db
def test_anything_at_all_is_refused(made: tuple[str, str], answer: str, asked: str) -> None:
    for sealed in (made[1], asked):
        with pytest.raises(NotProven):
            passkeys.new(answer, sealed, SITE, "x")
        with pytest.raises(NotProven):
            passkeys.proven(answer, sealed, SITE, "x")


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["[" * 16_000, '{"a":' * 3_000, '{"rawId": "' + "A" * 15_000 + '", "response": {}}'])
def test_what_is_deep_or_long_is_refused(made: tuple[str, str], answer: str) -> None:
    for check in (passkeys.new, passkeys.proven):
        with pytest.raises(NotProven):
            check(answer, made[1], SITE, "x")


@pytest.mark.parametrize("bytes_", [b"\x81" * 9_000, b"\xa1\x01" * 4_000, b"\x9f" * 9_000, b"\xc1" * 9_000])
def test_what_is_deep_in_its_bytes_is_refused(made: tuple[str, str], bytes_: bytes) -> None:
    answer = json.loads(made[0])
    answer["response"]["attestationObject"] = letters(bytes_)
    with pytest.raises(NotProven):
        passkeys.new(json.dumps(answer), made[1], SITE, "x")


def _refused_or_held(answer: str, sealed: str) -> None:
    with suppress(NotProven):
        passkeys.new(answer, sealed, SITE, "x")
