"""Settings of the Django page: what Django's documentation advises for production."""

from __future__ import annotations

import os
from pathlib import Path

from dooryard.web.settings import DATA, database

SECRET_KEY = "bench"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.peers.django_postgis.urls"
INSTALLED_APPS = ["django.contrib.postgres", "django.contrib.gis", "bench.peers.django_postgis"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
# A connection stays open for as long as its thread lives.
DATABASES = {
    "default": database(os.environ.get("DATABASE_URL", ""), DATA)
    | {"ENGINE": "django.contrib.gis.db.backends.postgis", "CONN_MAX_AGE": None}
}
# Without DEBUG each template is compiled once and kept.
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent / "templates"]}
]
BUNDLES = DATA / "bundle"
