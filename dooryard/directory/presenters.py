"""Turns answers into plain values for pages and for the terminal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dooryard.core import tiers
from dooryard.core.asking import Answer, Finder
from dooryard.core.documents import Brief, DialPhone, Document, Hit
from dooryard.core.phrases import listen
from dooryard.core.places import Place
from dooryard.core.saying import mark
from dooryard.core.text import stem
from dooryard.directory import languages, publishers, wording
from dooryard.directory.languages import filled
from dooryard.directory.languages import gettext as _

WIDENED = {
    "distance": mark("Little was found close by, so this shows what is farther away too."),
    "hours": mark("Nothing is known to be open now, so this shows the others too: call before you go."),
    "kind": mark("Nothing of this kind fits your words, so this shows everything of the kind."),
    "mentions": mark("Nothing here does mainly this, so this shows services that mention it."),
    "some words": mark("Nothing has all of those words, so this shows what has some of them."),
    "last resort": mark("Nothing in this directory matches. These people know more than we do: ask them."),
}
LIVE = ("open", "unconfirmed")
REMOTE = ("phone", "mail")
FEW = 2
COUNTY = " County"
TALK = {
    "crisis": {"emergency", "suicide", "crisis", "crisis-text", "veterans"},
    "using": {"using-alone", "poison"},
    "harm": {"domestic-violence", "sexual-assault"},
}
"""The groups of lines that come before the others, by what a line is for."""


def is_live(document: Brief) -> bool:
    """Whether it can be used today, as far as anybody has said."""
    return document.status in LIVE


def card_phones(document: Document) -> tuple[DialPhone, ...]:
    """The numbers that may stand on a card or in a text: not those of one source only, none of a closed service."""
    return tuple(phone for phone in document.phones if phone.tier in ("A", "B")) if is_live(document) else ()


def page_phones(document: Document) -> tuple[DialPhone, ...]:
    """The numbers that may stand on the service's own page."""
    return document.phones if is_live(document) else ()


def number_trust(document: Document, record: dict[str, Any]) -> tuple[str, ...]:
    """How far each number may be trusted, from what its record knows of it, else from what the document does."""
    beside = record.get("dooryard", {})
    told = [_number_told(phone, beside.get("fallback", "")) for phone in beside.get("phones", ())]
    told += [""] * (len(document.phones) - len(told))
    rows = zip(told, document.phones, strict=True)
    return tuple(words or wording.trust_words(document, phone.tier) for words, phone in rows)


def _number_told(phone: dict[str, Any], fallback: str) -> str:
    """What is said of one number: who gives it and when they were seen, and who can check it."""
    seen = wording.day(phone["seen"]) if phone["seen"] else ""
    evidence = tiers.Evidence(publishers=phone["publishers"], conflict=phone["disagreement"])
    return wording.sentences(tiers.statement(phone["tier"], evidence, seen=seen, fallback=fallback))


def trust_line(document: Document, record: dict[str, Any]) -> str:
    """How far a card may be trusted: as the numbers on it, each thing said once, else as the record itself."""
    shown = card_phones(document)
    said = zip(document.phones, number_trust(document, record), strict=True)
    words = {phone: trust for phone, trust in said if phone in shown}
    if len(set(words.values())) > 1:
        each = ((phone.text or phone.number, trust) for phone, trust in words.items())
        return " ".join(filled(_("{number}: {trust}"), number=number, trust=trust) for number, trust in each)
    told = next(iter(words.values()), wording.trust_words(document, wording.tier_of_record(document)))
    return " ".join(filter(None, (told, _who(publishers.of(document, record, shown)))))


def _who(names: tuple[str, ...]) -> str:
    """One or two by name; more would be no line of a card, and stand on the service's own page."""
    if not 0 < len(names) <= FEW:
        return ""
    said = languages.ngettext("Source: {publishers}.", "Sources: {publishers}.", len(names))
    return filled(said, publishers=wording.listed(names))


def address_of(document: Document) -> str:
    """Street, town and ZIP on one line, as far as they are stated."""
    return ", ".join(filter(None, (document.address, " ".join(filter(None, (document.town, document.zip))))))


def status_words(document: Document) -> str:
    """What stands in place of the open hours when it can not be used; empty when it can."""
    if document.status == "closed":
        since = document.status_since
        return filled(_("Closed since {date}"), date=wording.day(since)) if since else _("Closed")
    return _("Planned: not open yet, as far as we have seen") if document.status == "planned" else ""


def instead(record: dict[str, Any]) -> list[dict[str, str]]:
    """What to use in place of it, where the record points at other records: id and name of each."""
    timeline = record.get("dooryard", {}).get("timeline", ())
    found: list[dict[str, str]] = timeline[-1]["instead"] if timeline else []
    return found


def widened_words(answer: Answer, *, but: str = "") -> str:
    """Why there is more here than was asked for; empty when there is not. The step named `but` is said elsewhere."""
    return " ".join(_(WIDENED[step]) for step in answer.widened if step != but)


def shown(answer: Answer, finder: Finder) -> tuple[Hit, ...]:
    """What is listed: all that was found, but in an emergency not the line that stands above everything already."""
    hits = answer.found.hits
    return tuple(hit for hit in hits if "emergency" not in _kinds(hit, finder)) if answer.emergency else hits


def _kinds(hit: Hit, finder: Finder) -> tuple[str, ...]:
    return finder.bundle.brief(hit.index).categories


def counted(answer: Answer, finder: Finder) -> str:
    """How many services were found, those that cannot be used today counted apart."""
    states = answer.found.facets.get("status", {})
    total = answer.found.total - len(answer.found.hits) + len(shown(answer, finder))
    return wording.counted(total, closed=states.get("closed", 0), planned=states.get("planned", 0))


def none_open(answer: Answer, *, asked: bool) -> bool:
    """Whether what is open now was asked for, by box or by words, and nothing found is known to be.

    Asked so, what is open comes first, so the hits tell it of everything found.
    """
    hits = answer.found.hits
    wished = asked or answer.understanding.open_now
    return wished and bool(hits) and not any(hit.open.state == "open" for hit in hits)


def measured(hit: Hit, document: Brief) -> bool:
    """Whether a distance says anything: what comes by phone or by mail is not nearer for having its desk near."""
    return hit.distance is not None and hit.reach not in REMOTE and document.reach not in REMOTE


def not_understood(answer: Answer, finder: Finder) -> list[str]:
    """The words that no need, no place and no record knows, as they were typed; each is asked by itself to be sure."""
    heard = answer.understanding
    strange = {group[0] for group in heard.groups if not any(term in finder.bundle.terms for term in group)}
    words = [word for word in dict.fromkeys(listen(heard.words)) if stem(word) in strange]
    alone = ((word, finder.understand(word)) for word in words[:5])
    return [word for word, one in alone if not (one.needs or one.people or one.place)]


def unread(answer: Answer) -> bool:
    """Whether words of danger may stand in what was typed that we would not know: shown are the lines to call, then.

    So it is where nothing was understood, where words are left over in another script, and on every page in a language
    that the vocabulary hardly knows. Where a danger was heard, what to do stands there already.
    """
    heard = answer.understanding
    if answer.emergency or "suicide" in heard.signals:
        return False
    foreign = any(not group[0].isascii() for group in heard.groups)
    return answer.lost or foreign or not languages.LANGUAGES[languages.code()].complete


def payers_unknown(answer: Answer, finder: Finder) -> str:
    """That nobody here says who takes the insurance that was named; empty where somebody does, or none was."""
    heard, stated = answer.understanding, answer.found.facets.get("payer", {})
    named = [one for one in finder.vocabulary.people if one.key in heard.people and "payer" in one.serves]
    if heard.unmet or answer.lost or any(value in stated for one in named for value in one.serves["payer"]):
        return ""
    told = _("No source here says who takes {payer}. Ask when you call.")
    return " ".join(filled(told, payer=finder.vocabulary.label(one.key, languages.code())) for one in named)


def place_name(place: Place) -> str:
    """A place in words that tell it from others of its name."""
    if place.kind == "county":
        return county_name(place.name)
    if place.kind == "town" and place.county and place.county != place.name:
        return filled(_("{town} ({county})"), town=place.name, county=county_name(place.county))
    return place.name


def county_name(name: str) -> str:
    """A county with the word that makes it one."""
    return filled(_("{name} County"), name=bare_county(name))


def bare_county(name: str) -> str:
    """A county's own name, for a sentence that has the word in it: what goes before it depends on the sentence."""
    return name.removesuffix(COUNTY)


def typed_name(place: Place) -> str:
    """What to type to be understood to mean just this place: the gazetteer knows places by their English names."""
    with languages.speaking(languages.ENGLISH):
        return place.zip or place_name(place)


def unmet_labels(answer: Answer, finder: Finder) -> list[str]:
    """The needs that were understood but are not in this directory, by name."""
    return [finder.vocabulary.label(key, languages.code()) for key in answer.understanding.unmet]


def slots(hit: Hit, document: Brief, at: datetime) -> dict[str, str]:
    """What fills the slots of a card rendered beforehand (cards.py)."""
    miles = hit.distance if measured(hit, document) else None
    distance = wording.distance_words(miles, approximate=document.approximate)
    return {
        "distance": distance or wording.reach_words(document, hit.reach),
        "open": wording.open_words(hit.open, at, callable=bool(document.phones)) if is_live(document) else "",
    }


def line(hit: Hit, document: Document, record: dict[str, Any], at: datetime) -> dict[str, Any]:
    """A line to call or text."""
    return {
        "id": document.id,
        "service": document.service,
        "description": document.description,
        "phones": card_phones(document),
        "categories": document.categories,
        "group": talk_group(document),
        "open": wording.open_words(hit.open, at),
        "trust": trust_line(document, record),
    }


def talk_group(document: Document) -> str:
    """Where a line stands among those to talk to: a crisis first, those that only take a message last."""
    calls = [phone.note for phone in card_phones(document)]
    if calls and all("message" in note for note in calls):
        return "message"
    return next((group for group, kinds in TALK.items() if not kinds.isdisjoint(document.categories)), "other")


def liaison(document: Document) -> dict[str, Any]:
    """Whom to ask for in a county."""
    return {
        "id": document.id,
        "area": wording.listed(document.areas) or document.county,
        "organization": document.organization,
        "phones": card_phones(document),
    }
