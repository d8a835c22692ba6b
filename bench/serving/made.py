"""The directory that the servers of this benchmark serve, and what is asked of them: all of it invented.

The records of bench/generate.py, dressed as a place's are: categories of the site, streets, numbers of the block kept
for fiction, lines that reach everybody, a liaison for each county. Questions are addresses as somebody shares them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

import msgspec
import numpy as np

from bench.generate import SEED, ZONE, corpus
from dooryard.core.documents import Confirmed, DialPhone, Document
from dooryard.core.places import Place, Places
from dooryard.directory import facets

QUESTIONS = 500

_KINDS = {
    "opioid-treatment": "opioid-treatment-program",
    "withdrawal": "withdrawal-management",
    "residential": "residential-treatment",
    "outpatient": "outpatient",
    "harm-reduction": "harm-reduction",
    "recovery": "recovery-community-center",
    "mental-health": "outpatient",
    "food": "food",
    "shelter": "housing",
    "housing": "housing",
    "testing": "harm-reduction",
    "children": "youth",
    "violence": "family-support",
}
_SUPPLIES = {
    "naloxone": ("naloxone", "narcan"),
    "syringe-services": ("syringe", "needle", "exchange", "sharps"),
    "drug-checking": ("fentanyl", "strip", "drug", "checking"),
}
_STATED = {
    "free": ("cost", "free"),
    "sliding scale": ("cost", "sliding-scale"),
    "medicaid": ("payer", "medicaid"),
    "medicare": ("payer", "medicare"),
    "private insurance": ("payer", "private-insurance"),
    "self-pay": ("payer", "self-pay"),
    "adults": ("population", "adults"),
    "women": ("gender", "women"),
    "men": ("gender", "men"),
    "youth": ("population", "youth"),
    "families": ("population", "families"),
    "older adults": ("population", "older-adults"),
    "pregnant people": ("population", "pregnant"),
    "veterans": ("population", "veterans"),
    "after release": ("population", "reentry"),
    "lgbtq people": ("population", "lgbtq"),
    "people with disabilities": ("population", "disabilities"),
    "people without housing": ("population", "unhoused"),
}
_INTAKE = ("walk-in", "appointment", "referral")
_LINES = (
    ("Emergency line", "emergency"),
    ("Suicide and crisis line", "suicide"),
    ("Crisis line by text", "crisis-text"),
    ("Line for people who use alone", "using-alone"),
    ("Poison center", "poison"),
    ("Line that finds services", "info-line"),
    ("Treatment line", "treatment-line"),
    ("Peer line", "warmline"),
    ("Family line", "family-line"),
)
COUNTIES = (
    "Alder", "Beech", "Birch", "Cedar", "Chestnut", "Dogwood", "Fir", "Hazel", "Hickory", "Juniper", "Larch", "Laurel",
    "Linden", "Poplar", "Rowan", "Spruce",
)  # fmt: skip
_STREETS = ("Elm", "Oak", "Main", "Mill", "School", "Water", "River", "High", "Spring", "Church")

NEEDS = (
    "narcan", "naloxone", "where can I get narcan", "clean needles", "syringe exchange", "methadone", "suboxone",
    "detox", "detox tonight", "rehab", "inpatient rehab", "counseling", "therapy", "depression", "outpatient",
    "recovery meeting", "peer support", "food pantry", "food", "something to eat", "shelter", "a bed for tonight",
    "homeless shelter", "test strips", "drug checking", "wound care", "hiv test", "help for my teen", "help for my son",
    "buprenorphine", "recovery center", "donde consigo narcan", "jeringas limpias", "je cherche un abri",
)  # fmt: skip
WORDS = (
    "soup kitchen", "prescription", "vaccination", "tenant", "voucher", "foster", "paratransit", "claim", "survivor",
    "telephone", "kit", "oral cleaning", "resettlement", "screening", "mileage",
)  # fmt: skip


class Made(msgspec.Struct, frozen=True):
    """A directory and what is asked of it: `paths` are addresses of its results pages."""

    documents: list[Document]
    places: Places
    paths: list[str]


def made(size: int) -> Made:
    """`size` services, their towns and the questions; the same size always gives the same ones."""
    lines = list(_lines())
    plain = corpus(max(1, size - len(lines)), questions=0).documents
    documents = lines + [_dressed(number, document) for number, document in enumerate(plain)]
    return Made(documents, _places(documents), _paths(documents[len(lines) :]))


def _lines() -> Iterator[Document]:
    """What reaches everybody, and a liaison for each county."""
    for number, (name, kind) in enumerate(_LINES):
        yield Document(
            id=f"line-{number}", ref=f"line-{number}", source="bench", service=name, organization=f"{name} (made up)",
            categories=("hotline", kind), reach="phone", status="open", sources=3, seen="2026-10", zone=ZONE,
            phones=(_phone(number, "A"),),
        )  # fmt: skip
    for number, county in enumerate(COUNTIES):
        yield Document(
            id=f"liaison-{number}", ref=f"liaison-{number}", source="bench", service="Liaison",
            organization=f"Liaison of {county} County", categories=("options-liaison",), reach="area",
            areas=(county,), county=county, status="open", sources=2, seen="2026-09", zone=ZONE,
            phones=(_phone(number + 20, "B"),),
        )  # fmt: skip


def _phone(number: int, tier: str, note: str = "") -> DialPhone:
    shown = f"555-555-01{number % 100:02}"
    return DialPhone(number=shown, tel=f"tel:+1-{shown}", tier=tier, note=note)  # type: ignore[arg-type]


def _dressed(number: int, document: Document) -> Document:
    """A made-up record with what a card shows; one in twelve has no number, one in thirty is closed."""
    phones = tuple(_phone(number + 7 * at, "AB"[at], "front desk" * at) for at in range((1, 1, 1, 2)[number % 4]))
    closed = number % 30 == 29
    return msgspec.structs.replace(
        document,
        categories=(_category(document),),
        also=("food",) if number % 9 == 0 else ("peer-support",) if number % 5 == 0 else (),
        address=f"{number % 987 + 1} {_STREETS[number % len(_STREETS)]} Street",
        county=COUNTIES[int(document.county.split()[-1]) - 1],
        zip=_zip(document.town),
        site=f"{document.town} office" if number % 3 == 0 else "",
        phones=() if number % 12 == 5 else phones,
        status="closed" if closed else "unconfirmed" if number % 4 else "open",
        status_since="2025-03-01" if closed else "",
        seen=f"2025-{number % 12 + 1:02}",
        confirmed=Confirmed(when=f"2026-10-{number % 30 + 1:02}", how="called") if number % 6 == 0 else None,
        approximate=number % 8 == 0,
        facets=_facets(number, document.facets),
    )


def _facets(number: int, stated: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What it states, under the names that the site has for it; half say how to get in, a third how accessible."""
    spoken = (language.casefold() for language in stated["language"])
    found: dict[str, list[str]] = {"language": [one for one in spoken if facets.known("language", one)]}
    for value in (*stated.get("cost", ()), *stated.get("audience", ())):
        facet, name = _STATED[value]
        found.setdefault(facet, []).append(name)
    if number % 2:
        found["intake"] = [_INTAKE[number // 2 % 3]]
    if number % 3 == 0:
        found["accessible"] = ["wheelchair", *(["hearing"] if number % 4 == 0 else [])]
    if number % 10 == 1:
        found["medication"] = ["methadone", "buprenorphine"][: number // 10 % 2 + 1]
    if number % 60 == 7:
        found["tribe"] = ["tribal-members"]
    return {name: tuple(values) for name, values in found.items()}


def _category(document: Document) -> str:
    [kind] = document.categories
    named = document.service.casefold().split()
    if kind == "harm-reduction":
        return next((key for key, words in _SUPPLIES.items() if not set(words).isdisjoint(named)), kind)
    return _KINDS.get(kind, "other")


def _zip(town: str) -> str:
    """Five digits that belong to a made-up town."""
    return f"{sum(ord(letter) * 31**at for at, letter in enumerate(town)) % 90000 + 10000}"


def _places(documents: Sequence[Document]) -> Places:
    """The towns that the records name, each in the middle of its records."""
    sites: dict[str, list[Document]] = {}
    for document in documents:
        if document.town:
            sites.setdefault(document.town, []).append(document)
    towns = tuple(_middle(town, found) for town, found in sorted(sites.items()))
    zips = tuple(msgspec.structs.replace(town, kind="zip", zip=_zip(town.name)) for town in towns)
    inside = {county: [town for town in towns if town.county == county] for county in COUNTIES}
    counties = tuple(Place(f"{name} County", "county", *_mean(found), name) for name, found in inside.items())
    return Places(
        state=Place("Benchland", "state", *_mean(towns)), abbreviation="BL", zips=zips, towns=towns, counties=counties
    )


def _middle(town: str, documents: Sequence[Document]) -> Place:
    lat, lon = np.median([(one.lat, one.lon) for one in documents], axis=0).round(4).tolist()
    return Place(town, "town", lat, lon, county=documents[0].county)


def _mean(places: Sequence[Place]) -> tuple[float, float]:
    lat, lon = np.mean([(one.lat, one.lon) for one in places], axis=0).round(4).tolist() if places else (45.0, -70.0)
    return lat, lon


def _paths(documents: Sequence[Document]) -> list[str]:
    """Addresses of results pages: large towns are asked of more often, each kind of question in its share."""
    random = np.random.default_rng(SEED + len(documents))
    return [_path(random, documents[int(random.integers(len(documents)))]) for _ in range(QUESTIONS)]


def _path(random: np.random.Generator, aim: Document) -> str:
    """One address: what is asked about a service that there is, in the way that its share of the questions has."""
    asked = {"q": str(random.choice(NEEDS)), "near": aim.town}
    ways: tuple[tuple[float, dict[str, str]], ...] = (
        (0.13, {"q": str(random.choice(WORDS))}),
        (0.05, {"q": aim.organization.split()[0]}),
        (0.09, {"open": "1"}),
        (0.06, {"age": str(random.choice((16, 25, 67)))}),
        (0.05, {"near": aim.zip}),
        (0.05, {"near": f"{aim.county} County"}),
        (0.05, {"q": f"{asked['q']} in {aim.town}", "near": ""}),
        (0.03, {"near": ""}),
        (0.05, {"within": "25"}),
        (0.06, {"f.language": aim.facets["language"][-1]}),
        (0.05, {"f.cost": "free"}),
        (0.04, {"f.payer": "medicaid", "open": "1"}),
        (0.29, {}),
    )
    way = random.choice(len(ways), p=[share for share, _ in ways])
    return f"/find?{urlencode({name: value for name, value in (asked | ways[way][1]).items() if value})}"
