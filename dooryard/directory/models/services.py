"""HSDS tables of what is offered and by whom; `core/hsds/services.py` says what each field means."""

from __future__ import annotations

from django.db import models

from dooryard.core.hsds.values import ServiceState
from dooryard.directory.models.reaching import Location
from dooryard.directory.models.rows import Row, date, given, one_of, part_of, quantity, text


class Organization(Row):
    """Who gives services."""

    name = models.TextField()
    alternate_name = text()
    description = models.TextField()
    email = text()
    website = text()
    tax_status = text()
    tax_id = text()
    year_incorporated = quantity()
    legal_status = text()
    logo = text()
    uri = text()
    parent_organization = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [given("organization", "name")]


class Program(Row):
    """Services of one organization under one name."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="programs")
    name = models.TextField()
    alternate_name = text()
    description = models.TextField()

    class Meta(Row.Meta):
        constraints = [given("program", "name")]


class OrganizationIdentifier(Row):
    """A number that somebody else gave an organization."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="organization_identifiers")
    identifier_scheme = text()
    identifier_type = models.TextField()
    identifier = models.TextField()

    class Meta(Row.Meta):
        constraints = [given("organization_identifier", "identifier")]


class Service(Row):
    """What is offered, to whom and how to get it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="services")
    program = models.ForeignKey(Program, models.PROTECT, related_name="services", null=True, blank=True)
    name = models.TextField()
    alternate_name = text()
    description = text()
    url = text()
    email = text()
    status = models.TextField()
    interpretation_services = text()
    application_process = text()
    fees_description = text()
    wait_time = text()
    fees = text()
    accreditations = text()
    eligibility_description = text()
    minimum_age = quantity()
    maximum_age = quantity()
    assured_date = date()
    assurer_email = text()
    licenses = text()
    alert = text()
    last_modified = models.DateTimeField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [given("service", "name"), one_of("service", "status", ServiceState)]


class ServiceAtLocation(Row):
    """That a service is given at a location."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="service_at_locations")
    location = models.ForeignKey(Location, models.PROTECT, related_name="service_at_locations")
    description = text()


class ServiceArea(Row):
    """Where people must be, or live, to be served."""

    service = part_of(Service, "service_areas")
    service_at_location = part_of(ServiceAtLocation, "service_areas")
    name = text()
    description = text()
    extent = text()
    extent_type = text()
    uri = text()


class Unit(Row):
    """What a capacity is counted in."""

    name = models.TextField()
    scheme = text()
    identifier = text()
    uri = text()

    class Meta(Row.Meta):
        constraints = [given("unit", "name")]


class ServiceCapacity(Row):
    """How many units a service had free at an instant."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="capacities")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="capacities")
    available = models.FloatField()
    maximum = quantity()
    description = text()
    updated = models.DateTimeField()


class CostOption(Row):
    """What a service costs on which conditions."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="cost_options")
    valid_from = date()
    valid_to = date()
    option = text()
    currency = text()
    amount = quantity()
    amount_description = text()


class Funding(Row):
    """Where the money of an organization or a service comes from."""

    organization = part_of(Organization, "funding")
    service = part_of(Service, "funding")
    source = text()


class RequiredDocument(Row):
    """A paper that a person must bring or fill in."""

    service = part_of(Service, "required_documents")
    document = text()
    uri = text()
