"""The Human Services Data Specification 3.2.3 as typed structs: the only place that spells the standard."""

from __future__ import annotations

from msgspec import Struct

from dooryard.core.hsds.about import Attribute, Metadata, MetaTableDescription, Taxonomy, TaxonomyTerm, Url
from dooryard.core.hsds.checking import problems
from dooryard.core.hsds.reaching import Accessibility, Address, Contact, Language, Location, Phone, Schedule
from dooryard.core.hsds.services import (
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

VERSION = "3.2.3"

TABLES: dict[str, type[Struct]] = {
    "accessibility": Accessibility,
    "address": Address,
    "attribute": Attribute,
    "contact": Contact,
    "cost_option": CostOption,
    "funding": Funding,
    "language": Language,
    "location": Location,
    "meta_table_description": MetaTableDescription,
    "metadata": Metadata,
    "organization": Organization,
    "organization_identifier": OrganizationIdentifier,
    "phone": Phone,
    "program": Program,
    "required_document": RequiredDocument,
    "schedule": Schedule,
    "service": Service,
    "service_area": ServiceArea,
    "service_at_location": ServiceAtLocation,
    "service_capacity": ServiceCapacity,
    "taxonomy": Taxonomy,
    "taxonomy_term": TaxonomyTerm,
    "unit": Unit,
    "url": Url,
}
"""Every table of the standard by the name the standard gives it."""

__all__ = [
    "TABLES",
    "VERSION",
    "Accessibility",
    "Address",
    "Attribute",
    "Contact",
    "CostOption",
    "Funding",
    "Language",
    "Location",
    "MetaTableDescription",
    "Metadata",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "Program",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "Taxonomy",
    "TaxonomyTerm",
    "Unit",
    "Url",
    "problems",
]
