"""HSDS tables of phones, hours, people and places; `core/hsds/reaching.py` says what each field means."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dooryard.core.hsds.values import Frequency, PlaceKind, Weekday
from dooryard.directory.models.rows import Row, date, given, one_of, part_of, quantity, text


class Location(Row):
    """A place where services are given, in the world or on the web."""

    location_type = models.TextField()
    url = text()
    organization = part_of("directory.Organization", "locations")
    name = text()
    alternate_name = text()
    description = text()
    transportation = text()
    latitude = quantity()
    longitude = quantity()
    external_identifier = text()
    external_identifier_type = text()

    class Meta(Row.Meta):
        constraints = [
            one_of("location", "location_type", PlaceKind),
            models.CheckConstraint(condition=Q(latitude__range=(-90, 90)), name="location_latitude_on_earth"),
            models.CheckConstraint(condition=Q(longitude__range=(-180, 180)), name="location_longitude_on_earth"),
        ]


class Contact(Row):
    """A person or desk to ask for."""

    organization = part_of("directory.Organization", "contacts")
    service = part_of("directory.Service", "contacts")
    service_at_location = part_of("directory.ServiceAtLocation", "contacts")
    location = part_of(Location, "contacts")
    name = text()
    title = text()
    department = text()
    email = text()


class Phone(Row):
    """A phone number; PhonePublication says how far it may be shown."""

    location = part_of(Location, "phones")
    service = part_of("directory.Service", "phones")
    organization = part_of("directory.Organization", "phones")
    contact = part_of(Contact, "phones")
    service_at_location = part_of("directory.ServiceAtLocation", "phones")
    number = models.TextField()
    extension = quantity()
    type = text()
    description = text()

    class Meta(Row.Meta):
        constraints = [given("phone", "number")]


class Schedule(Row):
    """When a service or a location is open. Clock times stay text: they may carry an offset from UTC."""

    service = part_of("directory.Service", "schedules")
    location = part_of(Location, "schedules")
    service_at_location = part_of("directory.ServiceAtLocation", "schedules")
    valid_from = date()
    valid_to = date()
    dtstart = date()
    timezone = quantity()
    until = date()
    count = quantity()
    wkst = text()
    freq = text()
    interval = quantity()
    byday = text()
    byweekno = text()
    bymonthday = text()
    byyearday = text()
    description = text()
    opens_at = text()
    closes_at = text()
    schedule_link = text()
    attending_type = text()
    notes = text()

    class Meta(Row.Meta):
        constraints = [
            one_of("schedule", "wkst", Weekday, optional=True),
            one_of("schedule", "freq", Frequency, optional=True),
        ]


class Language(Row):
    """A language spoken without an interpreter."""

    service = part_of("directory.Service", "languages")
    location = part_of(Location, "languages")
    phone = part_of(Phone, "languages")
    name = text()
    code = text()
    note = text()


class Accessibility(Row):
    """What helps people with disabilities use a location."""

    location = part_of(Location, "accessibility")
    description = text()
    details = text()
    url = text()


class Address(Row):
    """A postal address of a location."""

    location = part_of(Location, "addresses")
    attention = text()
    address_1 = models.TextField()
    address_2 = text()
    city = models.TextField()
    region = text()
    state_province = models.TextField()
    postal_code = models.TextField()
    country = models.TextField()
    address_type = models.TextField()

    class Meta(Row.Meta):
        constraints = [one_of("address", "address_type", PlaceKind)]
