"""The tables hold nothing that could be a word of a person, an address, a browser's name or an hour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, models, router
from django.db.models import CASCADE, CheckConstraint
from django.test.utils import isolate_apps

from dooryard.liaison.models import Drawn, Message, Once, Row, Team, Thread, Wished, binary
from tests.liaison.conftest import sqlite_only

WHOLE = (Drawn, models.BigIntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField)
SEALED_OR_DIGEST = {
    "team": {"public"},
    "holder": {"public"},
    "wrapping": {"credential", "salt", "wrapped"},
    "held": {"sealed"},
    "recovery": {"sealed"},
    "thread": {"lookup", "public"},
    "message": {"for_team", "for_person"},
    "wished": {"for_team", "for_person"},
    "once": {"digest", "mark"},
}
"""The columns of bytes: keys, digests, and what is sealed (test_secrets.py looks at the bytes themselves)."""
NAMES = {
    "team": {"county"},
    "holder": {"account"},
    "thread": {"county"},
    "shift": {"county", "account"},
    "named": {"county", "account"},
    "cover": {"county", "by"},
    "answered": {"county"},
}
"""The columns of text that are free: the name of a county that has a team, or the name of a desk's account."""


def faults(model: Any) -> Iterator[str]:
    """What could hold something that it must not."""
    name = model._meta.model_name
    listed = {
        field
        for rule in model._meta.constraints
        if isinstance(rule, CheckConstraint)
        for one in getattr(rule.condition, "children", [])
        if isinstance(one, tuple) and (field := one[0]).endswith("__in")
    }
    for field in model._meta.concrete_fields:
        kind = type(field)
        if kind is models.TextField:
            fine = f"{field.name}__in" in listed or field.name in NAMES.get(name, ())
        elif kind is models.BinaryField:
            fine = field.name in SEALED_OR_DIGEST.get(name, ())
        else:
            fine = kind in (*WHOLE, models.DateField, models.ForeignKey, models.OneToOneField)
        if not fine:
            yield f"{name}.{field.name}: {kind.__name__}"


def test_no_table_of_the_room_has_a_column_for_what_must_not_be_there() -> None:
    assert not [fault for model in apps.get_app_config("liaison").get_models() for fault in faults(model)]


@pytest.mark.parametrize(
    "field",
    [
        models.TextField(),
        models.CharField(max_length=9),
        models.DateTimeField(),
        models.TimeField(),
        models.GenericIPAddressField(),
        models.JSONField(),
        models.BinaryField(),
        models.FloatField(),
        models.URLField(),
    ],
    ids=lambda field: type(field).__name__,
)
@isolate_apps("tests.liaison")
def test_a_planted_column_is_found(field: Any) -> None:
    body = {"planted": field, "__module__": __name__, "Meta": type("Meta", (), {"app_label": "liaison"})}
    planted = type("Message", (models.Model,), body)
    assert [one for one in faults(planted) if "planted" in one]


def test_what_a_person_wrote_ends_with_its_thread_and_every_thread_ends() -> None:
    for model in (Message, Wished):
        assert model._meta.get_field("thread").remote_field.on_delete is CASCADE
    assert not Thread._meta.get_field("expires").null
    assert not Once._meta.get_field("day").null


def test_every_table_is_in_its_own_database_and_no_other_is() -> None:
    assert router.db_for_read(Thread) == router.db_for_write(Thread) == "liaison"
    assert not router.allow_migrate("default", "liaison")
    for app in ("desk", "directory", "feeds"):
        assert router.allow_migrate("default", app)
        assert not router.allow_migrate("liaison", app)
    report = apps.get_model("directory", "Report")
    assert router.db_for_write(report) == "default"
    assert not router.allow_relation(Thread(), report())
    here = set(connections["liaison"].introspection.table_names())
    assert {name for name in here if name != "django_migrations"} == {
        model._meta.db_table for model in apps.get_app_config("liaison").get_models()
    }


@sqlite_only
def test_no_hidden_number_tells_in_which_order_rows_came(room: object, team: object) -> None:
    for model in Row.__subclasses__():
        with connections["liaison"].cursor() as cursor:
            cursor.execute("SELECT lower(type) FROM pragma_table_info(%s) WHERE pk = 1", [model._meta.db_table])
            assert cursor.fetchall() == [("integer",)], "only of that type it is the row's one number"
    with connections["liaison"].cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM liaison_team WHERE rowid <> id").fetchone() == (0,)


def test_no_conversation_can_be_counted_or_ordered_by_its_number(room: object) -> None:
    drawn = [Team._meta.pk.get_default() for _ in range(100)]
    assert len(set(drawn)) == 100
    assert max(drawn) > 2**58
    assert binary(memoryview(b"x")) == b"x"
