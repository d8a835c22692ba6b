# The same recipes for people, hooks and CI. `make run` is all a newcomer needs.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run setup setup-test chromium nginx postgresql bench-tools test test-long check screens messages pins

run: setup
	$(BIN)/dooryard serve

setup: $(VENV)/.base

setup-test: setup $(VENV)/.test node_modules/.package-lock.json chromium nginx

# A fresh Debian has python3 without venv: take the package when we may, and say what to do when we may not.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Dooryard needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -q && apt-get install -y -q --no-install-recommends python3-venv; \
	  else echo "Python's venv is missing. Run: sudo apt-get install python3-venv"; exit 1; fi; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/base.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.base
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/test.txt
	@touch $@

node_modules/.package-lock.json: package-lock.json .npmrc
	npm ci --silent
	@touch $@

chromium:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -y -q --no-install-recommends chromium fonts-liberation; \
	  else echo "The browser tests need Chromium. Run: sudo apt-get install chromium fonts-liberation"; exit 1; fi; }

# The front of docs/how-to/tls.md, which what we say of slow connections and of bound desks leans on.
nginx:
	@command -v nginx >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -y -q --no-install-recommends nginx; \
	  else echo "The tests need nginx. Run: sudo apt-get install nginx"; exit 1; fi; }

# The tests that open a database run on it too, on a cluster of their own (tests/postgresql.py).
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -y -q --no-install-recommends postgresql; \
	  else echo "The tests need PostgreSQL. Run: sudo apt-get install postgresql"; exit 1; fi; }

# What `dooryard bench serve` puts load on, and with; PostGIS comes for the version of PostgreSQL that the system has.
bench-tools: setup
	@command -v wrk >/dev/null && command -v nginx >/dev/null && ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -y -q --no-install-recommends wrk nginx postgresql \
	    "$$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$$' | sort -V | tail -1 | cut -d' ' -f1)"; \
	  else echo "dooryard bench serve needs more. Run: sudo apt-get install wrk nginx postgresql postgresql-15-postgis-3"; exit 1; fi; }

check: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --settings dooryard.web.settings --check --dry-run

# All of it on SQLite; then what opens a database on PostgreSQL, but for the browser's journeys (make test-long has them).
test: check postgresql
	$(BIN)/pytest -n 2 --dist loadfile -m "not long" --cov
	$(BIN)/python -m tests.postgresql $(BIN)/pytest -n 2 --dist loadfile -m "not long and database" --ignore tests/journeys

# The pictures of the pages in docs/screens, taken anew; look at them before you commit them.
screens: setup-test
	SCREENS=take $(BIN)/pytest -q tests/journeys/test_screens.py tests/journeys/test_conversation_screens.py

test-long: setup-test postgresql
	$(BIN)/pytest -m long
	$(BIN)/python -m tests.postgresql $(BIN)/pytest

# Brings the translators' files up to date with what the site says, and tells what is missing (docs/how-to/translate.md).
messages: setup
	$(BIN)/python -m tools.messages

# Pins every dependency with its hashes; no index address is written.
pins: setup-test
	cd requirements && for name in base test; do \
	  ../$(BIN)/pip-compile -q --upgrade --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	    --no-emit-trusted-host --no-emit-find-links --no-header -o $$name.txt $$name.in; done
