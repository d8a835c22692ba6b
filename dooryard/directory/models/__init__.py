"""The directory's tables: every HSDS table under its own names, and beside them who said what and how it stands."""

from __future__ import annotations

from dooryard.directory.models.about import Attribute, Metadata, MetaTableDescription, Taxonomy, TaxonomyTerm, Url
from dooryard.directory.models.reaching import Accessibility, Address, Contact, Language, Location, Phone, Schedule
from dooryard.directory.models.reports import Report
from dooryard.directory.models.services import (
    CostOption,
    Funding,
    Organization,
    OrganizationIdentifier,
    Program,
    RequiredDocument,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Unit,
)
from dooryard.directory.models.sources import (
    NeverPublish,
    PhonePublication,
    Provenance,
    ServedPlace,
    Source,
    SourceRecord,
)
from dooryard.directory.models.standing import Confirmation, LocationPrivacy, ServiceStatus

__all__ = [
    "Accessibility",
    "Address",
    "Attribute",
    "Confirmation",
    "Contact",
    "CostOption",
    "Funding",
    "Language",
    "Location",
    "LocationPrivacy",
    "MetaTableDescription",
    "Metadata",
    "NeverPublish",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "PhonePublication",
    "Program",
    "Provenance",
    "Report",
    "RequiredDocument",
    "Schedule",
    "ServedPlace",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "ServiceStatus",
    "Source",
    "SourceRecord",
    "Taxonomy",
    "TaxonomyTerm",
    "Unit",
    "Url",
]
