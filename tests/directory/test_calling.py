"""What to say on the phone: something for every kind, short, plain, and without a condition."""

from __future__ import annotations

import re

import msgspec
import pytest

from dooryard.core.categories import SERVICES
from dooryard.directory import calling

CONDITIONS = re.compile(r"\b(clean|sober|abstinen\w*|drug.free|relaps\w*|addict\w*|abuse\w*|cure\w*|safe(ly)?)\b", re.I)


def lines() -> list[str]:
    told = calling.calling()
    return [told.first, told.last, *(line for call in told.kinds.values() for line in (call.say, *call.ask))]


@pytest.mark.parametrize("kind", SERVICES)
def test_every_kind_has_what_to_say_and_it_is_short(kind: str) -> None:
    told = calling.script([kind])
    assert 3 <= len(told) <= 5
    assert len(" ".join(told).split()) <= 50


def test_a_line_is_called_for_what_it_does_else_as_any_line() -> None:
    assert "near me" in calling.script(("hotline", "info-line"))[0]
    assert calling.script(("hotline", "veterans")) == calling.script(("hotline",))
    assert calling.script(("no-such-kind",)) == calling.script(("other",))


def test_nothing_sets_a_condition_claims_an_effect_or_is_long() -> None:
    for line in lines():
        assert not CONDITIONS.search(line.replace("using more safely", "")), line
        assert max(len(sentence.split()) for sentence in re.split(r"[.?!]", line)) <= 17, line


def test_a_kind_without_words_and_one_that_does_not_exist_are_refused() -> None:
    told = calling.calling()
    less = {kind: call for kind, call in told.kinds.items() if kind != "food"}
    with pytest.raises(ValueError, match="nothing to say to: food"):
        msgspec.structs.replace(told, kinds=less)
    with pytest.raises(ValueError, match="no such kind: bingo"):
        msgspec.structs.replace(told, kinds=told.kinds | {"bingo": told.kinds["food"]})
