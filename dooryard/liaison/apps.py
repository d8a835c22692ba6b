"""The liaison's room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LiaisonConfig(AppConfig):
    """Sealed threads between a person and the liaisons of a county, in a database of their own."""

    name = "dooryard.liaison"
    label = "liaison"
