"""HSDS tables that say how, when and where a service is reached: phones, hours, people, places."""

from __future__ import annotations

from msgspec import UNSET, Struct

from dooryard.core.hsds.about import Attribute, Metadata
from dooryard.core.hsds.values import Date, Email, Frequency, Id, Maybe, Number, PlaceKind, Time, Uri, Weekday


class Schedule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When a service or a location is open, as the parts of an iCalendar rule (RFC 5545) and two clock times.

    `valid_from` and `valid_to` are the first and last day this schedule holds, both included. `dtstart` is the first
    day of the rule, `until` its last, `count` how often it happens. `interval` counts weeks or months of `freq`;
    `wkst` is the day weeks begin. `byday` lists days ("MO,WE", monthly also "2MO" or "-1FR"), `bymonthday`,
    `byyearday` and `byweekno` list numbers, negative ones from the end. `opens_at` and `closes_at` are HH:MM with a
    zone; around the clock is 00:00 to 23:59. `timezone` is hours ahead of UTC (-5 is Eastern standard time),
    a number that cannot tell of daylight saving. `notes`, `description` and `attending_type` are free text.
    """

    # HSDS 3.3 adds `group` here; its schema files are not published with 3.2.
    id: Id
    service_id: Maybe[Id] = UNSET
    location_id: Maybe[Id] = UNSET
    service_at_location_id: Maybe[Id] = UNSET
    valid_from: Maybe[Date] = UNSET
    valid_to: Maybe[Date] = UNSET
    dtstart: Maybe[Date] = UNSET
    timezone: Maybe[Number] = UNSET
    until: Maybe[Date] = UNSET
    count: Maybe[Number] = UNSET
    wkst: Maybe[Weekday] = UNSET
    freq: Maybe[Frequency] = UNSET
    interval: Maybe[Number] = UNSET
    byday: Maybe[str] = UNSET
    byweekno: Maybe[str] = UNSET
    bymonthday: Maybe[str] = UNSET
    byyearday: Maybe[str] = UNSET
    description: Maybe[str] = UNSET
    opens_at: Maybe[Time] = UNSET
    closes_at: Maybe[Time] = UNSET
    schedule_link: Maybe[Uri] = UNSET
    attending_type: Maybe[str] = UNSET
    notes: Maybe[str] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class Language(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A language spoken at a service, a location or a phone without an interpreter.

    `name` is its name in words, `code` its ISO 639-1 or 639-3 code, `note` free text.
    """

    id: Id
    service_id: Maybe[Id] = UNSET
    location_id: Maybe[Id] = UNSET
    phone_id: Maybe[Id] = UNSET
    name: Maybe[str] = UNSET
    code: Maybe[str] = UNSET
    note: Maybe[str] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class Phone(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A phone number of an organization, a service, a location, a contact, or a service at one location.

    `number` is as printed; `extension` is a number, so one with a leading zero belongs in `description`.
    `type` is a word of RFC 6350: voice, text, fax, cell, video, pager, textphone.
    """

    id: Id
    location_id: Maybe[Id] = UNSET
    service_id: Maybe[Id] = UNSET
    organization_id: Maybe[Id] = UNSET
    contact_id: Maybe[Id] = UNSET
    service_at_location_id: Maybe[Id] = UNSET
    number: str
    extension: Maybe[Number] = UNSET
    type: Maybe[str] = UNSET
    description: Maybe[str] = UNSET
    languages: tuple[Language, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class Contact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person or desk to ask for: `name`, job `title`, `department`, `email`, and their own phones."""

    id: Id
    organization_id: Maybe[Id] = UNSET
    service_id: Maybe[Id] = UNSET
    service_at_location_id: Maybe[Id] = UNSET
    location_id: Maybe[Id] = UNSET
    name: Maybe[str] = UNSET
    title: Maybe[str] = UNSET
    department: Maybe[str] = UNSET
    email: Maybe[Email] = UNSET
    phones: tuple[Phone, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class Accessibility(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What helps people with disabilities use a location: `description`, further `details`, a page about it."""

    id: Id
    location_id: Maybe[Id] = UNSET
    description: Maybe[str] = UNSET
    details: Maybe[str] = UNSET
    url: Maybe[Uri] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class Address(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A postal address of a location.

    `address_1` is the building and street and is required even where there is none to give (a van, a confidential
    site): it is then "". `attention` is "care of". `region` is a part of a state, such as a county.
    `country` is two letters of ISO 3166-1.
    """

    id: Id
    location_id: Maybe[Id] = UNSET
    attention: Maybe[str] = UNSET
    address_1: str
    address_2: Maybe[str] = UNSET
    city: str
    region: Maybe[str] = UNSET
    state_province: str
    postal_code: str
    country: str
    address_type: PlaceKind
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class Location(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place where services are given, in the world or on the web.

    `latitude` and `longitude` are decimal degrees, WGS 84, north and east positive. `url` is the address of a virtual
    location. `transportation` tells in words how to get there. `external_identifier` is a third party's name for the
    place in the scheme `external_identifier_type`. `organization_id` is who keeps this record.
    """

    id: Id
    location_type: PlaceKind
    url: Maybe[Uri] = UNSET
    organization_id: Maybe[Id] = UNSET
    name: Maybe[str] = UNSET
    alternate_name: Maybe[str] = UNSET
    description: Maybe[str] = UNSET
    transportation: Maybe[str] = UNSET
    latitude: Maybe[Number] = UNSET
    longitude: Maybe[Number] = UNSET
    external_identifier: Maybe[str] = UNSET
    external_identifier_type: Maybe[str] = UNSET
    languages: tuple[Language, ...] = ()
    addresses: tuple[Address, ...] = ()
    contacts: tuple[Contact, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()
