"""The directory as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Services, who gives them, who said so."""

    name = "dooryard.directory"
    label = "directory"
