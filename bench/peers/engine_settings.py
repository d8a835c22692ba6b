"""The engine alone: Dooryard's own settings, its middleware and its server, with one view that renders nothing."""

from dooryard.web.settings import *  # noqa: F403

ROOT_URLCONF = "bench.peers.engine"
