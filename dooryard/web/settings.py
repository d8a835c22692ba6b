"""Settings with secure defaults: nothing must be set for a first run."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit


def data_folder() -> Path:
    """The data folder: DOORYARD_DATA, or ./var."""
    return Path(os.environ.get("DOORYARD_DATA") or "var").resolve()


def database(url: str, folder: Path) -> dict[str, object]:
    """SQLite that loses nothing it acknowledged, or the PostgreSQL that `url` names."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "dooryard.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise SystemExit("DATABASE_URL must read postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
    }


DATA = data_folder()
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA)}
INSTALLED_APPS = ["dooryard.desk", "dooryard.directory", "dooryard.feeds"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
# Nothing is signed with it: there are no sessions and no cookies on the public side.
SECRET_KEY = "unused-no-sessions-no-signed-cookies"  # noqa: S105
