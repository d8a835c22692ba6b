"""A new bundle under load: each answer is made of one bundle, and none fails."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from dooryard.directory import bundles, current
from dooryard.web.steady import from_one_directory
from tests.web.conftest import DOCUMENTS, segments
from tests.web.test_serving import fetch, serving

pytestmark = pytest.mark.usefixtures("programs")

MANY = tuple(
    msgspec.structs.replace(one, id=f"{one.id}-{number}", ref=f"{one.ref}-{number}", town="Unity")
    for number in range(6)
    for one in DOCUMENTS
)


def test_a_request_is_answered_from_the_directory_it_began_with(
    published: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.BUNDLES = tmp_path
    bundles.publish(segments(), tmp_path)

    def view(request: object) -> HttpResponse:
        first = current.directory()
        bundles.publish(segments(MANY), tmp_path)
        assert current.directory() is first
        return HttpResponse(str(first.bundle.count))

    request = RequestFactory().get("/")
    assert from_one_directory(view)(request).content.decode() == str(len(DOCUMENTS))  # type: ignore[arg-type]
    assert current.directory().bundle.count == len(MANY)


def test_where_there_is_none_yet_the_next_look_may_find_one(settings: Settings, tmp_path: Path) -> None:
    settings.BUNDLES = tmp_path
    with current.one_directory():
        with pytest.raises(current.NoBundle):
            current.directory()
        bundles.publish(segments(), tmp_path)
        assert current.directory().bundle.count == len(DOCUMENTS)


def test_no_request_fails_while_bundles_change(tmp_path: Path) -> None:
    paths = ("/find?q=unity", "/find?q=narcan&near=Unity", "/find?q=needle+exchange", "/talk", "/now", "/")
    statuses: list[int] = []
    stop = threading.Event()

    def ask(port: int) -> None:
        while not stop.is_set():
            statuses.extend(fetch(port, "GET", path)[0] for path in paths)

    with serving(tmp_path, "--workers", "2") as (_, port):
        both = [segments(MANY), segments()]
        bundles.publish(both[1], tmp_path / "bundle")
        readers = [threading.Thread(target=ask, args=(port,)) for _ in range(4)]
        for reader in readers:
            reader.start()
        served = set()
        for turn in range(8):
            bundles.publish(both[turn % 2], tmp_path / "bundle")
            stop.wait(0.3)
            served.add(fetch(port, "GET", "/healthz")[2])
        stop.set()
        for reader in readers:
            reader.join()
    assert len(served) == 2
    assert len(statuses) > 100 and set(statuses) == {200}
