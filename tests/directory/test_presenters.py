"""What is said of an answer costs no more for a long question than for a short one."""

from __future__ import annotations

import pytest
from django.utils import timezone

from dooryard.core.asking import Finder
from dooryard.core.needs import Understanding
from dooryard.directory import presenters
from tests.directory.test_plain_text import finder_of


def test_of_many_strange_words_five_are_asked_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    finder = finder_of("naloxone")
    words = [f"qx{letter}{other}z" for letter in "bcdfghjklm" for other in "bcdfghjklm"]
    answer = finder.ask(" ".join(words), at=timezone.now())
    asked: list[str] = []
    understand = Finder.understand

    def noted(self: Finder, said: str) -> Understanding:
        asked.append(said)
        return understand(self, said)

    monkeypatch.setattr(Finder, "understand", noted)
    assert presenters.not_understood(answer, finder) == words[:5]
    assert asked == words[:5]
