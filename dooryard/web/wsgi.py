"""The application that a server calls: Django, with the static files in front of it."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.cache import close_caches
from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application

from dooryard.directory import tokens
from dooryard.web.files import Files
from dooryard.web.headers import static_headers
from dooryard.web.sending import in_one_piece

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dooryard.web.settings")

application = Files(
    in_one_piece(get_wsgi_application()),
    root=Path(__file__).parent / "static",
    prefix="static/",
    max_age=300,
    allow_all_origins=False,
    add_headers_function=static_headers,
)
# There is no cache of Django's here, and looking for one to close took a twentieth of a page's time.
request_finished.disconnect(close_caches)
tokens.keep_turning()
