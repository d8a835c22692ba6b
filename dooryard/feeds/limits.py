"""What a phone number, a count and a text may be: shared by the rules for records and for the place itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from dooryard.core import numbers
from dooryard.feeds.entry import Entry, Number

MOST_PUBLISHERS = 1000
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
MARKUP = re.compile("[<>]")
_SHORT_CODE = re.compile("[0-9]{3}|[0-9]{5,6}")
_SHORT_CODE_FOR_TEXTS = re.compile("[0-9]{3}-[0-9]{3}")
_MADE_UP = re.compile("[2-9][0-9]{2}55501[0-9]{2}")
"""Numbers kept for stories and tests: 555-0100 to 555-0199 of any area."""

_EXTENSION = re.compile("[0-9]{1,7}")
_CLOCK = re.compile("[0-9]{2}:[0-9]{2}")


def phones(entry: Entry, country: str) -> Iterator[str]:
    """What is wrong with the numbers of a record."""
    for number in entry.phones:
        if not dialable(number, country):
            yield f"a phone number that cannot be dialed: {len(numbers.digits(number.number))} digits in a wrong form"
        if number.extension and not _EXTENSION.fullmatch(number.extension):
            yield "an extension is digits, seven at most"


def dialable(number: Number, country: str) -> bool:
    """Whether a number is one that its country's numbering plan has, or a short code, which has no extension.

    A short code is written as one piece (988, 85511); the six digits that texts go to may have their dash (898-211).
    """
    if _SHORT_CODE.fullmatch(number.number):
        return not number.extension
    if number.type == "text" and _SHORT_CODE_FOR_TEXTS.fullmatch(number.number):
        return not number.extension
    found = numbers.national(number.number)
    try:
        parsed = phonenumbers.parse(found, country)
    except phonenumbers.NumberParseException:
        return False
    return bool(_MADE_UP.fullmatch(found)) or phonenumbers.is_valid_number(parsed)


def counts(entry: Entry) -> Iterator[str]:
    """What is wrong with the numbers of publishers that agree."""
    agreeing = [("agreement", number.agreement) for number in entry.phones]
    for field, count in (*agreeing, ("place_agreement", entry.place_agreement)):
        if not 0 <= count <= MOST_PUBLISHERS:
            yield f"{field} counts publishers: 0 to {MOST_PUBLISHERS:,}"


def hours(entry: Entry) -> Iterator[str]:
    """What is wrong with the two times of weekly hours."""
    for span in entry.hours if isinstance(entry.hours, tuple) else ():
        if not (_CLOCK.fullmatch(span.opens) and _CLOCK.fullmatch(span.closes)):
            yield "opens and closes are times of the place's clock, HH:MM, without seconds or an offset"
        elif span.opens == span.closes:
            yield "opens and closes are the same time; around the clock is written hours: 24/7, or 00:00 to 23:59"


def text(value: str, longest: int) -> str:
    """What is wrong with a text of the place itself; "" where nothing is."""
    if UNSEEN.search(value):
        return "a text holds control characters or marks that turn the reading direction"
    if MARKUP.search(value):
        return "a text holds markup"
    return f"a text is longer than {longest} characters" if len(value) > longest else ""
