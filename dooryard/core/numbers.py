"""Phone numbers as a person reads them, dials them and must never see them: digits, links and digests.

The digits of a word on a keypad follow ITU-T E.161, the links RFC 3966 (tel) and RFC 5724 (sms).
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Collection, Iterator

_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_EXTENSION = re.compile(r"(?:; |^)ext\. ([0-9]{1,7})$")
_NATIONAL = 10
_LOCAL = 7
_FEWEST = 3
_DIGIT = re.compile("[0-9]")
_GAP = r"[^0-9A-Z]{0,3}"
_CANDIDATE = re.compile(rf"(?=((?:[0-9]{_GAP}){{3}}[0-9A-Z]{{3,4}}(?:{_GAP}[0-9A-Z]{{4}})?))")
_RUN = re.compile(r"[0-9](?:[^0-9A-Z]{0,3}[0-9])+")
_FAR_RUN = re.compile(r"[0-9](?:[^0-9]{0,24}[0-9]){9,}")
_NOT_DIGITS = re.compile("[^0-9]")
_ESCAPES = re.compile("(?:%[0-9A-Fa-f]{2})+")
_MOST_ESCAPED = 3
_LOOKALIKE = re.compile("[0-9OIL|\u041e\u0406\u039f\u0399]+")
"""Runs of digits and of the letters that pass for 0 and 1, Cyrillic and Greek ones too."""

_WORD_TO_TEXT = re.compile(r"(?i:text) ([A-Z]{2,20}) (?i:to) [0-9-]+$")

_AS_DIGITS = str.maketrans("OIL|\u041e\u0406\u039f\u0399", "01110101")


def digits(number: str) -> str:
    """The digits to dial, letters turned into their keys: "833-NVR-GVUP" gives "8336874887"."""
    return re.sub("[^0-9]", "", _plain(number).translate(_KEYPAD))


def national(number: str) -> str:
    """The digits without North America's leading 1, so that one number has one form."""
    found = digits(number)
    return found[1:] if len(found) == _NATIONAL + 1 and found.startswith("1") else found


def digest(number: str) -> str:
    """SHA-256 (hex) of a number's national digits: how a number that must never be shown is written down."""
    return hashlib.sha256(national(number).encode()).hexdigest()


def shown(number: str) -> str:
    """A number as printed, with its digits beside it where it is a word: "833-NVR-GVUP (833-687-4887)"."""
    if not re.search("[A-Za-z]", number):
        return number
    found = national(number)
    return f"{number} ({found[:3]}-{found[3:6]}-{found[6:]})"


def tel(number: str, *, calling_code: str = "1", extension: str = "") -> str:
    """The link that dials a number; short codes such as 988 are dialled as they are."""
    found = national(number)
    whole = f"+{calling_code}{found}" if len(found) == _NATIONAL else found
    return f"tel:{whole};ext={extension}" if extension else f"tel:{whole}"


def sms(number: str, *, word: str = "", calling_code: str = "1") -> str:
    """The link that writes a text message to a number or a short code, with a word in it (RFC 5724)."""
    link = "sms:" + tel(number, calling_code=calling_code).removeprefix("tel:")
    return f"{link}?body={word}" if word else link


def word_to_text(route: str) -> str:
    """The word that a line asks for: "POISON" of "text POISON to 85511", "" where it asks for none, or for several."""
    found = _WORD_TO_TEXT.match(route)
    return found[1] if found else ""


def said_extension(extension: str, purpose: str) -> str:
    """A number's description in HSDS, whose extension is a number: one that begins with 0 is kept whole here."""
    said = f"ext. {extension}" if extension.startswith("0") else ""
    return "; ".join(filter(None, (purpose, said)))


def extension(number: float | None, description: str) -> tuple[str, str]:
    """The digits of an HSDS phone's extension, its leading zeros too, and the description without them."""
    if number:
        return f"{number:.0f}", description
    found = _EXTENSION.search(description)
    return (found[1], description[: found.start()]) if found else ("", description)


def never_shown(text: str, digests: Collection[str]) -> list[str]:
    """The pieces of a text that are numbers never to be shown, whole or as their last seven digits, however written.

    Any script's digits count, circled and raised ones, O and l among digits, digits behind &#50; and %32, a word on
    the keypad, and ten digits with up to 24 other characters between them ("201, then 555, ext. 0199"). As only the
    digests of real bans match, dates and postal codes in a row do not. A number spelled out in words ("two zero one")
    is not caught, nor one with other digits among its own.
    """
    near, far = _forms(text)
    found = [
        piece
        for piece in dict.fromkeys(piece for form in near for piece in _pieces(form))
        if digest(piece) in digests or digest(digits(piece)[-_LOCAL:]) in digests
    ]
    windows = dict.fromkeys(piece for form in far for piece in _windows(_FAR_RUN, form, _NATIONAL, _NATIONAL + 1))
    return found + [piece for piece in windows if digest(piece) in digests]


def _plain(text: str) -> str:
    """Capitals, and every script's digits as 0 to 9."""
    if text.isascii():
        return text.upper()
    capitals = unicodedata.normalize("NFKC", text).upper()
    return "".join(str(value) if (value := unicodedata.digit(char, -1)) >= 0 else char for char in capitals)


def _forms(text: str) -> tuple[list[str], list[str]]:
    """The text as it may be read: as it is, with escapes opened, with O and l among digits as 0 and 1.

    First the forms to look at closely, then those in which only whole numbers are looked for: every O is a 0 there.
    """
    plain = dict.fromkeys((_plain(text), _plain(_opened(text))))
    near = dict.fromkeys(form for whole in plain for form in (whole, _LOOKALIKE.sub(_digits_of, whole)))
    far = dict.fromkeys((*near, *(whole.translate(_AS_DIGITS) for whole in plain)))
    return [form for form in near if len(_DIGIT.findall(form)) >= _FEWEST], list(far)


def _opened(text: str) -> str:
    """A text with its HTML entities and %-escapes read, and what they hid read again."""
    for _ in range(_MOST_ESCAPED):
        text = _ESCAPES.sub(_unescaped, html.unescape(text))
    return text


def _unescaped(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode(errors="replace")


def _digits_of(match: re.Match[str]) -> str:
    """A run of digits and look-alikes as digits, unless it has no digit of its own."""
    return match[0].translate(_AS_DIGITS) if _DIGIT.search(match[0]) else match[0]


def _pieces(text: str) -> Iterator[str]:
    """What may be a number: digits with small gaps between, and three digits followed by letters."""
    for match in _CANDIDATE.finditer(text):
        yield match[1]
    for match in _RUN.finditer(text):
        yield match[0]
    yield from _windows(_RUN, text, _LOCAL, _NATIONAL)


def _windows(runs: re.Pattern[str], text: str, *sizes: int) -> Iterator[str]:
    """Every so many digits in a row, in each run of digits."""
    for match in runs.finditer(text):
        run = _NOT_DIGITS.sub("", match[0])
        for size in sizes:
            yield from (run[start : start + size] for start in range(len(run) - size + 1))
