"""Who may do what at the desk: one table of roles, and for each thing a pair that answers or refuses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from dooryard.core.saying import mark

STEWARD, SPECIALIST, LIAISON = "steward", "specialist", "liaison"
CAMPAIGNER, ANALYST, ADMINISTRATOR = "campaigner", "analyst", "administrator"

ROLES = {
    STEWARD: mark("Steward: keeps the directory true."),
    SPECIALIST: mark("Specialist: finds help for people who call."),
    LIAISON: mark("Liaison: answers people who wrote."),
    CAMPAIGNER: mark("Campaigner: makes material to share."),
    ANALYST: mark("Analyst: reads figures."),
    ADMINISTRATOR: mark("Administrator: keeps the accounts. Reads no message."),
}
"""The roles, and what each is for."""

MAY = {
    "use desk": frozenset(ROLES),
    "answer": frozenset({LIAISON}),
    "keep shifts": frozenset({LIAISON}),
    "see answer times": frozenset({LIAISON, ANALYST, ADMINISTRATOR}),
    "keep accounts": frozenset({ADMINISTRATOR}),
}
"""What is done at the desk, and the roles that may. An administrator is not a liaison: no message opens for one."""


class NotAllowed(Exception):
    """The account's roles do not go so far."""


class HasRoles(Protocol):
    """An account, as far as a policy looks at it: one that is not active has no roles."""

    @property
    def roles_now(self) -> Iterable[str]:
        """The roles that count now."""


def _may(account: HasRoles, what: str) -> bool:
    return not MAY[what].isdisjoint(account.roles_now)


def _check(account: HasRoles, what: str) -> None:
    if not _may(account, what):
        raise NotAllowed(what)


def can_use_desk(account: HasRoles) -> bool:
    """Whether the account may come in at all."""
    return _may(account, "use desk")


def check_can_use_desk(account: HasRoles) -> None:
    """Raises NotAllowed unless it may come in at all."""
    _check(account, "use desk")


def can_answer(account: HasRoles) -> bool:
    """Whether the account may open and answer what people wrote to a team that it belongs to."""
    return _may(account, "answer")


def check_can_answer(account: HasRoles) -> None:
    """Raises NotAllowed unless it may open and answer what people wrote."""
    _check(account, "answer")


def can_keep_shifts(account: HasRoles) -> bool:
    """Whether the account may say who is there when."""
    return _may(account, "keep shifts")


def check_can_keep_shifts(account: HasRoles) -> None:
    """Raises NotAllowed unless it may say who is there when."""
    _check(account, "keep shifts")


def can_see_answer_times(account: HasRoles) -> bool:
    """Whether the account may see how long people waited, in days."""
    return _may(account, "see answer times")


def check_can_see_answer_times(account: HasRoles) -> None:
    """Raises NotAllowed unless it may see how long people waited."""
    _check(account, "see answer times")


def can_keep_accounts(account: HasRoles) -> bool:
    """Whether the account may see who has an account, invite people, change their roles and end accounts."""
    return _may(account, "keep accounts")


def check_can_keep_accounts(account: HasRoles) -> None:
    """Raises NotAllowed unless it may keep the accounts."""
    _check(account, "keep accounts")


def can_go_on_without(account: int, keeping: Collection[int]) -> bool:
    """Whether somebody keeps the accounts when this account does not any more; `keeping` are those who do now."""
    return any(one != account for one in keeping)


def check_can_go_on_without(account: int, keeping: Collection[int]) -> None:
    """Raises NotAllowed for the last administrator."""
    if not can_go_on_without(account, keeping):
        raise NotAllowed("go on without")


def can_give_roles(giver: int, account: int, before: Collection[str], after: Collection[str]) -> bool:
    """Whether somebody who keeps accounts may make these roles of those: nobody gives themself one more."""
    return giver != account or set(after) <= set(before)


def check_can_give_roles(giver: int, account: int, before: Collection[str], after: Collection[str]) -> None:
    """Raises NotAllowed for who gives themself a role."""
    if not can_give_roles(giver, account, before, after):
        raise NotAllowed("give roles")
