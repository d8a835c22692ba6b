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
    assert functions == {f"{begin}can_{what}" for what in MAY for begin in ("", "check_")}
    assert {what.replace(" ", "_") for what in policies.MAY} == set(MAY)


def test_the_six_roles_are_those_of_the_issue() -> None:
    assert list(ROLES) == ["steward", "specialist", "liaison", "campaigner", "analyst", "administrator"]


def test_policies_import_no_framework() -> None:
    tree = ast.parse(inspect.getsource(policies))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names == {"__future__", "collections.abc", "typing", "dooryard.core.saying"}
