"""Getting ready: tables, a place in them, and a current bundle, each made only when it is missing or behind."""

from __future__ import annotations

import os
import sys

from dooryard.core.bundle.reader import Bundle
from dooryard.directory.bundles import BundleError, open_current
from dooryard.web.settings import BUNDLES, DATA


def open_or_prepare() -> Bundle:
    """The current bundle; where there is none yet, one is made first and a note on stderr says so."""
    try:
        return open_current(BUNDLES)
    except BundleError:
        print("No directory here yet: preparing it, once.", file=sys.stderr)
        prepare()
        return open_current(BUNDLES)


def start_django() -> None:
    """Load Django's settings and models; costs most of a second, so only commands that write pay it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dooryard.web.settings")
    import django

    django.setup()


def migrate() -> None:
    """Bring the tables up to date, making the data folder first."""
    from django.core.management import call_command

    DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)


def prepare() -> None:
    """Tables, the place where nothing is loaded, and a bundle of what is in the tables now."""
    start_django()
    migrate()
    load_place_if_empty()
    compile_now()
