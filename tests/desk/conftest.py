"""Accounts to try the desk with, and hashes that cost nothing."""

from __future__ import annotations

from collections.abc import Iterator

import argon2
import pytest

from dooryard.desk import hashing


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Argon2id that takes no time; what it costs outside of the tests is a test of its own."""
    monkeypatch.setattr(hashing, "HASHER", argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    hashing._nobodys.cache_clear()
    yield
    hashing._nobodys.cache_clear()
