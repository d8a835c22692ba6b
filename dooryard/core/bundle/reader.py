"""A bundle in memory: asks it, and reads its documents, cards and records without copying what is not needed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

import msgspec

from dooryard.core.bundle.format import Buffer, BundleError, Pieces, digest, read_manifest, read_segments
from dooryard.core.bundle.matching import Names, Words
from dooryard.core.bundle.openness import Openness
from dooryard.core.bundle.reaching import Reaching
from dooryard.core.bundle.search import Parts, Search
from dooryard.core.bundle.values import Field, Values
from dooryard.core.documents import Brief, Document, Found, Question
from dooryard.core.hours import OpenState


class Bundle:
    """The compiled directory over buffers that its caller keeps alive; safe to ask from several threads.

    `segments` may hold more than the bundle needs. `zones` gives the tzinfo of each zone's name that the documents
    use; hours in a zone that is missing are unknown. Raises BundleError for what is damaged, cut or of another version.
    """

    def __init__(self, manifest: Buffer, segments: Mapping[str, Buffer], zones: Mapping[str, tzinfo]) -> None:
        self.manifest = read_manifest(manifest)
        self.digest = digest(manifest)
        self.count = self.manifest.documents
        found = read_segments(self.manifest, segments)
        columns, postings, records = found["columns"], found["postings"], found["records"]
        fields = msgspec.json.decode(Pieces(columns, "fields")[0], type=list[Field])
        self.vocabulary = Pieces(found["vocabulary"], "content")[0]
        self.gazetteer = Pieces(found["gazetteer"], "content")[0]
        self._texts, self._cards = Pieces(found["texts"], "documents"), Pieces(found["cards"], "cards")
        self._records, self._ids = Pieces(records, "records"), Pieces(records, "ids")
        self._by_id = records["ids.documents"]
        self._words = Words(postings, self.count)
        self._openness, self._pattern = Openness(columns, zones), columns["pattern"]
        if len(columns["tier"]) != self.count:
            raise BundleError(f"the manifest counts {self.count} documents, the columns {len(columns['tier'])}")
        values = Values(fields, columns, postings)
        self._parts = Parts(
            count=self.count,
            values=values,
            words=self._words,
            names=Names(postings, self._words),
            reaching=Reaching(columns, values),
            openness=self._openness,
            pattern=self._pattern,
            reach=columns["reach"],
            tier=columns["tier"],
            standing=columns["standing"],
            ages=(columns["minimum_age"], columns["maximum_age"]),
        )

    @property
    def terms(self) -> Mapping[str, int]:
        """Every index term, sorted, with the number of documents that hold it."""
        return self._words.frequency

    def ids(self) -> Iterator[str]:
        """The id of every document, sorted."""
        return (found.decode() for found in self._ids)

    def index(self, id: str) -> int | None:
        """The number of the document with an id, or None."""
        place = bisect_left(self._ids, id.encode())
        if place < self.count and self._ids[place] == id.encode():
            return int(self._by_id[place])
        return None

    def record(self, id: str) -> bytes | None:
        """The whole record of the document with an id, or None."""
        index = self.index(id)
        return None if index is None else self._records[index]

    def card(self, index: int) -> bytes:
        """The card rendered beforehand of the document with a number."""
        return self._cards[index]

    def document(self, index: int) -> Document:
        """The document with a number; its schedules are those of its pattern, each with the nil id."""
        document = msgspec.json.decode(self._texts.view(index), type=Document)
        return msgspec.structs.replace(document, schedules=self._openness.schedules(int(self._pattern[index])))

    def brief(self, index: int) -> Brief:
        """As much of the document with a number as a result needs besides its card."""
        return msgspec.json.decode(self._texts.view(index), type=Brief)

    def state(self, index: int, at: datetime) -> OpenState:
        """Whether a document is open at an aware datetime, and when that changes."""
        return self._openness.minute(at).state(int(self._pattern[index]))

    def search(self, question: Question, at: datetime) -> Search:
        """A question at an aware datetime, to be asked what it finds and what other choices would give."""
        return Search(self._parts, question, at)

    def find(self, question: Question, at: datetime) -> Found:
        """The answer to a question at an aware datetime: exact total and counts, the first hits in order."""
        return self.search(question, at).found
