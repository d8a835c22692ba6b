"""What stands around a word: its sentence, a quotation, a name, a citation, an address, somebody's own voice."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from dooryard.core.language_phrases import BREAKS, GAP, SPACE, fold

REACH = 120
"""How many characters before and after a word are looked at for a name or a phrase."""

PARAGRAPH = re.compile(rf"\n[ \t\r]*\n|{BREAKS}")
"""What ends a paragraph, or a piece of text that was apart in its file."""

_FAR = 300
_LINE = re.compile(rf"\n|{BREAKS}")
_SENTENCE = re.compile(rf"[.!?][\"'”’)\]]*(?=\s|$)|\n[ \t\r]*\n|{BREAKS}|\n[ \t]*(?:[-*+•]|\d+[.)])[ \t]")
_QUOTE = re.compile(
    r"“[^“”]{1,800}”|„[^“”„]{1,800}[“”]|«[^«»]{1,800}»|‘(?:[^‘’]|’(?=\w)){1,400}’(?!\w)"
    r"|(?<![\w\"])\"(?=[^\s\"])[^\"]{1,800}(?<!\s)\"(?!\w)|(?<![\w'])'(?=\w)(?:[^']|'(?=\w)){1,400}(?<!\s)'(?!\w)"
)
_ADDRESS = re.compile(
    r"://|www\.|@|\.(?:gov|org|com|net|edu|info|me|us|io|md|html?|py|ya?ml|pdf|jsonl?|csv|po|txt|js|css)(?![a-z])", re.I
)
_CITED = re.compile(r"\bet al\b|\bdoi\b|\b(?:19|20)\d\d;\s?\d", re.I)

_OWN = re.compile(
    rf"""(?<!\w)(?:i|we)(?:'m|'re|'ve|'d)?(?:{SPACE}\w+,(?={SPACE}(?:and{SPACE})?an?(?!\w)))?(?:,?{SPACE}(?:
    am|are|was|were|been|be|being|became|become|have(?!{SPACE}(?:an?|the|my|some|no|many)\b)
    |had(?!{SPACE}(?:an?|the|my|some|no|many)\b)|got(?!{SPACE}(?:an?|the|my)\b)|get|gotten|stay|stayed|staying|used{SPACE}to|to
    |want|wanted|try|tried|trying|call{SPACE}myself|identify{SPACE}as|consider{SPACE}myself|myself|ourselves|as|an?|the|just|also
    |still|now|not|only|really|finally|never|always|already|once|then|too|both|all|so|even|actually|here|in{SPACE}recovery|sober
    |and|grateful|proud|recovering|recovered|former|old|lifelong|long|term|time|\d+|years?|months?|days?|weeks?)(?!\w))*
    ,?{SPACE}?$""".replace("\n    ", "")
)
_AS = re.compile(rf"(?<!\w)(?:as|being|me,){SPACE}(?:an?{SPACE})?(?:(?:recovering|former|grateful|fellow){SPACE})?$")
_ME = re.compile(r"(?<!\w)(?:i|me|my|we|us|our)(?!\w)")

_RUN_BEFORE = re.compile(r"(?:(?:[A-Z][\w'’&.-]*|of|and|the|for|on|&|in)[ \n]+)*$")
_RUN_AFTER = re.compile(r"(?:[ \n]+(?:[A-Z][\w'’&-]*|of|and|the|for|on|&|in)(?![\w]))*")
_HEAD = re.compile(
    r"\b(?:Office|Bureau|Department|Division|Institute|Council|Commission|Center|Centre|Agency|Administration|Journal"
    r"|Committee|Society|Association|Campaign|Coalition|Partnership|Board) (?:of|on|for|against)\b"
)
_TAIL = re.compile(
    r"\b(?:Act|Law|Administration|Anonymous|Coalition|Commission|Council|Association|Society|Grant|Journal|Foundation"
    r"|Inc|LLC|Bureau|Agency|Task Force|Institute|Union|Alliance)\b"
)
_NOT_OF_NAMES = frozenset(
    [
        "The",
        "A",
        "An",
        "Our",
        "This",
        "That",
        "These",
        "Those",
        "My",
        "Your",
        "His",
        "Her",
        "Their",
        "Its",
        "In",
        "At",
        "For",
        "If",
        "When",
        "No",
        "Some",
        "Many",
        "All",
        "New",
        "What",
        "Why",
        "How",
        "Is",
        "Are",
        "Do",
        "Does",
        "Every",
        "Each",
        "Any",
        "Most",
        "More",
        "Former",
        "Local",
        "Free",
        "Find",
        "And",
        "Or",
        "But",
        "Of",
        "On",
        "With",
        "To",
        "By",
        "From",
        "Not",
        "Stop",
    ]
)
_SMALL = frozenset(["of", "and", "the", "for", "on", "in", "&", "or", "to", "a", "an", "with"])


class Around:
    """A text and what is asked about places in it. What was worked out for one place is kept for its neighbours."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self._ends: list[int] | None = None
        self._quotes: dict[int, list[tuple[int, int]]] = {}

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends, no farther away than anybody would look."""
        first, last = max(0, start - _FAR), end + _FAR
        for stop in _SENTENCE.finditer(self.text, first, start):
            first = stop.end()
        found = _SENTENCE.search(self.text, end, last)
        return first, found.start() if found else min(last, len(self.text))

    def quoted(self, start: int, end: int) -> bool:
        """Whether it stands between quotation marks of one paragraph."""
        if self._ends is None:
            self._ends = [stop.end() for stop in PARAGRAPH.finditer(self.text)]
        at = bisect_right(self._ends, start)
        if at not in self._quotes:
            first = self._ends[at - 1] if at else 0
            last = self._ends[at] if at < len(self._ends) else len(self.text)
            self._quotes[at] = [match.span() for match in _QUOTE.finditer(self.text, first, last)]
        return any(first < start and end <= last for first, last in self._quotes[at])

    def in_address(self, start: int, end: int) -> bool:
        """Whether it is a part of an address or of the name of a file."""
        first, last = start, end
        while first > max(0, start - _FAR) and not self.text[first - 1].isspace():
            first -= 1
        while last < min(len(self.text), end + _FAR) and not self.text[last].isspace():
            last += 1
        return bool(_ADDRESS.search(self.text[first:last].strip(".,;:!?()<>" + GAP)))

    def cited(self, start: int, end: int) -> bool:
        """Whether its line is a reference to a study: a year with a volume, "et al.", a DOI."""
        first, last = max(0, start - _FAR), end + _FAR
        for stop in _LINE.finditer(self.text, first, start):
            first = stop.end()
        found = _LINE.search(self.text, end, last)
        return bool(_CITED.search(self.text, first, found.start() if found else last))

    def of_oneself(self, start: int, end: int) -> bool:
        """Whether somebody says it of themselves: "I am ...", "as an ..., I know"."""
        first, last = self.sentence(start, end)
        before = self.folded[max(first, start - REACH) : start]
        return bool(_OWN.search(before) or (_AS.search(before) and _ME.search(self.folded, end, last)))

    def in_name(self, start: int, end: int) -> bool:
        """Whether it is a part of somebody's name: written with capitals, beside words that only names have.

        "Lakeview Needle Exchange opened in May" and "the Office of Substance Abuse" are names. A line that is all
        capitals, such as a heading, shows nothing by them: there it must be an office, a law, a journal.
        """
        found = self.text[start:end]
        if not all(word[0].isupper() for word in re.split(r"[\s-]+", found) if word not in _SMALL):
            return False
        first, last = max(0, start - REACH), end + REACH
        before = _RUN_BEFORE.search(self.text[first:start])
        after = _RUN_AFTER.match(self.text, end, last)
        run = (start - len(before[0]) if before else start, after.end() if after else end)
        if _HEAD.search(self.text, run[0], start) or _TAIL.search(self.text, end, run[1]):
            return True
        leading = self.text[run[0] : start].split()
        if not leading or leading[-1] in _NOT_OF_NAMES or leading[-1] in _SMALL:
            return False
        return self._in_running_text(run)

    def _in_running_text(self, run: tuple[int, int]) -> bool:
        """Whether the sentence around a run of capitals has words in small letters."""
        first, last = self.sentence(*run)
        rest = self.text[first : run[0]] + " " + self.text[run[1] : last]
        return len([word for word in rest.split() if word[0].islower() and word not in _SMALL]) >= 2


def names_pattern(names: Iterable[str], *, any_case: bool = False) -> re.Pattern[str] | None:
    """One pattern for all of these names, however the lines break in them; None where there are none."""
    ways = [r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name.strip()))) for name in sorted(names, key=len)[::-1]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.I if any_case else 0) if ways else None
