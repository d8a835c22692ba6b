"""Names of accounts: written one way, in one alphabet, so that none looks like another's."""

from __future__ import annotations

import unicodedata

from dooryard.core.edge import plain

TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO"})
"""Scripts that one name may be written in together, as people do."""


def written(name: str) -> str:
    """A name as it is kept: letters that are put together of several characters become one where there is one."""
    return plain(unicodedata.normalize("NFKC", name))


def is_mixed(name: str) -> bool:
    """Whether the letters are of several alphabets: a Cyrillic а between Latin letters looks like a Latin one."""
    scripts = {unicodedata.name(char, "?").split()[0] for char in written(name) if char.isalpha()}
    return len(scripts) > 1 and not scripts <= TOGETHER
