"""Slow hashes wait for each other and for nobody else, and a full queue says so at once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

import argon2
import pytest

from dooryard.desk import hashing


def run(*works: Callable[[], object]) -> list[threading.Thread]:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    return threads


def test_a_passphrase_costs_what_we_say() -> None:
    """Argon2id, 128 MB, three passes, one lane."""
    assert (hashing.HASHER.memory_cost, hashing.HASHER.time_cost, hashing.HASHER.parallelism) == (131_072, 3, 1)
    assert hashing.HASHER.type is argon2.Type.ID


def test_nobodys_hash_costs_the_same_and_fits_nothing() -> None:
    hashing._nobodys.cache_clear()  # another test may have hashed at the cheapest
    parameters = argon2.extract_parameters(hashing._nobodys())
    assert parameters == argon2.extract_parameters(hashing.make("a passphrase of somebody"))
    assert not hashing.matches("", "")
    assert not hashing.matches("", "a passphrase of somebody")


def test_only_the_passphrase_that_was_hashed_matches(cheap_hashes: None) -> None:
    stored = hashing.make("a passphrase of somebody")
    assert "passphrase" not in stored
    assert hashing.matches(stored, "a passphrase of somebody")
    assert not hashing.matches(stored, "a passphrase of nobody")


def test_one_works_at_a_time_and_steps_back() -> None:
    at_work, most, nice = [0], [0], []

    def work() -> None:
        at_work[0] += 1
        most[0] = max(most[0], at_work[0])
        nice.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        time.sleep(0.01)
        at_work[0] -= 1

    for thread in run(*[lambda: hashing.hashed(work)] * 5):
        thread.join()
    assert most == [1]
    assert set(nice) == {min(19, os.getpriority(os.PRIO_PROCESS, 0) + hashing.NICER)}


def test_a_full_queue_says_so_at_once_and_works_again_after() -> None:
    go = threading.Event()
    waiting = run(*[lambda: hashing.hashed(go.wait, 10)] * (1 + hashing.WAITING))
    while hashing._room._value:
        time.sleep(0.001)
    with pytest.raises(hashing.Busy):
        hashing.hashed(int)
    assert all(thread.is_alive() for thread in waiting), "it waited for none of them"
    go.set()
    for thread in waiting:
        thread.join()
    assert hashing.hashed(int) == 0


def test_what_goes_wrong_in_the_queue_is_told_to_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        hashing.hashed(divmod, 1, 0)
    assert hashing.hashed(divmod, 7, 2) == (3, 1)
