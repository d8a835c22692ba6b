"""HSDS tables of what is offered: services, who gives them, where, to whom and at what cost."""

from __future__ import annotations

from msgspec import UNSET, Struct

from dooryard.core.hsds.about import Attribute, Metadata, Url
from dooryard.core.hsds.reaching import Contact, Language, Location, Phone, Schedule
from dooryard.core.hsds.values import Date, DateTime, Email, Id, Maybe, Number, ServiceState, Uri


class Unit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a capacity is counted in, such as beds; `scheme` and `identifier` name it in a published list of units."""

    id: Id
    name: str
    scheme: Maybe[str] = UNSET
    identifier: Maybe[str] = UNSET
    uri: Maybe[Uri] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class ServiceCapacity(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many units (beds, places) a service had free at the instant `updated`, and how many it has at most."""

    id: Id
    service_id: Maybe[Id] = UNSET
    unit: Unit
    unit_id: Maybe[Id] = UNSET
    available: Number
    maximum: Maybe[Number] = UNSET
    description: Maybe[str] = UNSET
    updated: DateTime
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class CostOption(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a service costs on which conditions.

    `amount` is in whole units of `currency` (three letters of ISO 4217; 12.5 with USD is twelve dollars fifty),
    `option` the condition, `valid_from` and `valid_to` the first and last day of the price.
    """

    id: Id
    service_id: Maybe[Id] = UNSET
    valid_from: Maybe[Date] = UNSET
    valid_to: Maybe[Date] = UNSET
    option: Maybe[str] = UNSET
    currency: Maybe[str] = UNSET
    amount: Maybe[Number] = UNSET
    amount_description: Maybe[str] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class Funding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the money of an organization or a service comes from, in words."""

    id: Id
    organization_id: Maybe[Id] = UNSET
    service_id: Maybe[Id] = UNSET
    source: Maybe[str] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class RequiredDocument(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A paper that a person must bring or fill in, in words, with a link to it where there is one."""

    id: Id
    service_id: Maybe[Id] = UNSET
    document: Maybe[str] = UNSET
    uri: Maybe[Uri] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class ServiceArea(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where people must be, or live, to be served.

    `name` and `description` say it in words. `extent` is the area's shape, written as `extent_type` says (geojson,
    topojson, kml or text); `uri` is a lasting name for the area.
    """

    id: Id
    service_id: Maybe[Id] = UNSET
    service_at_location_id: Maybe[Id] = UNSET
    name: Maybe[str] = UNSET
    description: Maybe[str] = UNSET
    extent: Maybe[str] = UNSET
    extent_type: Maybe[str] = UNSET
    uri: Maybe[str] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class Program(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Services of one organization that belong together under one name."""

    id: Id
    organization_id: Maybe[Id] = UNSET
    name: str
    alternate_name: Maybe[str] = UNSET
    description: str
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class OrganizationIdentifier(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number that somebody else gave an organization, such as a tax number.

    `identifier_scheme` is the scheme's code at org-id.guide, `identifier_type` its name in words.
    """

    id: Id
    organization_id: Maybe[Id] = UNSET
    identifier_scheme: Maybe[str] = UNSET
    identifier_type: str
    identifier: str
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class ServiceAtLocation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a service is given at a location, with what is particular to it there.

    `service` is not a column of the table: the API nests it where the link is asked for by itself.
    """

    id: Id
    service_id: Maybe[Id] = UNSET
    location_id: Maybe[Id] = UNSET
    description: Maybe[str] = UNSET
    service_areas: tuple[ServiceArea, ...] = ()
    contacts: tuple[Contact, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    location: Maybe[Location] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()
    service: Maybe[Service] = UNSET


class Organization(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who gives services.

    `website` is its page, `uri` a lasting name in a register, `logo` the address of an image. `year_incorporated` is
    the year it was founded in law. `tax_status` and `tax_id` are deprecated by the standard for
    `organization_identifiers`. `services` is not a column of the table: the API nests them in a full organization.
    """

    id: Id
    name: str
    alternate_name: Maybe[str] = UNSET
    description: str
    email: Maybe[Email] = UNSET
    website: Maybe[Uri] = UNSET
    additional_websites: tuple[Url, ...] = ()
    tax_status: Maybe[str] = UNSET
    tax_id: Maybe[str] = UNSET
    year_incorporated: Maybe[Number] = UNSET
    legal_status: Maybe[str] = UNSET
    logo: Maybe[str] = UNSET
    uri: Maybe[Uri] = UNSET
    parent_organization_id: Maybe[Id] = UNSET
    funding: tuple[Funding, ...] = ()
    contacts: tuple[Contact, ...] = ()
    phones: tuple[Phone, ...] = ()
    locations: tuple[Location, ...] = ()
    programs: tuple[Program, ...] = ()
    organization_identifiers: tuple[OrganizationIdentifier, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()
    services: tuple[Service, ...] = ()


class Service(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is offered, to whom, by whom and how to get it: the record that a person is looking for.

    `minimum_age` and `maximum_age` are years, both included. `assured_date` is the day the record was last checked,
    `assurer_email` who checked. `alert` is a short-lived notice. `last_modified` is the instant anything in or under
    the record changed. `fees`, `wait_time` and `licenses` are deprecated by the standard (fees for `fees_description`
    and `cost_options`). The other texts are free.
    """

    # HSDS 3.3 deprecates `schedules` for `operating_hours` and `events`; its schema files are not published with 3.2.
    id: Id
    organization_id: Maybe[Id] = UNSET
    program_id: Maybe[Id] = UNSET
    name: str
    alternate_name: Maybe[str] = UNSET
    description: Maybe[str] = UNSET
    url: Maybe[Uri] = UNSET
    additional_urls: tuple[Url, ...] = ()
    email: Maybe[Email] = UNSET
    status: ServiceState
    interpretation_services: Maybe[str] = UNSET
    application_process: Maybe[str] = UNSET
    fees_description: Maybe[str] = UNSET
    wait_time: Maybe[str] = UNSET
    fees: Maybe[str] = UNSET
    accreditations: Maybe[str] = UNSET
    eligibility_description: Maybe[str] = UNSET
    minimum_age: Maybe[Number] = UNSET
    maximum_age: Maybe[Number] = UNSET
    assured_date: Maybe[Date] = UNSET
    assurer_email: Maybe[Email] = UNSET
    licenses: Maybe[str] = UNSET
    alert: Maybe[str] = UNSET
    last_modified: Maybe[DateTime] = UNSET
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    service_at_locations: tuple[ServiceAtLocation, ...] = ()
    languages: tuple[Language, ...] = ()
    organization: Maybe[Organization] = UNSET
    funding: tuple[Funding, ...] = ()
    cost_options: tuple[CostOption, ...] = ()
    program: Maybe[Program] = UNSET
    required_documents: tuple[RequiredDocument, ...] = ()
    contacts: tuple[Contact, ...] = ()
    capacities: tuple[ServiceCapacity, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()
