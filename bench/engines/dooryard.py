"""Our own finder over a published bundle, mapped into memory."""

from __future__ import annotations

from pathlib import Path

from bench.generate import Asked, Corpus
from bench.reference import Answer
from dooryard.core.bundle.writer import write
from dooryard.directory import bundles


def build(folder: Path, corpus: Corpus) -> None:
    """Compile and publish the documents; cards and records are left empty, no question of this bench reads them."""
    bundles.publish(write(((found, b"", b"") for found in corpus.documents), vocabulary=b"{}", gazetteer=b"[]"), folder)


class Engine:
    """The bundle, asked as the site asks it."""

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        self._bundle = bundles.open_current(folder)
        self._ids = [self._bundle.document(number).id for number in range(self._bundle.count)]

    def ask(self, asked: Asked) -> Answer:
        """One question; every facet is counted, not only the four that the others count."""
        found = self._bundle.find(asked.question, asked.at)
        return Answer(found.total, [self._ids[hit.index] for hit in found.hits], found.facets)
