"""Every package that is asked for is pinned with hashes, the same for those who run it and those who test it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements"


def asked(text: str) -> set[str]:
    """The packages that an .in file names."""
    names = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", text, re.M)
    return {name.lower().replace("_", "-") for name in names}


def pinned(text: str) -> dict[str, str]:
    """The packages that a .txt file pins, each with its version and at least one hash."""
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+) \\\n\s+--hash=sha256:[0-9a-f]{64}", text, re.M)
    return {name.replace("_", "-"): version for name, version in found}


def read(name: str) -> str:
    return (REQUIREMENTS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["base", "test"])
def test_whatever_is_asked_for_is_pinned(name: str) -> None:
    assert asked(read(f"{name}.in")) - set(pinned(read(f"{name}.txt"))) == set()


def test_those_who_test_it_have_the_versions_of_those_who_run_it() -> None:
    run, test = pinned(read("base.txt")), pinned(read("test.txt"))
    assert {name: (version, test.get(name)) for name, version in run.items() if test.get(name) != version} == {}


def test_a_package_that_nobody_pinned_is_noticed() -> None:
    assert asked("# a comment\n-r base.in\nholidays\npsycopg[binary]>=3\n") == {"holidays", "psycopg"}
    assert pinned("isal==1.9.1 \\\n    --hash=sha256:" + "a" * 64 + "\nsegno==1.0\n") == {"isal": "1.9.1"}
