"""A property that is worked out when it is first wanted, without a lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class lazily(Generic[T]):  # noqa: N801 - a decorator, like property
    """What functools.cached_property is from Python 3.12 on.

    Before, it holds one lock for all instances while it works, so that the threads of a server wait for each other
    over questions that have nothing to do with each other. Two threads that want the same value first may both work.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type) -> T:
        if instance is None:
            return self  # type: ignore[return-value]  # of the class itself, for those who read its documentation
        found = instance.__dict__[self._name] = self._work(instance)
        return found
