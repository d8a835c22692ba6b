"""Whether what somebody typed can be sent: why not, in a word that the page makes a sentence of."""

from __future__ import annotations

import re

from dooryard.liaison.seeker.carrying import Typed
from dooryard.liaison.threads import Wishes

LONGEST = 8_000
"""Letters of a message."""
SHORT = 200
"""Letters of every other field."""
DIGITS = range(7, 16)
BY_NUMBER = ("call", "text")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def message(typed: Typed) -> str:
    """What is wrong with a message, "" for nothing."""
    if not typed.message:
        return "empty"
    return "long" if len(typed.message) > LONGEST else ""


def how(typed: Typed) -> str:
    """What is wrong with how to be answered, "" for nothing."""
    fields = (typed.phone, typed.again, typed.email, typed.place, typed.hours, typed.otherwise)
    if any(len(one) > SHORT for one in (*fields, typed.word, typed.our_word)):
        return "field"
    return _number(typed) or _others(typed) or _words(typed)


def wishes(typed: Typed) -> Wishes:
    """How somebody wants to be answered: of what they typed, only what a way that they chose needs."""
    by_number = any(one in typed.how for one in BY_NUMBER)
    return Wishes(
        channels=typed.how,
        phone=typed.phone if by_number else "",
        email=typed.email if "email" in typed.how else "",
        place=typed.place if "meet" in typed.how else "",
        hours=typed.hours if typed.how else "",
        voicemail=typed.voicemail and "call" in typed.how,
        otherwise=typed.otherwise if typed.how else "",
        word=typed.word if typed.how else "",
        our_word=typed.our_word if typed.how else "",
    )


def _number(typed: Typed) -> str:
    wanted = any(one in typed.how for one in BY_NUMBER)
    if not wanted:
        return "unasked" if typed.phone or typed.again else ""
    first, second = _digits(typed.phone), _digits(typed.again)
    if first != second:
        return "differ"
    return "" if len(first) in DIGITS else "number"


def _others(typed: Typed) -> str:
    if "email" in typed.how and not _EMAIL.fullmatch(typed.email):
        return "email"
    return "place" if "meet" in typed.how and not typed.place else ""


def _words(typed: Typed) -> str:
    """Each way besides coming back needs a word for both sides: nobody says what it is about before they heard it."""
    if not typed.how:
        return ""
    if not (typed.word and typed.our_word):
        return "word"
    return "same" if typed.word.casefold() == typed.our_word.casefold() else ""


def _digits(number: str) -> str:
    return "".join(char for char in number if char.isdecimal())
