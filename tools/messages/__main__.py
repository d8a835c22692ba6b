"""Brings every catalog up to date with what the site says, and tells what is missing or wrong in each.

make messages
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog

from dooryard.directory import languages
from tools.messages import catalogs, collect, faults

PLACES = collect.ROOT / "places"


class File(NamedTuple):
    """A catalog: its file, its language, and the texts that belong in it."""

    path: Path
    code: str
    texts: tuple[collect.Text, ...]

    @property
    def name(self) -> str:
        """Where it is, seen from the top of the house."""
        return self.path.relative_to(collect.ROOT).as_posix()


def files() -> Iterator[File]:
    """Every catalog that there should be."""
    groups = [
        (languages.SITE, languages.LOCALE, tuple(collect.site())),
        (languages.HEALTH, languages.LOCALE, tuple(collect.health())),
        *((languages.PLACE, folder / "locale", tuple(collect.place(folder))) for folder in sorted(PLACES.iterdir())),
    ]
    for domain, locale, texts in groups:
        for code in catalogs.PLURALS if texts else ():
            yield File(languages.po(domain, code, locale), code, texts)


def main() -> int:
    """Write every catalog anew; exit 1 where a translation is wrong or one is missing that may not be."""
    wrong = 0
    for file in files():
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_text(catalogs.updated(file.path, file.code, file.texts), encoding="utf-8")
        catalog = catalogs.read(file.path, file.code)
        found = list(faults.of(catalog, file.code, complete=languages.LANGUAGES[file.code].complete))
        wrong += len(found)
        print(f"{file.name}: {translated(catalog)} of {len(catalog)} translated")
        for fault in found:
            print(f"  {fault}")
    return 1 if wrong else 0


def translated(catalog: Catalog) -> int:
    """How many texts of a catalog have a translation."""
    return sum(any(catalogs.forms(message)) for message in catalog if message.id)


if __name__ == "__main__":
    sys.exit(main())
