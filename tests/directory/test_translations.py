"""The translators' files: up to date with what the site says, whole where they must be, and without faults."""

from __future__ import annotations

import pytest

from dooryard.directory import languages
from tools.messages import catalogs, faults
from tools.messages.__main__ import File, files, translated

FILES = list(files())
NAMES = [f"{file.path.stem} {file.code}" for file in FILES]
COMPLETE = [file for file in FILES if languages.LANGUAGES[file.code].complete]


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_a_catalog_is_up_to_date(file: File) -> None:
    """`make messages` would change nothing."""
    assert file.path.read_text(encoding="utf-8") == catalogs.updated(file.path, file.code, file.texts)


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_no_translation_is_at_fault(file: File) -> None:
    catalog = catalogs.read(file.path, file.code)
    assert not list(faults.of(catalog, file.code, complete=languages.LANGUAGES[file.code].complete))


@pytest.mark.parametrize("code", [code for code, one in languages.LANGUAGES.items() if not one.complete])
def test_a_language_that_is_begun_has_something_to_say(code: str) -> None:
    assert sum(translated(catalogs.read(file.path, code)) for file in FILES if file.code == code)


def test_every_language_but_english_has_a_catalog_of_each_kind() -> None:
    kinds = {file.path.stem for file in FILES}
    assert kinds == {languages.SITE, languages.HEALTH, languages.PLACE}
    for kind in kinds:
        codes = {file.code for file in FILES if file.path.stem == kind}
        assert codes == set(languages.LANGUAGES) - {languages.ENGLISH}
