"""What people read of a file, by its kind: everything else is blanked, every character stays at its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from dooryard.core.language import Reading
from dooryard.directory import terms, vocabularies
from dooryard.directory.visible import catalogs, markdown, markup, masks, records, strings


def text(written: str) -> Reading:
    """Plain text: all of it, and remarks may stand anywhere."""
    return Reading(written, written)


def nothing(written: str) -> Reading:
    """Nothing that people read."""
    return Reading(masks.blank(written), masks.blank(written))


KINDS: dict[str, Callable[[str], Reading]] = {
    "text": text,
    "markdown": markdown.markdown,
    "html": markup.html,
    "po": catalogs.catalog,
    "yaml": records.records,
    "json": strings.json,
    "csv": strings.table,
    "python": strings.python,
    "javascript": strings.script,
    "vocabulary": partial(records.records, under=("labels",)),
    "terms": partial(records.records, under=("why", "prefer")),
    "words": nothing,
}
"""Kinds of files, and how each is read. The last three are what people type and what is looked for: words to be
understood, not ours, so of the vocabulary only the labels are checked, of the rules only reasons and suggestions, and
of a place's own words nothing."""

SUFFIXES = {
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".svg": "html",
    ".xml": "html",
    ".po": "po",
    ".pot": "po",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "json",
    ".csv": "csv",
    ".py": "python",
    ".js": "javascript",
    ".mjs": "javascript",
}


def kind_of(path: Path) -> str:
    """The kind of a file by its name, and by its place where it is one of the files of words."""
    full = path.resolve()
    if full.parent == vocabularies.FOLDER.resolve():
        return "vocabulary"
    if full == terms.TERMS.resolve():
        return "terms"
    if full.name == vocabularies.WORDS and (full.parent / "place.yaml").is_file():
        return "words"
    return SUFFIXES.get(path.suffix.lower(), "text")
