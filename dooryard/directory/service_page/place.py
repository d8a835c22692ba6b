"""Where a service is, the other places it is given at, and the way there for whoever chooses to ask another site."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from dooryard.core.documents import Document
from dooryard.directory import presenters, wording
from dooryard.directory.current import Directory
from dooryard.directory.service_page.facts import Record, rows

_POST_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\b", re.I)
ROUTES = "https://www.openstreetmap.org/directions"


class Way(NamedTuple):
    """Two links: for the map on this device, and for a site that works out a route."""

    device: str
    site: str


def where(document: Document) -> str:
    """Where it is and how it reaches a person; the counties it serves have their own line."""
    reach = "" if document.areas else wording.reach_words(document, document.reach)
    county = presenters.county_name(document.county) if document.county else ""
    return "; ".join(filter(None, (presenters.address_of(document), county, reach)))


def way(document: Document, record: Record) -> Way | None:
    """The way to a door that may be told: never to a town's centre as if it were one, nor to what is only called.

    What is confidential has neither street nor point here: it was left out when the bundle was compiled.
    """
    if document.reach in ("phone", "mail") or not presenters.is_live(document):
        return None
    if document.lat is not None and document.lon is not None and not document.approximate:
        point = f"{round(document.lat, 6)},{round(document.lon, 6)}"
        return Way(f"geo:{point}?q={quote(point)}", f"{ROUTES}?{urlencode({'to': point})}")
    if not document.address or _POST_BOX.search(document.address):
        return None
    states = [row.get("state_province", "") for row in rows(site_of(document, record).get("location", {}), "addresses")]
    address = ", ".join(filter(None, (document.address, document.town, " ".join((*states[:1], document.zip)).strip())))
    return Way(f"geo:0,0?q={quote(address)}", f"{ROUTES}?{urlencode({'to': address})}")


def site_of(document: Document, record: Record) -> Record:
    """The place of the record that the page is about: the first, unless its address is another's."""
    sites = rows(record, "service_at_locations")
    found = [site for site in sites if site.get("id") == document.id] or sites
    return found[0] if found else {}


def others(directory: Directory, document: Document, record: Record) -> list[dict[str, Any]]:
    """The other places that the service is given at, each with its page."""
    ids = [record.get("id"), *(site.get("id") for site in rows(record, "service_at_locations")[1:])]
    indexes = [directory.bundle.index(id) for id in ids if id and id != document.id]
    documents = [directory.bundle.document(index) for index in indexes if index is not None]
    return [{"id": one.id, "where": presenters.address_of(one) or one.county} for one in documents]
