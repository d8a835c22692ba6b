"""The directory a process serves: where its place's own texts are, and that a line is told once."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import msgspec
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from dooryard.core.bundle.writer import write
from dooryard.core.documents import Document
from dooryard.directory import bundles, cards, current, languages, vocabularies
from tests.web.conftest import DOCUMENTS, PLACES

NAME = "Testland (made up)"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of a place whose key is not its name."""
    folder = tmp_path_factory.mktemp("bundle")
    segments = write(
        [(one, cards.render(one), b"{}") for one in DOCUMENTS],
        vocabulary=vocabularies.load().encode(),
        gazetteer=msgspec.json.encode(PLACES),
        sources=[{"key": "other", "name": "Other"}, {"key": "testland", "name": NAME}],
        place=NAME,
    )
    bundles.publish(segments, folder)
    return folder


@pytest.fixture
def served(bundle: Path, tmp_path: Path, settings: Settings) -> Settings:
    """That bundle served, beside an empty places/."""
    settings.BUNDLES, settings.PLACES, settings.PLACE = bundle, tmp_path / "places", "nowhere"
    return settings


def test_the_texts_of_a_place_are_found_by_its_key_and_not_by_its_name(served: Settings) -> None:
    assert current.place_folder() == served.PLACES / "testland"


@pytest.mark.parametrize("own", ["key: testland\n", b"key: other\n", "- testland\n", b"\xff", "key: [\n", None])
def test_a_place_outside_of_places_keeps_its_own_texts(
    served: Settings, tmp_path: Path, own: str | bytes | None
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if own is not None:
        (folder / "place.yaml").write_bytes(own.encode() if isinstance(own, str) else own)
    served.PLACE = str(folder)
    expected = folder if own == "key: testland\n" else served.PLACES / "testland"
    assert current.place_folder() == expected


@pytest.mark.parametrize("place", ["https://example.org/place.zip", "/no/such/place.zip"])
def test_a_place_that_is_no_folder_has_no_texts_of_its_own_there(served: Settings, place: str) -> None:
    served.PLACE = place
    assert current.place_folder() == served.PLACES / "testland"


def test_without_a_directory_there_is_no_place(settings: Settings, tmp_path: Path) -> None:
    settings.BUNDLES = tmp_path
    assert not current.place_folder().exists()


def test_a_line_is_told_once_until_all_is_well_again(capsys: pytest.CaptureFixture[str]) -> None:
    for line in ("one", "one", "two", None, None, "two"):
        current.tell_once(line)
    current.tell_once(None)
    assert capsys.readouterr().err.split() == ["one", "two", "two"]


def test_healthz_says_why_there_is_nothing_to_serve(client: Client, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("0" * 64)
    settings.BUNDLES = tmp_path
    answered = client.get("/healthz")
    assert answered.status_code == 503
    assert answered.content.decode().strip() == answered["Dooryard-Refused"] == "manifest cannot be read: it is missing"


def test_an_english_card_is_the_bundles_and_one_in_another_language_is_rendered_once(
    served: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []

    def render(document: Document, record: bytes) -> bytes:
        rendered.append(f"{languages.code()} {document.id}")
        return rendered[-1].encode()

    monkeypatch.setattr(cards, "render", render)
    directory = current.directory()
    id = directory.bundle.document(0).id
    assert directory.card(0) == directory.bundle.card(0)
    for code in ("es", "fr", "es"):
        with languages.speaking(code, prefix=f"/{code}"):
            assert directory.card(0) == f"{code} {id}".encode()
    assert rendered == [f"es {id}", f"fr {id}"]


def test_cards_of_other_languages_do_not_fill_the_memory(served: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "REMEMBERED", 2)
    directory = current.Directory(bundles.open_current(served.BUNDLES))
    with languages.speaking("es"):
        for index in range(directory.bundle.count):
            directory.card(index)
    assert directory._in_another_language.cache_info().currsize == 2


def test_a_directory_that_has_been_replaced_leaves_the_memory_by_itself(served: Settings) -> None:
    directory = current.Directory(bundles.open_current(served.BUNDLES))
    with languages.speaking("es"):
        directory.card(0)
    assert directory.line is None or directory.newest
    kept = weakref.ref(directory), weakref.ref(directory.finder), weakref.ref(directory.bundle)
    gc.disable()  # what is frozen before workers are forked is never looked at by the collector
    try:
        del directory
        assert [one() for one in kept] == [None, None, None]
    finally:
        gc.enable()
