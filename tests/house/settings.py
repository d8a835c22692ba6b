"""Faults that the project's own settings must catch: what to plant for ruff, mypy, the import contracts and pytest."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

LADDER = ("web", "feeds | liaison", "directory", "desk", "core")
"""The layers, the highest first; neighbours on one of them never import each other."""
ROOMS = tuple(room for layer in LADDER for room in layer.split(" | "))

IMPURE = (
    "django", "sqlite3", "psycopg", "socket", "ssl", "http", "urllib", "asyncio", "subprocess", "multiprocessing",
    "threading", "ctypes", "os", "io", "pathlib", "tempfile", "shutil", "mmap", "glob", "fileinput", "codecs", "gzip",
    "zipfile", "builtins", "importlib", "logging", "time", "zoneinfo", "random", "secrets", "uuid", "yaml", "zipcodes",
    "nacl", "granian",
)  # fmt: skip
"""What core may not import."""

RUFF = {
    "E": f"LONG = '{'x' * 112}'\n".replace("'", '"'),
    "F": "import os\n",
    "W": "x = 1 \n",
    "I": "import dooryard.core\nimport msgspec\n\nprint(dooryard, msgspec)\n",
    "B": "def add(to=[]):\n    return to\n",
    "UP": "from typing import List\n\nx: List = []\n",
    "SIM": "def same(a):\n    return not a == 1\n",
    "C4": "x = dict()\n",
    "RET": "def sign(a):\n    if a:\n        return 1\n    else:\n        return 2\n",
    "PTH": 'with open("x") as file:\n    print(file)\n',
    "S": "def check(a):\n    assert a\n",
    "DJ": (
        "from django.db import models\n\n\nclass Service(models.Model):\n    name = models.TextField(null=True)\n\n"
        "    def __str__(self):\n        return self.name\n"
    ),
    "PIE": 'class Empty:\n    """A class."""\n\n    pass\n',
    "N": "def Shout():\n    return 1\n",
    "RUF": "x = [1]\ny = x + [2]\n",
}
"""By family of rules: a file that it alone complains of."""

MYPY = {
    "disallow_untyped_defs": ("core", "def double(x):\n    return x * 2\n", "no-untyped-def"),
    "disallow_incomplete_defs": ("core", "def double(x: int, y) -> int:\n    return x * 2\n", "no-untyped-def"),
    "disallow_untyped_calls": (
        "core",
        "def double(x):  # type: ignore[no-untyped-def]\n    return x * 2\n\n\n"
        "def four() -> None:\n    double(2)\n",
        "no-untyped-call",
    ),
    "disallow_untyped_decorators": (
        "core",
        "def kept(x):  # type: ignore[no-untyped-def]\n    return x\n\n\n@kept\ndef four() -> int:\n    return 4\n",
        "untyped-decorator",
    ),
    "disallow_any_generics": ("core", "def count(x: list) -> int:\n    return len(x)\n", "type-arg"),
    "disallow_subclassing_any": (
        "core",
        "from typing import Any\n\nbase: Any = object\n\n\nclass Sub(base):\n    pass\n",
        "misc",
    ),
    "check_untyped_defs": ("core", 'def add(x):  # type: ignore[no-untyped-def]\n    return 1 + ""\n', "operator"),
    "warn_return_any": (
        "core",
        "from typing import Any\n\n\ndef number(x: Any) -> int:\n    return x.number\n",
        "no-any-return",
    ),
    "strict_equality": ("core", 'def same(x: int) -> bool:\n    return x == "1"\n', "comparison-overlap"),
    "extra_checks": (
        "core",
        "from typing import TypedDict\n\n\nclass A(TypedDict):\n    x: int\n\n\n"
        "class B(TypedDict):\n    x: int\n    y: int\n\n\n"
        "def put(a: A, b: B) -> None:\n    b.update(a)\n",
        "typeddict-item",
    ),
    "warn_unused_ignores": ("web", "x: int = 1  # type: ignore[assignment]\n", "unused-ignore"),
    "warn_redundant_casts": ("web", "from typing import cast\n\n\ndef f(x: int) -> int:\n    return cast(int, x)\n",
                             "redundant-cast"),
    "no_implicit_reexport": ("web", "from dooryard.web.lender import lent\n\nprint(lent)\n", "attr-defined"),
}  # fmt: skip
"""By flag: the room it is planted in, a file that this flag alone complains of, and the code of the complaint."""

BESIDE = {"disallow_incomplete_defs": "disallow_untyped_defs"}
"""A flag that another one includes: it is seen at work with the other one off."""


def pyproject() -> dict[str, Any]:
    """The settings of the project."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return found


def plant(folder: Path, files: dict[str, str], more: str = "") -> Path:
    """A house of nothing but planted files under the project's own settings, with `more` at the end of them."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for room in ("", *ROOMS, *(path.parent.name for path in folder.glob("dooryard/*/*.py"))):
        (folder / "dooryard" / room).mkdir(parents=True, exist_ok=True)
        (folder / "dooryard" / room / "__init__.py").touch()
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8") + more)
    return folder


def run(folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the tools as `make` does, in a house that was planted."""
    return subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
