"""A server of this benchmark in a process of its own: `python -m bench.serving.server PORT WORKERS`.

It is Dooryard's own server, granian with Dooryard's options, without the preparing: what is served lies ready, and
DJANGO_SETTINGS_MODULE says which pages answer.
"""

from __future__ import annotations

import sys

from bench.serving.build import start_django
from dooryard.web.commands.serve import make_ready, serve

if __name__ == "__main__":
    start_django()
    from django.conf import settings

    if "dooryard.directory" in settings.INSTALLED_APPS:  # the peer has none of our templates and no bundle
        make_ready()
    serve("127.0.0.1", int(sys.argv[1]), int(sys.argv[2]))
