"""The application that a server calls: Django, with the static files in front of it."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from dooryard.directory import tokens
from dooryard.web.files import Files
from dooryard.web.headers import static_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dooryard.web.settings")

application = Files(
    get_wsgi_application(),
    root=Path(__file__).parent / "static",
    prefix="static/",
    max_age=300,
    allow_all_origins=False,
    add_headers_function=static_headers,
)
tokens.keep_turning()
