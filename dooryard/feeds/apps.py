"""Feeds as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Everything that comes in, and what each import did."""

    name = "dooryard.feeds"
    label = "feeds"
