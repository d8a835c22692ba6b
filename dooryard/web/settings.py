"""Settings with secure defaults: nothing must be set for a first run."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from dooryard.core.edge import BadInput

DATABASE_FORM = "DATABASE_URL must read postgresql://user:password@host:port/name"
# A commit waits for the disk, and for a synchronous standby where there is one, whatever the server's default says.
DURABLE = "-c synchronous_commit=on"
# Nobody waits for a lock without end, and a commit that was not confirmed is heard of (desk/postgresql/base.py).
BOUNDED = "-c lock_timeout=10s -c client_min_messages=warning"
# What libpq does by itself for a server that has gone without a word: after half a minute it is gone for us too.
ALIVE = {"connect_timeout": "10", "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3"}
PRINTED = re.compile(r"[!-~]{1,500}")
SMTP_FORM = "DOORYARD_SMTP must read smtp://user:password@host:port or smtps://..., with DOORYARD_SMTP_FROM"
EXIT_FORM = "DOORYARD_EXIT must be the address of a page, as in https://www.example.org/"


def data_folder() -> Path:
    """The data folder: DOORYARD_DATA, or ./var."""
    return Path(os.environ.get("DOORYARD_DATA") or "var").resolve()


def database(url: str, folder: Path) -> dict[str, Any]:
    """SQLite that loses nothing it acknowledged, or the PostgreSQL that `url` names.

    What stands behind a question mark goes to libpq: `?sslmode=verify-full`, `?host=/var/run/postgresql`.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "dooryard.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    try:
        parts = urlsplit(url)
        port = parts.port or ""
    except ValueError:
        raise BadInput(DATABASE_FORM) from None
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise BadInput(DATABASE_FORM)
    given = ALIVE | dict(parse_qsl(parts.query))
    return {
        "ENGINE": "dooryard.desk.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port,
        "OPTIONS": given | {"options": f"{DURABLE} {given.get('options', '')} {BOUNDED}".strip()},
    }


def liaison_database(url: str, folder: Path) -> dict[str, Any]:
    """What the liaison's room is kept in: a file of its own that overwrites what it deletes, or a schema of its own.

    Its connections stay open: to close the last one of SQLite is to copy and remove its journal, at each request.
    """
    own = database(url, folder)
    if not url:
        forgetting = "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
        options = own["OPTIONS"] | {"init_command": f"{own['OPTIONS']['init_command']} {forgetting}", "timeout": 10}
        return own | {"NAME": folder / "liaison.sqlite3", "OPTIONS": options, "CONN_MAX_AGE": None}
    return own | {
        "OPTIONS": own["OPTIONS"] | {"options": f"{own['OPTIONS']['options']} -c search_path=liaison"},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_{own['NAME']}_liaison"},
    }


def hosts(names: str) -> list[str]:
    """The names this machine may be asked for: those given, with commas between, besides its own."""
    return ["127.0.0.1", "localhost", "[::1]", *(name for name, _port in _given(names))]


def ports(names: str) -> dict[str, str]:
    """The ports that were given with names (`desk.example.org:8443`), by name."""
    return {name: port for name, port in _given(names) if port}


def _given(names: str) -> list[tuple[str, str]]:
    each = [name.strip() for name in names.split(",") if name.strip()]
    with_port = [re.fullmatch(r"(\[.*\]|[^:]+):([0-9]{1,5})", name) for name in each]
    return [(one[1], one[2]) if one else (name, "") for name, one in zip(each, with_port, strict=True)]


def exit_address(address: str) -> str:
    """Where somebody goes who leaves in haste: a page of a public body that fits any reason to be at a screen.

    Whoever clicks is believed to be in danger, so an address that a browser could not open is refused at the start.
    """
    if not address:
        return "https://www.weather.gov/"
    try:
        parts = urlsplit(address)
        named = parts.hostname and (parts.port is None or parts.port)
    except ValueError:
        raise BadInput(EXIT_FORM) from None
    if parts.scheme not in ("http", "https") or not named or "@" in parts.netloc or not PRINTED.fullmatch(address):
        raise BadInput(EXIT_FORM)
    return address


def mail(address: str, sender: str) -> dict[str, Any]:
    """What Django is told of the server that takes our mail: by TLS, unless it is on this machine."""
    if not address:
        return {"host": "", "port": 0, "user": "", "password": "", "ssl": False, "starttls": False}
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise BadInput(SMTP_FORM) from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or "@" not in sender:
        raise BadInput(SMTP_FORM)
    tls = parts.scheme == "smtps"
    return {
        "host": parts.hostname,
        "port": port or (465 if tls else 587),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "ssl": tls,
        "starttls": not tls and parts.hostname not in ("127.0.0.1", "::1", "localhost"),
    }


ROOT = Path(__file__).resolve().parents[2]
DATA = data_folder()
BUNDLES = DATA / "bundle"
PLACES = ROOT / "places"
# The place that an empty directory is filled with: a folder of places/, unless another folder, zip or URL is named.
PLACE = os.environ.get("DOORYARD_PLACE") or str(PLACES / (PLACES / "SERVED").read_text().strip())
DATABASES = {
    "default": database(os.environ.get("DATABASE_URL", ""), DATA),
    "liaison": liaison_database(os.environ.get("DATABASE_URL", ""), DATA),
}
DATABASE_ROUTERS = ["dooryard.liaison.routing.OwnDatabase"]
# A folder on another disk where what people wrote is kept a second time, sealed, before it is called received.
LIAISON_COPY = Path(os.environ["DOORYARD_LIAISON_COPY"]).resolve() if os.environ.get("DOORYARD_LIAISON_COPY") else None
# Notices to liaisons (liaison/notices.py): nothing is sent anywhere unless a server is named.
DEFAULT_FROM_EMAIL = os.environ.get("DOORYARD_SMTP_FROM", "")
_MAIL = mail(os.environ.get("DOORYARD_SMTP", ""), DEFAULT_FROM_EMAIL)
EMAIL_HOST, EMAIL_PORT = _MAIL["host"], _MAIL["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["user"], _MAIL["password"]
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = _MAIL["ssl"], _MAIL["starttls"], 20
INSTALLED_APPS = ["dooryard.desk", "dooryard.directory", "dooryard.feeds", "dooryard.liaison"]
# Django's admin, for who runs the site; its own accounts stay empty and unused (web/operators).
ADMIN = bool(os.environ.get("DOORYARD_ADMIN"))
AUTHENTICATION_BACKENDS: list[str] = []
SILENCED_SYSTEM_CHECKS = [f"admin.E{number}" for number in (404, 406, 408, 409, 410)]
if ADMIN:
    _CONTRIB = ["contenttypes", "auth", "admin.apps.SimpleAdminConfig"]
    INSTALLED_APPS += [f"django.contrib.{name}" for name in _CONTRIB]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False

EXIT = exit_address(os.environ.get("DOORYARD_EXIT", ""))
ALLOWED_HOSTS = hosts(os.environ.get("DOORYARD_HOSTS", ""))
# Whoever speaks TLS in front of us says so (docs/how-to/tls.md); who lies about it changes only their own page.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# What a front's own port is, where it is not that of https: passkeys are held to it, whatever a request says.
PORTS = ports(os.environ.get("DOORYARD_HOSTS", ""))
ROOT_URLCONF = "dooryard.web.urls"
WSGI_APPLICATION = "dooryard.web.wsgi.application"
APPEND_SLASH = False
# No session, no cookie and no CSRF token: public forms change nothing on the server, so there is nothing that another
# site could make a visitor's browser do. The one that does, a report of what is wrong, asks the browser from whose page
# it is sent (directory/views/wrong.py). The desk, which changes more, is a door of its own.
MIDDLEWARE = [
    "dooryard.web.turns.in_turn",
    "dooryard.web.compressing.compressed",
    "dooryard.web.headers.secure_headers",
    "dooryard.web.headers.known_host",
    "dooryard.web.speaking.in_their_language",
    "dooryard.web.errors.behind_a_neutral_address",
    "dooryard.web.bodies.few_at_once",
    "dooryard.web.steady.from_one_directory",
    "dooryard.web.errors.named_errors",
]
# Nothing is signed with it: there are no sessions and no cookies on the public side.
SECRET_KEY = "unused-no-sessions-no-signed-cookies"  # noqa: S105
# Room for a question that is too long, so that it is answered with words instead of a broken connection.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200  # every box of the filters ticked, a list that comes along, and room
DATA_UPLOAD_MAX_NUMBER_FILES = 0

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            Path(__file__).parent / "templates",
            *(ROOT / "dooryard" / room / "templates" for room in ("directory", "desk", "liaison")),
        ],
        "OPTIONS": {
            "environment": "dooryard.web.templating.environment",
            "autoescape": True,
            "auto_reload": False,
        },
    }
]
if ADMIN:
    TEMPLATES += [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent / "operators" / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ]
# Only kinds of faults are written (web/quiet.py); no address, word or place can be.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "dooryard.web.quiet.Quiet"}},
    "filters": {"faults": {"()": "dooryard.web.quiet.Faults"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet", "level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": "ERROR"},
    "loggers": {
        # A wrong address or a refused host is the visitor's business: not even its kind is worth a line.
        "django.request": {"level": "ERROR", "filters": ["faults"]},
        "django.security": {"level": "CRITICAL"},
    },
}
