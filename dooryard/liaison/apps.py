"""The liaison's room as a Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import pre_migrate

from dooryard.liaison.routing import ALIAS


class LiaisonConfig(AppConfig):
    """Sealed threads between a person and the liaisons of a county, in a database of their own."""

    name = "dooryard.liaison"
    label = "liaison"

    def ready(self) -> None:
        """On PostgreSQL the tables want a schema before the first of them is made; open keys end with their session."""
        from dooryard.desk import log
        from dooryard.liaison.desk import carrying, following
        from dooryard.liaison.desk.log import WHAT

        pre_migrate.connect(_with_a_schema, sender=self)
        carrying.follow_sessions()
        following.listen()
        log.words(WHAT)


def _with_a_schema(using: str, **_given: Any) -> None:
    if using == ALIAS and connections[ALIAS].vendor == "postgresql":
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS liaison")
