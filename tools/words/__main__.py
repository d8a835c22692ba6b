"""Makes the list of words anew, from a dictionary and a list of how often words are said.

apt-get install wamerican
pip install wordfreq==3.1.1      # only here; Dooryard itself does not need it
python -m tools.words
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tools.words import rules

DICTIONARY = Path("/usr/share/dict/american-english")
LIST = Path(__file__).resolve().parents[2] / "dooryard" / "liaison" / "content" / "words.txt"
LEAST = 2.4
"""How common a word must be: the logarithm of how often it is said in a thousand million words."""

# What makes a word less welcome than its commonness says: a plural, a past form, each letter after the seventh.
PLURAL, PAST, LONG = 0.6, 0.5, 0.15


def main() -> int:
    """Write the list; exit 1 where it breaks a rule, 2 where what it is made from is missing."""
    try:
        from wordfreq import zipf_frequency
    except ModuleNotFoundError:
        print("tools.words needs a list of how often words are said: pip install wordfreq==3.1.1", file=sys.stderr)
        return 2
    if not DICTIONARY.is_file():
        print("tools.words needs a dictionary: apt-get install wamerican", file=sys.stderr)
        return 2
    known = {word for word in DICTIONARY.read_text(encoding="utf-8").splitlines() if re.fullmatch("[a-z]+", word)}
    taken = sorted(chosen(candidates(known, lambda word: zipf_frequency(word, "en")), known)[: rules.MANY])
    found = rules.faults(taken)
    for rule, wrong in found.items():
        print(f"{rule}: {', '.join(wrong)}", file=sys.stderr)
    if not found:
        LIST.write_text("\n".join(taken) + "\n", encoding="utf-8")
        print(f"{LIST.name}: {len(taken)} words")
    return 1 if found else 0


def candidates(known: Iterable[str], common: Callable[[str], float]) -> dict[str, float]:
    """The plain words that are common enough and not left out, with how common they are."""
    plain = (word for word in known if word not in rules.reasons() and not [*rules.are_plain([word])])
    return {word: often for word in plain if (often := common(word)) >= LEAST}


def chosen(common: Mapping[str, float], known: set[str]) -> list[str]:
    """The words taken, the most welcome first, each two slips from every other and no plural beside its singular."""
    taken: list[str] = []
    by_key: dict[str, list[str]] = {}
    barred: set[str] = set()
    for word in sorted(common, key=lambda word: (-welcome(word, common[word], known), word)):
        near = {other for key in rules.keys(word) for other in by_key.get(key, ())}
        if word in barred or any(rules.one_slip(word, other) for other in near):
            continue
        taken.append(word)
        barred |= rules.plurals(word) | {other for other in singulars(word) if other in common}
        for key in rules.keys(word):
            by_key.setdefault(key, []).append(word)
    return taken


def welcome(word: str, often: float, known: set[str]) -> float:
    """How much a word is wanted on the list."""
    plural = bool(singulars(word) & known)
    return often - PLURAL * plural - PAST * is_past(word, known) - LONG * max(0, len(word) - 7)


def singulars(word: str) -> set[str]:
    """The words whose plural this may be."""
    stems = {word[:-1], word[:-2], word[:-3] + "y", word[:-3] + "f", word[:-3] + "fe", word[:-3] + "man"}
    return {
        stem
        for stem in stems | {one for one in rules.ODD_PLURALS if rules.ODD_PLURALS[one] == word}
        if word in rules.plurals(stem)
    }


def is_past(word: str, known: set[str]) -> bool:
    """Whether this is the past form of a word of the dictionary: "walked", "baked", "carried", "stopped"."""
    doubled = {word[:-3]} if word[-4:-3] == word[-3:-2] else set()
    return word.endswith("ed") and bool({word[:-2], word[:-1], word[:-3] + "y", *doubled} & known)


if __name__ == "__main__":
    sys.exit(main())
