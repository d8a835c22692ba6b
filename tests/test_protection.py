"""The reference of what is kept, what opens it and what is logged leaves nothing out, and names nothing that is not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from fnmatch import fnmatch

import pytest
from django.apps import apps
from django.conf import settings

from tests.naming import ROOT, cells, read

TEXT = read("reference/protection.md")
KEPT = ("Level", "Database tables and files", "Rules")
OPENS = ("For", "How", "Where", "The key: made, kept, ended")
LOGGED = ("Where", "What is written", "Form", "Who reads it, how long")
# Whatever draws by chance, hashes, seals or signs; a name here that nobody imports any more harms nothing.
CRYPTOGRAPHY = {"argon2", "cryptography", "hashlib", "hmac", "nacl", "pyotp", "secrets", "ssl", "webauthn"}


def misplaced(tables: Iterable[str], text: str) -> list[str]:
    """The tables that stand at no level or at two. A pattern means those that are named nowhere else."""
    levels = [re.findall(r"`([a-z_*]+)`", row[1]) for row in cells(text, *KEPT)]
    named = {name for level in levels for name in level if "*" not in name}
    known = set(tables)

    def places(table: str) -> int:
        return sum(table in one or (table not in named and any(fnmatch(table, name) for name in one)) for one in levels)

    gone = [f"{name} is no table" for name in sorted(named - known) if "_" in name]
    return [f"{table}: {places(table)}" for table in sorted(known) if places(table) != 1] + gone


def uses_cryptography(code: str) -> bool:
    """Whether a module imports something of it, anywhere."""
    for node in ast.walk(ast.parse(code)):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        if any(name.split(".")[0] in CRYPTOGRAPHY or name == "os.urandom" for name in names):
            return True
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.urandom", "random.SystemRandom"):
            return True
    return False


def not_in_step(users: set[str], text: str) -> set[str]:
    """The files that use cryptography and are not in the table, and those that are in it and use none."""
    return users ^ {name for row in cells(text, *OPENS) for name in re.findall(r"`(dooryard/[\w/]+\.py)`", row[2])}


@pytest.fixture(scope="module")
def users() -> set[str]:
    """The files of the program that use cryptography."""
    files = [path for path in (ROOT / "dooryard").rglob("*.py") if "migrations" not in path.parts]
    return {str(path.relative_to(ROOT)) for path in files if uses_cryptography(path.read_text(encoding="utf-8"))}


def test_every_table_of_the_database_stands_at_one_level() -> None:
    assert misplaced((model._meta.db_table for model in apps.get_models()), TEXT) == []


def test_a_table_that_was_forgotten_or_is_gone_is_seen() -> None:
    tables = {model._meta.db_table for model in apps.get_models()}
    assert misplaced(tables | {"desk_planted"}, TEXT) == ["desk_planted: 0"]
    assert misplaced(tables - {"desk_spent"}, TEXT) == ["desk_spent is no table"]
    assert misplaced(tables, TEXT.replace("`liaison_cover`", "`liaison_cover`, `desk_spent`")) == ["desk_spent: 2"]


def test_every_file_that_uses_cryptography_is_in_the_inventory(users: set[str]) -> None:
    assert len(users) > 20
    assert not_in_step(users, TEXT) == set()


def test_a_file_that_was_forgotten_or_uses_none_is_seen(users: set[str]) -> None:
    assert not_in_step(users | {"dooryard/planted.py"}, TEXT) == {"dooryard/planted.py"}
    assert not_in_step(users - {"dooryard/desk/chain.py"}, TEXT) == {"dooryard/desk/chain.py"}


@pytest.mark.parametrize(
    ("code", "uses"),
    [
        ("from hashlib import md5", True),
        ("def f():\n    import nacl.secret", True),
        ("from os import urandom", True),
        ("import os\nos.urandom(3)", True),
        ("import random\nrandom.SystemRandom()", True),
        ("from dooryard.desk import hashing", False),
        ("import os\nos.getpid()", False),
    ],
)
def test_cryptography_is_seen_wherever_it_is_imported(code: str, uses: bool) -> None:
    assert uses_cryptography(code) == uses


def test_broken_hashes_are_used_nowhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "dooryard").rglob("*.py"))
    assert re.findall(r"\b(md5|sha1|sha224|DES|RC4|ECB)\b", code) == []


def test_what_is_logged_goes_where_the_table_says() -> None:
    assert [row[0] for row in cells(TEXT, *LOGGED)] == ["stderr", "`desk_auditentry`"]
    assert {one["class"] for one in settings.LOGGING["handlers"].values()} == {"logging.StreamHandler"}
    assert all("stream" not in one for one in settings.LOGGING["handlers"].values()), "a StreamHandler means stderr"
