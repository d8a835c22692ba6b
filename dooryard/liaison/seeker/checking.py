"""Whether what somebody typed can be sent: why not, in a word that the page makes a sentence of."""

from __future__ import annotations

import re

import msgspec
import phonenumbers

from dooryard.liaison.letters import BY_NUMBER
from dooryard.liaison.seeker.carrying import Typed
from dooryard.liaison.threads import Wishes

LONGEST = 8_000
"""Letters of a message."""
SHORT = 200
"""Letters of every other field."""
REGION = "US"
"""Numbers without a country's code are those of the North American plan, as in the directory (core/numbers.py)."""
_NOT_DIALED = re.compile(r"[^\d+]")
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


def unasked(typed: Typed) -> bool:
    """Whether a number was written and no way ticked that needs one: maybe a tick was forgotten."""
    return bool(typed.phone or typed.again) and not _by_number(typed.how)


def without(wishes: Wishes, how: tuple[str, ...]) -> Wishes:
    """Wishes without the ways that are not in `how`, and without what only those needed. No way is added."""
    kept = tuple(one for one in wishes.channels if one in how)
    return msgspec.structs.replace(
        wishes,
        channels=kept,
        phone=wishes.phone if _by_number(kept) else "",
        email=wishes.email if "email" in kept else "",
        place=wishes.place if "meet" in kept else "",
        hours=wishes.hours if kept else "",
        voicemail=wishes.voicemail and "call" in kept,
        otherwise=wishes.otherwise if kept else "",
        word=wishes.word if kept else "",
        our_word=wishes.our_word if kept else "",
        failures={way: many for way, many in wishes.failures.items() if way in kept},
    )


def fewer(wishes: Wishes, typed: Typed) -> Wishes | None:
    """These wishes without what is not allowed any more; None where nothing was taken back."""
    left = without(wishes, typed.how)
    left = msgspec.structs.replace(
        left, voicemail=left.voicemail and typed.voicemail, pass_on=left.pass_on and typed.pass_on
    )
    return None if left == wishes else left


def wishes(typed: Typed) -> Wishes:
    """How somebody wants to be answered: of what they typed, only what a way that they chose needs."""
    asked = Wishes(
        channels=typed.how,
        phone=typed.phone,
        email=typed.email,
        place=typed.place,
        hours=typed.hours,
        voicemail=typed.voicemail,
        otherwise=typed.otherwise,
        word=typed.word,
        our_word=typed.our_word,
        pass_on=typed.pass_on,
    )
    return without(asked, typed.how)


def _by_number(how: tuple[str, ...]) -> bool:
    return any(one in how for one in BY_NUMBER)


def _number(typed: Typed) -> str:
    if not _by_number(typed.how):
        return ""
    first, second = _dialed(typed.phone), _dialed(typed.again)
    if not first:
        return "number"
    return "" if first == second else "differ"


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


def _dialed(number: str) -> str:
    """A number as it is dialed from anywhere, "" where it is not a whole one: 555-0123 lacks what comes before it.

    A word beside it ("ask for Ana") is no mistake.
    """
    try:
        found = phonenumbers.parse(_NOT_DIALED.sub("", number), REGION)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(found) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
