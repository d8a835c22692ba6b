"""Serve the site; sets everything up the first time."""

from __future__ import annotations

import argparse
import ctypes
import gc
import multiprocessing
import os
import resource
import socket
import threading
import time
from contextlib import suppress

from dooryard.core import edge
from dooryard.core.edge import BadInput, plain

EXAMPLE = "dooryard serve --port 8000"
WORKERS = "The number of workers must be a number from {low} to {high}."
PORT = "The port must be a number from {low} to {high}."
THREADS = 10
"""Requests one worker answers at once: a search is a few milliseconds of one core, so more would only wait.

Four of them may wait for bodies, two for the desk's, two for a message's place (web/bodies.py), and two work out
answers.
"""
NOT_DUMPABLE = 4
"""PR_SET_DUMPABLE of prctl(2)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As the surface has them."""
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="the address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", default="8000", metavar="P", help="the port (default 8000; 0 takes a free one)")
    parser.add_argument("--workers", default="2", metavar="N", help="how many processes answer (default 2)")


def run(arguments: argparse.Namespace) -> int:
    """Prepare, then serve until Ctrl-C or SIGTERM."""
    host = plain(arguments.host)
    workers = int(edge.number(arguments.workers, low=1, high=64, said=WORKERS))
    port = free_port(host, int(edge.number(arguments.port, low=0, high=65535, said=PORT)))
    os.environ["DOORYARD_HOSTS"] = ",".join(filter(None, (os.environ.get("DOORYARD_HOSTS"), host)))

    from dooryard.web import daily
    from dooryard.web.preparing import prepare_or_last_good, second_copy

    prepare_or_last_good()
    second_copy()
    make_ready()
    daily.keep_purging()
    be_closed()
    serve(host, port, workers)
    return 0


def free_port(host: str, port: int) -> int:
    """The port if nobody listens on it, or a free one for 0; refused with a clear line otherwise."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            taken: int = probe.getsockname()[1]
            return taken
    except OSError as problem:
        reason = problem.strerror or "not possible"
        raise BadInput(f"Can not serve on {host} port {port}: {reason}. Try another with --port.") from None


def serve(host: str, port: int, workers: int) -> None:
    """Run the workers under this process; returns when it is told to stop."""
    from granian.constants import Interfaces
    from granian.server import Server

    from dooryard.desk import sealed
    from dooryard.directory import current, tokens

    leave_no_core()
    sealed.ready()
    # The key that seals addresses is drawn above, in this process; forked workers are born with it (see tokens.py),
    # and with the slate on which the first of them to see it notes that a newer bundle is damaged.
    multiprocessing.set_start_method("fork", force=True)
    tokens.keep_turning()
    current.slate()
    server = Server(
        "dooryard.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        # granian's own lines name addresses and may carry an exception's text; ours say what may be said.
        log_enabled=False,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    threading.Thread(target=announce, args=(host, port), daemon=True).start()
    server.serve()


def make_ready() -> None:
    """Make what every worker needs before they are forked: they are born with it and share it.

    The templates are compiled and the directory is read once instead of by each worker for its first visitor. The
    collector is told to leave all of it alone: in looking at it, it would copy it for each worker.
    """
    from dooryard.directory import current
    from dooryard.web import templating, typed
    from dooryard.web.preparing import start_django

    start_django()  # preparing may have failed before it came to that
    typed.work_out_all()
    templating.compile_all()
    with suppress(current.NoBundle):
        current.directory()
    gc.collect()
    gc.freeze()


def leave_no_core() -> None:
    """Have the system write nothing of this process, or of those born of it, to disk should it break down.

    What lies in its memory are the keys that open addresses, and what somebody has just asked.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def be_closed() -> None:
    """Let nobody but root look into this process and those born of it, nor be handed their memory.

    The limit above keeps files from being written; where the system hands the memory of what broke down to a program
    (systemd-coredump, apport), the limit is that program's to respect, and this is not.
    """
    with suppress(AttributeError, OSError):  # there is no such call but on Linux
        ctypes.CDLL(None).prctl(NOT_DUMPABLE, 0, 0, 0, 0)


def announce(host: str, port: int) -> None:
    """Print the address once something answers there."""
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    shown = f"[{host}]" if ":" in host else host
    print(f"Dooryard serves on http://{shown}:{port} (Ctrl-C stops it)", flush=True)
