"""A server of this benchmark in a process of its own: `python -m bench.serving.server PORT WORKERS`.

It is Dooryard's own server, granian with Dooryard's options, without the preparing: what is served lies ready, and
DJANGO_SETTINGS_MODULE says which pages answer.
"""

from __future__ import annotations

import sys

from dooryard.web.commands.serve import serve

if __name__ == "__main__":
    serve("127.0.0.1", int(sys.argv[1]), int(sys.argv[2]))
