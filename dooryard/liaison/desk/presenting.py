"""Conversations as the liaisons' pages show them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from dooryard.directory.presenters import county_name
from dooryard.liaison.desk.wording import CHANNEL, STANDS, URGENCY
from dooryard.liaison.letters import FAILURES, Conversation, Waiting, Wishes


def whose(assigned: str, me: str, known: Mapping[str, str]) -> str:
    """Whether a conversation is mine, a colleague's, or everybody's: also where who had taken it has left the desk."""
    return "mine" if assigned == me else "theirs" if assigned in known else "free"


def listed(one: Waiting, today: datetime.date, me: str, known: Mapping[str, str]) -> dict[str, Any]:
    """A row of the list: where, how urgent, how many days, whose, what is new. Nothing of what is in it."""
    stands = ("more" if one.answered else "first") if one.unanswered else "answered"
    return {
        "whose": whose(one.assigned, me, known),
        "taken_by": known.get(one.assigned, ""),
        "thread": one.thread,
        "county": county_name(one.county) if one.county else "",
        "urgency": URGENCY[one.urgency],
        "urgent": one.urgency == "danger",
        "days": max(0, (today - one.last).days),
        "said": STANDS[one.state if one.state == "closed" else stands],
        "begun": one.day.isoformat(),
    }


def opened(one: Conversation) -> dict[str, Any]:
    """A conversation, opened."""
    return {
        "county": county_name(one.county) if one.county else "",
        "urgency": URGENCY[one.urgency],
        "state": one.state,
        "expires": one.expires.isoformat(),
        "whole": one.whole,
        "pass_on": one.wishes.pass_on,
        "letters": [
            {
                "mine": letter.sender == "liaison",
                "day": letter.day.isoformat(),
                "lines": _lines(letter.text),
                "missing": letter.missing,
            }
            for letter in one.letters
        ],
    }


def wished(wishes: Wishes) -> dict[str, Any]:
    """How somebody wants to be reached; a channel on which the word was wrong too often is closed."""
    return {
        "ways": [
            {
                "channel": channel,
                "name": CHANNEL[channel],
                "to": {"call": wishes.phone, "text": wishes.phone, "email": wishes.email}.get(channel, wishes.place),
                "failures": wishes.failures.get(channel, 0),
                "left": FAILURES - wishes.failures.get(channel, 0),
                "open": channel in wishes.open(),
            }
            for channel in wishes.channels
            if channel in CHANNEL
        ],
        "hours": wishes.hours,
        "voicemail": wishes.voicemail,
        "otherwise": wishes.otherwise,
        "word": wishes.word,
        "our_word": wishes.our_word,
    }


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
