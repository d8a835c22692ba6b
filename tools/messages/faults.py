"""What can be wrong with a translation: each rule takes a text and one of its translations and says what is amiss."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Callable, Iterator

from babel.messages.catalog import Catalog, Message

from tools.messages import catalogs

Rule = Callable[[str, str], str]

BRACES = re.compile(r"\{([a-z_]*)\}")
PERCENT = re.compile(r"%\(([a-z_]+)\)s")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
NUMBER = re.compile(r"\d+")
WORD = re.compile(r"[^\W\d_]{2,}")
COUNTS = {"miles", "n", "num"}
COUNT = re.compile(r"\{(?:miles|n)\}|%\(num\)s")
ENDS = {".": ".", ":": ":", "?": "?؟", "!": "!"}

SAME = {
    "es": {"no", "error", "medicare"},
    "fr": {
        "conditions",
        "conversation",
        "conversations",
        "danger",
        "medicare",
        "message",
        "naloxone",
        "naltrexone (vivitrol)",
        "notes",
        "page",
        "service",
        "services",
        "source",
        "sources",
    },
    "pt": set(),
    "so": set(),
    "ar": set(),
}
"""Words that are the same in both languages, in small letters and without the values around them."""


def changed_placeholders(text: str, told: str) -> str:
    """The same values are filled in, and nothing else looks like a value."""
    for pattern in (BRACES, PERCENT):
        wanted, found = set(pattern.findall(text)), set(pattern.findall(told))
        if wanted != found:
            return f"has the values {sorted(found)}, not {sorted(wanted)}"
    stray = PERCENT.sub("", told).replace("%%", "")
    if PERCENT.search(text) and "%" in stray:
        return "has a single %"
    if BRACES.search(text) and set(BRACES.sub("", told)) & set("{}"):
        return "has a single brace"
    return ""


def changed_tags(text: str, told: str) -> str:
    """The same markup stands in it."""
    wanted, found = Counter(TAG.findall(text)), Counter(TAG.findall(told))
    if wanted != found:
        return f"has the tags {sorted(found)}, not {sorted(wanted)}"
    stray = {*TAG.sub("", told)} & {*"<>&"} - {*TAG.sub("", text)}
    return f"has a single {' '.join(sorted(stray))}" if stray else ""


def changed_numbers(text: str, told: str) -> str:
    """Phone numbers, minutes and years are the same ones."""
    wanted, found = Counter(NUMBER.findall(text)), Counter(NUMBER.findall(told))
    return "" if wanted == found else f"has the numbers {sorted(found)}, not {sorted(wanted)}"


def ends_otherwise(text: str, told: str) -> str:
    """It ends as the English does, and neither begins nor ends with more spaces."""
    if text.strip() == text and told.strip() != told:
        return "begins or ends with a space"
    for mark, theirs in ENDS.items():
        if text.endswith(mark) != told.endswith(tuple(theirs)):
            return f"ends with {told[-1:]!r} where the English ends with {text[-1:]!r}"
    return ""


RULES: tuple[Rule, ...] = (changed_placeholders, changed_tags, changed_numbers, ends_otherwise)


def of(catalog: Catalog, code: str, *, complete: bool) -> Iterator[str]:
    """Everything wrong with a catalog; `complete` where nothing may be missing."""
    for message in catalog:
        if message.id:
            yield from (f"{_name(message)}: {why}" for why in _of_message(message, code, complete=complete))


def _of_message(message: Message, code: str, *, complete: bool) -> Iterator[str]:
    if message.fuzzy:
        yield "is marked as fuzzy"
    if not any(catalogs.forms(message)):
        if complete:
            yield "is not translated"
        return
    if message.pluralizable:
        yield from _of_forms(message, code)
        return
    yield from (why for rule in RULES if (why := rule(str(message.id), str(message.string))))
    if is_english(str(message.id), str(message.string), code):
        yield "is still English"


def _of_forms(message: Message, code: str) -> Iterator[str]:
    """The forms of a text that counts; one that stands for a single number need not write it in figures."""
    numbers, translations = _numbers_of(code), catalogs.forms(message)
    if len(translations) != len(numbers):
        yield f"has {len(translations)} forms, not {len(numbers)}"
        return
    for form, told in enumerate(translations):
        if not told:
            yield f"has no form {form}"
            continue
        text = message.id[1]
        if len(numbers[form]) == 1 and not COUNTS & {*BRACES.findall(told), *PERCENT.findall(told)}:
            text = COUNT.sub("", text)
        yield from (why for rule in RULES if (why := rule(text, told)))
        if is_english(text, told, code):
            yield "is still English"


def _numbers_of(code: str) -> list[list[int]]:
    """For each form of a language the numbers up to 200 that take it."""
    count, _, rule = catalogs.PLURALS[code].partition("; plural=")
    chosen = gettext.c2py(rule.rstrip(";"))
    return [[n for n in range(201) if chosen(n) == form] for form in range(int(count.removeprefix("nplurals=")))]


def is_english(text: str, told: str, code: str) -> bool:
    """Whether nothing was translated, though there are words in it."""
    bare = TAG.sub("", PERCENT.sub("", BRACES.sub("", text))).strip().casefold()
    return text == told and bool(WORD.search(bare)) and bare not in SAME[code]


def _name(message: Message) -> str:
    text = message.id[0] if message.pluralizable else message.id
    return f"“{text}”"
