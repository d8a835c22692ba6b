"""SQLite: FTS5 finds and scores the words, an R*Tree finds what is near when there are none, numpy does the rest.

Contentless table, one column per field weight, bm25() with those weights, `optimize` after the load: as the FTS5 and
R*Tree pages of sqlite.org recommend. It has no best-of query for alternatives, so theirs add up.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np

from bench.engines import weighted_terms
from bench.engines.shared import Columns, frequencies, word_scale
from bench.generate import Asked, Corpus
from bench.reference import Answer
from dooryard.core.bundle import grid

_MATCH = "select rowid, bm25(words, 3.0, 2.0, 1.0) from words where words match ?"
_BOX = "select id from places where south <= ? and north >= ? and west <= ? and east >= ?"


def build(folder: Path, corpus: Corpus) -> None:
    """Make the database."""
    folder.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(folder / "fts5.sqlite3")
    database.executescript(
        """
        create virtual table words using fts5(three, two, one, content='', tokenize='unicode61');
        create virtual table places using rtree(id, south, north, west, east);
        """
    )
    database.executemany(
        "insert into words(rowid, three, two, one) values (?, ?, ?, ?)",
        ((number, *weighted_terms(document).values()) for number, document in enumerate(corpus.documents)),
    )
    database.executemany(
        "insert into places values (?, ?, ?, ?, ?)",
        ((number, found.lat, found.lat, found.lon, found.lon) for number, found in enumerate(corpus.documents)),
    )
    database.execute("insert into words(words) values('optimize')")
    database.commit()
    database.close()


class Engine:
    """The database with its columns beside it in memory."""

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        self._database = sqlite3.connect(folder / "fts5.sqlite3", check_same_thread=False)
        self._database.execute("pragma mmap_size = 4000000000")
        self._database.execute("pragma cache_size = -200000")
        self._columns = Columns(corpus)
        frequency = frequencies(corpus)
        self._scale = {id(asked): word_scale(corpus, asked, frequency) for asked in corpus.questions}

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def ask(self, asked: Asked) -> Answer:
        """One question."""
        question = asked.question
        if question.groups:
            match = " AND ".join("(" + " OR ".join(f'"{term}"' for term in group) + ")" for group in question.groups)
            rows = np.array(self._database.execute(_MATCH, (match,)).fetchall()).reshape(-1, 2)
            return self._columns.answer(asked, rows[:, 0].astype(np.int64), -rows[:, 1] * self._scale[id(asked)])
        if question.place is not None and question.within is not None:
            south, north, west, east = grid.around(question.place.lat, question.place.lon, question.within)
            found = self._database.execute(_BOX, (north, south, east, west)).fetchall()
            numbers = np.sort(np.array(found, np.int64).reshape(-1))
        else:
            numbers = np.arange(len(self._columns.ids))
        return self._columns.answer(asked, numbers, np.zeros(len(numbers)))
