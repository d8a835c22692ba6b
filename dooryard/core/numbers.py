"""Phone numbers as a person reads them, dials them and must never see them: digits, links and digests.

The digits of a word on a keypad follow ITU-T E.161, the links RFC 3966 (tel) and RFC 5724 (sms).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator

_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_NATIONAL = 10
_LOCAL = 7
_FEWEST = 3
_DIGIT = re.compile(r"\d")
_GAP = r"[^0-9A-Z]{0,3}"
_CANDIDATE = re.compile(rf"(?=((?:[0-9]{_GAP}){{3}}[0-9A-Z]{{3,4}}(?:{_GAP}[0-9A-Z]{{4}})?))")
_RUN = re.compile(r"[0-9](?:[^0-9A-Z]{0,3}[0-9])+")


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


def sms(number: str, *, calling_code: str = "1") -> str:
    """The link that writes a text message to a number or a short code."""
    return "sms:" + tel(number, calling_code=calling_code).removeprefix("tel:")


def never_shown(text: str, digests: Collection[str]) -> list[str]:
    """The pieces of a text that are numbers never to be shown, whole or as their last seven digits, however written."""
    if len(_DIGIT.findall(text)) < _FEWEST:
        return []
    return [
        piece
        for piece in _candidates(_plain(text))
        if digest(piece) in digests or digest(digits(piece)[-_LOCAL:]) in digests
    ]


def _plain(text: str) -> str:
    """Capitals, and every script's digits as 0 to 9."""
    capitals = unicodedata.normalize("NFKC", text).upper()
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in capitals)


def _candidates(text: str) -> Iterator[str]:
    """What may be a number: digits with small gaps between, and three digits followed by letters."""
    for match in _CANDIDATE.finditer(text):
        yield match[1]
    for match in _RUN.finditer(text):
        run = digits(match[0])
        for size in (_LOCAL, _NATIONAL):
            yield from (run[start : start + size] for start in range(len(run) - size + 1))
