"""An answer as JSON, as the surface has it for programs: the same names and the same English whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dooryard.core.asking import Answer, Finder
from dooryard.core.documents import Document, Hit
from dooryard.core.places import Place
from dooryard.directory import languages, presenters


def answer_json(words: str, answer: Answer, finder: Finder, took_ms: float) -> dict[str, Any]:
    """The whole answer as `dooryard find --json` prints it, in English: programs read it."""
    with languages.speaking(languages.ENGLISH):
        return _answer_json(words, answer, finder) | {"took_ms": round(took_ms, 2)}


def _answer_json(words: str, answer: Answer, finder: Finder) -> dict[str, Any]:
    understood = answer.understanding
    return {
        "question": {
            "words": words,
            "needs": list(understood.wanted),
            "terms": list(dict.fromkeys(term for group in understood.groups for term in group)),
            "spelling": dict(understood.spelling),
        },
        "emergency": answer.emergency,
        "signals": list(understood.signals),
        "place": place_json(answer.place) if answer.place else None,
        "other_places": [place_json(place) for place in answer.other_places],
        "unmet": presenters.unmet_labels(answer, finder),
        "lost": answer.lost,
        "total": answer.found.total,
        "widened": presenters.widened_words(answer) or None,
        "results": _hits_json(answer.found.hits, finder),
        "nearer": _hits_json(answer.nearer, finder),
        "also": _hits_json(answer.also, finder),
        "facets": answer.found.facets,
    }


def place_json(place: Place) -> dict[str, Any]:
    """A place as the surface has it."""
    return {"name": presenters.place_name(place), "kind": place.kind, "lat": place.lat, "lon": place.lon}


def hit_json(hit: Hit, document: Document) -> dict[str, Any]:
    """One result as the surface has it."""
    moments = {"until": hit.open.until, "opens": hit.open.opens}
    return {
        "id": document.id,
        "ref": document.ref,
        "service": document.service,
        "organization": document.organization,
        "categories": list(document.categories),
        "distance_miles": None if hit.distance is None else round(hit.distance, 1),
        "open": {"state": hit.open.state} | {name: at.isoformat() if at else None for name, at in moments.items()},
        "phones": [
            {"number": phone.number, "tel": phone.tel, "text": phone.text, "note": phone.note, "tier": phone.tier}
            for phone in presenters.card_phones(document)
        ],
        "address": document.address,
        "town": document.town,
        "reach": hit.reach,
        "status": document.status,
        "instead": document.instead,
        "seen": document.seen,
        "confirmed": {"when": document.confirmed.when, "how": document.confirmed.how} if document.confirmed else None,
        "sources": document.sources,
        "url": f"/service/{document.id}",
    }


def _hits_json(hits: Iterable[Hit], finder: Finder) -> list[dict[str, Any]]:
    return [hit_json(hit, finder.bundle.document(hit.index)) for hit in hits]
