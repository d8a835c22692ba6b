"""The tables of the Django page, with an index for everything it asks."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField


class Attribute(models.Model):
    """A value of a facet: language, spanish."""

    facet = models.TextField()
    value = models.TextField()

    class Meta:
        app_label = "django_postgis"


class Service(models.Model):
    """A service at a place; `hours` is the number of a weekly pattern, 0 for none."""

    id = models.TextField(primary_key=True)
    service = models.TextField()
    organization = models.TextField()
    site = models.TextField()
    categories = ArrayField(models.TextField())
    also = ArrayField(models.TextField())
    category_assumed = models.BooleanField()
    description = models.TextField()
    address = models.TextField()
    town = models.TextField()
    county = models.TextField(db_index=True)
    zip = models.TextField()
    approximate = models.BooleanField()
    reach = models.TextField(db_index=True)
    areas = ArrayField(models.TextField())
    hours = models.IntegerField(db_index=True)
    minimum_age = models.FloatField(null=True)
    maximum_age = models.FloatField(null=True)
    status = models.TextField(db_index=True)
    status_since = models.TextField()
    instead = models.TextField()
    seen = models.TextField()
    confirmed = models.JSONField(null=True)
    sources = models.IntegerField()
    cost = ArrayField(models.TextField())
    standing = models.FloatField()
    place = models.PointField(geography=True, null=True)
    words = SearchVectorField()
    attributes = models.ManyToManyField(Attribute)

    class Meta:
        app_label = "django_postgis"
        indexes = (
            GinIndex(fields=["words"], name="service_words"),
            GinIndex(fields=["categories"], name="service_categories"),
            GinIndex(fields=["also"], name="service_also"),
            GinIndex(fields=["areas"], name="service_areas"),
        )


class Phone(models.Model):
    """A number of a service, in the order they are shown."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="phones")
    number = models.TextField()
    tel = models.TextField()
    note = models.TextField()
    text = models.TextField()
    tier = models.TextField()

    class Meta:
        app_label = "django_postgis"
        ordering = ("id",)


class Hours(models.Model):
    """A stretch of a weekly pattern in minutes of the week, Monday 00:00 = 0."""

    pattern = models.IntegerField(db_index=True)
    opens = models.IntegerField()
    closes = models.IntegerField()

    class Meta:
        app_label = "django_postgis"
        indexes = (models.Index(fields=["opens", "closes"], name="hours_opens"),)


class Town(models.Model):
    """A name that may be typed for a place, in lower case."""

    name = models.TextField(primary_key=True)
    kind = models.TextField()
    shown = models.TextField()
    county = models.TextField()
    place = models.PointField(geography=True)

    class Meta:
        app_label = "django_postgis"
