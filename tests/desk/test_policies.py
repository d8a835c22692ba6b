"""The table of roles: who may do what, and nobody more."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass

import pytest

from dooryard.desk import policies
from dooryard.desk.policies import ROLES, NotAllowed

# Written out a second time, so that a change of the table is seen to be meant.
MAY = {
    "use_desk": {"steward", "specialist", "liaison", "campaigner", "analyst", "administrator"},
    "answer": {"liaison"},
    "keep_shifts": {"liaison"},
    "see_answer_times": {"liaison", "analyst", "administrator"},
    "keep_accounts": {"administrator"},
}


# What does not hang on a role alone, but on whom it is done to: each has a test of its own below.
BETWEEN = ("go_on_without", "give_roles")


@dataclass
class Person:
    roles_now: frozenset[str]


@pytest.mark.parametrize("what", MAY)
@pytest.mark.parametrize("role", [*ROLES, ""])
def test_each_role_may_what_the_table_says_and_nothing_else(role: str, what: str) -> None:
    person = Person(frozenset({role} - {""}))
    allowed = role in MAY[what]
    assert getattr(policies, f"can_{what}")(person) is allowed
    check = getattr(policies, f"check_can_{what}")
    if allowed:
        assert check(person) is None
    else:
        with pytest.raises(NotAllowed):
            check(person)


def test_roles_add_up() -> None:
    person = Person(frozenset({"analyst", "liaison"}))
    assert policies.can_answer(person) and policies.can_see_answer_times(person)
    assert not policies.can_keep_accounts(person)


def test_a_role_that_nobody_knows_may_nothing() -> None:
    assert not [what for what in MAY if getattr(policies, f"can_{what}")(Person(frozenset({"emperor"})))]


def test_every_rule_is_a_pair_and_is_in_the_table_here() -> None:
    all_here = inspect.getmembers(policies, lambda one: inspect.isfunction(one) and one.__module__ == policies.__name__)
    functions = {name for name, _ in all_here if not name.startswith("_")}
    assert functions == {f"{begin}can_{what}" for what in [*MAY, *BETWEEN] for begin in ("", "check_")}
    assert {what.replace(" ", "_") for what in policies.MAY} == set(MAY)


@pytest.mark.parametrize(
    ("account", "keeping", "can"), [(1, [1], False), (1, [1, 2], True), (1, [2], True), (1, [], False)]
)
def test_the_desk_is_not_left_without_an_administrator(account: int, keeping: list[int], can: bool) -> None:
    assert policies.can_go_on_without(account, keeping) is can
    if can:
        assert policies.check_can_go_on_without(account, keeping) is None
    else:
        with pytest.raises(NotAllowed):
            policies.check_can_go_on_without(account, keeping)


@pytest.mark.parametrize(
    ("giver", "after", "can"),
    [
        (1, ["administrator"], True),
        (1, ["administrator", "liaison"], False),
        (1, ["liaison"], False),
        (1, [], True),
        (2, ["administrator", "liaison"], True),
    ],
)
def test_nobody_gives_themself_a_role(giver: int, after: list[str], can: bool) -> None:
    before = ["administrator", "analyst"]
    assert policies.can_give_roles(giver, 1, before, after) is can
    if can:
        assert policies.check_can_give_roles(giver, 1, before, after) is None
    else:
        with pytest.raises(NotAllowed):
            policies.check_can_give_roles(giver, 1, before, after)


def test_the_six_roles_are_those_of_the_issue() -> None:
    assert list(ROLES) == ["steward", "specialist", "liaison", "campaigner", "analyst", "administrator"]


def test_policies_import_no_framework() -> None:
    tree = ast.parse(inspect.getsource(policies))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names == {"__future__", "collections.abc", "typing", "dooryard.core.saying"}
