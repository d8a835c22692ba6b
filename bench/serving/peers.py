"""The servers side by side: Dooryard's pages, its engine alone, the Django page, and nginx with a file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from bench.serving import postgres
from bench.serving.servers import answers, children, ending, fetch, free_port, megabytes, serving

FIRST = "/find?q=food"
_ROOT = Path(__file__).parents[2]
_NGINX = """
worker_processes {workers};
{user}
pid {folder}/pid;
error_log {folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=10;
  keepalive_requests 100000000;
  default_type text/html;
  server {{
    listen 127.0.0.1:{port} reuseport;
    root {folder};
    location / {{ try_files /page.html =404; }}
  }}
}}
"""


class Server(msgspec.Struct, frozen=True):
    """A server that answers: its port, its first process, and a database's first process beside it, if it has one."""

    port: int
    pid: int
    database: int = 0

    def memory(self) -> dict[str, float]:
        """Megabytes of one worker on average, and of all processes of the database together."""
        workers = [megabytes(worker) for worker in children(self.pid)]
        told = {f"worker_{name}_mb": round(sum(one[name] for one in workers) / len(workers), 1) for name in workers[0]}
        if self.database:
            processes = [self.database, *children(self.database)]
            told["database_pss_mb"] = round(sum(megabytes(process)["pss"] for process in processes), 1)
        return told


@contextmanager
def all_of_them(folder: Path, workers: int) -> Iterator[dict[str, Server]]:
    """Every server over the same directory with as many workers, all ended at the end."""
    with ExitStack() as kept:
        data = {"DOORYARD_DATA": str(folder)}
        found = {
            "dooryard": _granian(kept, data | {"DJANGO_SETTINGS_MODULE": "dooryard.web.settings"}, workers),
            "engine": _granian(kept, data | {"DJANGO_SETTINGS_MODULE": "bench.peers.engine_settings"}, workers),
        }
        address, database = kept.enter_context(postgres.cluster())
        django = data | {"DJANGO_SETTINGS_MODULE": "bench.peers.django_postgis.settings", "DATABASE_URL": address}
        loading = [sys.executable, "-m", "bench.peers.django_postgis.load"]
        subprocess.run(loading, cwd=_ROOT, env=os.environ | django, check=True)
        plain = _granian(kept, django, workers)
        found["django-postgis"] = msgspec.structs.replace(plain, database=database)
        page = fetch(found["dooryard"].port, _typical(found["dooryard"].port, folder))
        found["nginx"] = kept.enter_context(_nginx(page, workers))
        yield found


def _granian(kept: ExitStack, environment: dict[str, str], workers: int) -> Server:
    port, process = kept.enter_context(serving(environment, workers, FIRST))
    return Server(port, process.pid)


def _typical(port: int, folder: Path) -> str:
    """The address of the page whose size is in the middle."""
    paths = (folder / "paths.txt").read_text().split()[:101]
    return sorted(paths, key=lambda path: len(fetch(port, path)))[len(paths) // 2]


@contextmanager
def _nginx(page: bytes, workers: int) -> Iterator[Server]:
    """nginx with one file, which it gives for every address."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="dooryard-nginx-") as name:
        folder = Path(name)
        (folder / "page.html").write_bytes(page)
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(_NGINX.format(workers=workers, folder=folder, port=port, user=user))
        command = ["nginx", "-p", name, "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with ending(process):
            answers(port, FIRST, process)
            yield Server(port, process.pid)
