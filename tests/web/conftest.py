"""A small synthetic directory, compiled and served to the test client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pytest_django.fixtures import Settings

from dooryard.core.bundle.writer import write
from dooryard.core.documents import Confirmed, DialPhone, Document
from dooryard.core.places import Place, Places
from dooryard.directory import bundles, cards, vocabularies
from tests.web.checking import CheckingClient

# Everything here is synthetic: the numbers are of the block kept for fiction, the names of nobody.
PLACES = Places(
    state=Place("Exampleland", "state", 44.5, -69.2),
    abbreviation="EX",
    towns=(Place("Hope", "town", 44.26, -69.16, county="Waldo"), Place("Unity", "town", 44.61, -69.33, county="Waldo")),
    counties=(Place("Waldo County", "county", 44.5, -69.1, county="Waldo"),),
    zips=(Place("Hope", "zip", 44.26, -69.16, county="Waldo", zip="04847"),),
)


def phone(number: str, tier: str, **more: str) -> DialPhone:
    return DialPhone(number=number, tel=f"tel:+1-{number}", tier=tier, **more)  # type: ignore[arg-type]


def document(id: str, service: str, category: str, **more: object) -> Document:
    given: dict[str, object] = {"categories": (category,), "source": "synthetic", "ref": f"sy-{id}", "sources": 1}
    given |= {"organization": f"Example {service}", "status": "open", "seen": "2024-05", "zone": "America/New_York"}
    return Document(id=id, service=service, **given | more)  # type: ignore[arg-type]


DOCUMENTS = (
    document(
        "naloxone", "Naloxone desk", "naloxone", address="1 Example Street", town="Hope", county="Waldo", zip="04847",
        lat=44.26, lon=-69.16, sources=2, phones=(phone("207-555-0101", "B", note="front desk"),),
    ),
    document(
        "detox", "Detox house", "withdrawal-management", town="Unity", county="Waldo", lat=44.61, lon=-69.33,
        approximate=True, phones=(phone("207-555-0102", "C"),), category_assumed=True,
    ),
    document(
        "closed", "Needle exchange", "syringe-services", town="Hope", county="Waldo", status="closed",
        status_since="2025-01-14", instead="Example Naloxone desk in Hope", phones=(phone("207-555-0103", "B"),),
    ),
    document("exchange", "Syringe service", "syringe-services", town="Unity", county="Waldo", lat=44.61, lon=-69.33),
    document("markup", "<script>alert(1)</script>", "food", description="{{ 7 * 7 }} & <b>", town="Unity"),
    document(
        "crisis", "Crisis line", "hotline", categories=("hotline", "suicide"), reach="phone", sources=3,
        phones=(phone("555-555-0104", "A"), phone("555-555-0105", "A", text="text 555-0105")),
        confirmed=Confirmed(when="2026-11-01", how="called"),
    ),
    document(
        "info", "Info line", "hotline", categories=("hotline", "info-line"), reach="phone", sources=4,
        phones=(phone("211", "A"),),
    ),
    document("liaison", "Liaison for Waldo County", "options-liaison", reach="area", areas=("Waldo",), county="Waldo"),
)  # fmt: skip


def segments(documents: tuple[Document, ...] = DOCUMENTS) -> dict[str, bytes]:
    """The synthetic directory as a bundle."""
    return write(
        [(one, cards.render(one), b"{}") for one in documents],
        vocabulary=vocabularies.load().encode(),
        gazetteer=msgspec.json.encode(PLACES),
        place="Exampleland",
    )


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the synthetic bundle."""
    folder = tmp_path_factory.mktemp("bundle")
    bundles.publish(segments(), folder)
    return folder


@pytest.fixture
def client(published: Path, settings: Settings) -> Iterator[CheckingClient]:
    """A client of the site with the synthetic directory; it checks every page it fetches."""
    settings.BUNDLES = published
    yield CheckingClient()
