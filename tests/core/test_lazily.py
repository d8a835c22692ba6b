"""What is worked out lazily: once, when it is wanted, for each instance, with no instance waiting for another."""

from __future__ import annotations

import threading

from dooryard.core.lazily import lazily


class Sum:
    """Adds up when asked."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers
        self.worked = 0
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    @lazily
    def total(self) -> int:
        """All of them together."""
        self.worked += 1
        self.begun.set()
        assert self.go_on.wait(10)
        return sum(self.numbers)


def test_it_is_worked_out_once_and_only_when_wanted() -> None:
    one, other = Sum(1, 2), Sum(5)
    assert (one.worked, one.total, one.total, one.worked) == (0, 3, 3, 1)
    assert (other.total, other.worked, one.total) == (5, 1, 3)


def test_one_instance_does_not_wait_for_another() -> None:
    slow, quick = Sum(1), Sum(2)
    slow.go_on.clear()
    thread = threading.Thread(target=lambda: slow.total)
    thread.start()
    assert slow.begun.wait(10)
    assert quick.total == 2
    slow.go_on.set()
    thread.join()
    assert slow.total == 1


def test_its_documentation_is_that_of_the_work() -> None:
    assert Sum.total.__doc__ == "All of them together."
