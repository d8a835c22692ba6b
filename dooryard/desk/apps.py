"""The desk as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """What every room that writes shares: the audit log first."""

    name = "dooryard.desk"
    label = "desk"
