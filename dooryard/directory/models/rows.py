"""What every HSDS table shares in the database: its id, its order, and how optional values are kept.

A text that was not given is ""; a number, a date or a link that was not given is NULL.
"""

from __future__ import annotations

from typing import Any, get_args

from django.db import models
from django.db.models import Q


class Row(models.Model):
    """A row of an HSDS table. `position` is ours: the order in which the source gave the rows, first things first."""

    id = models.UUIDField(primary_key=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class Beside(models.Model):
    """A row of a table of our own, beside those of the standard."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


def text() -> Any:
    """A text that may be left out."""
    return models.TextField(blank=True, default="")


def quantity() -> Any:
    """A number that may be left out."""
    return models.FloatField(null=True, blank=True)


def date() -> Any:
    """A day that may be left out."""
    return models.DateField(null=True, blank=True)


def part_of(table: str | type[models.Model], related_name: str) -> Any:
    """A link to the record that this row belongs to and goes with; `related_name` is the list it stands in there."""
    return models.ForeignKey(table, models.CASCADE, related_name=related_name, null=True, blank=True)


def members(kind: Any) -> tuple[str, ...]:
    """The values of one of the value sets of core/hsds/values.py."""
    literal, *_ = get_args(kind)
    return get_args(literal)


def one_of(table: str, field: str, kind: Any, *, optional: bool = False) -> models.CheckConstraint:
    """That a field holds a value of the standard's set, or nothing where it is optional."""
    allowed = [*members(kind), ""] if optional else members(kind)
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=f"{table}_{field}_in_set")


def given(table: str, field: str) -> models.CheckConstraint:
    """That a text which people are shown is not empty."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=f"{table}_{field}_given")
