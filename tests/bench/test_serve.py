"""The benchmark of the pages: what it serves and asks, that it says what is missing, and a whole small run."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

import bench
from bench import serve
from bench.serving import build, drive, made, measure, servers
from dooryard.core.asking import Finder
from dooryard.core.edge import BadInput
from dooryard.directory import bundles

SIZE = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small directory as the servers of the benchmark find it."""
    data = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOORYARD_DATA", str(data))
        return build.ready(SIZE, bench.silent)


def test_the_same_size_gives_the_same_directory_and_questions() -> None:
    assert msgspec.json.encode(made.made(60)) == msgspec.json.encode(made.made(60))


def test_a_directory_has_the_size_asked_for_and_is_made_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = bundles.open_current(folder / "bundle")
    assert bundle.count == SIZE
    monkeypatch.setenv("DOORYARD_DATA", str(folder.parents[1]))
    said: list[str] = []
    assert build.ready(SIZE, said.append) == folder
    assert said == []
    with monkeypatch.context() as patch:
        patch.setattr(build, "stamp", lambda: "another")
        assert build.ready(SIZE, said.append) == folder
    assert said


def test_cards_are_those_of_the_site_with_numbers_kept_for_fiction(folder: Path) -> None:
    bundle = bundles.open_current(folder / "bundle")
    cards = [bundle.card(number) for number in range(bundle.count)]
    assert all(card.startswith(b'<article class="card') and b"<!--at-->" in card for card in cards)
    dialed = {phone.number for number in range(bundle.count) for phone in bundle.document(number).phones}
    assert len(dialed) > 50 and all(number.startswith("555-555-01") for number in dialed)


def test_questions_are_addresses_that_find_something(folder: Path) -> None:
    finder = Finder(bundles.open_current(folder / "bundle"))
    paths = (folder / "paths.txt").read_text().split()
    asked = [{name: found[0] for name, found in parse_qs(urlsplit(path).query).items()} for path in paths]
    assert len(set(paths)) > 250 and {name for one in asked for name in one} >= {"q", "near", "open", "age"}
    understood = msgspec.json.decode((folder / "understood.json").read_bytes())
    assert all(one["q"] in understood for one in asked)
    for one in asked[:60]:
        assert finder.ask(one["q"], near=one.get("near", ""), at=made_at()).found.total


def made_at() -> Any:
    from bench.generate import MONDAY

    return MONDAY


def test_the_other_bundle_moves_every_place(folder: Path) -> None:
    one = bundles.open_current(folder / "bundle")
    segments = build.without_some(folder / "bundle")
    from dooryard.core.bundle.format import MANIFEST
    from dooryard.core.bundle.reader import Bundle
    from dooryard.directory.zones import Zones

    other = Bundle(segments[MANIFEST], segments, Zones())
    assert other.count == SIZE - -(-SIZE // 7) and other.digest != one.digest
    same = sum(one.document(number).id == other.document(number).id for number in range(other.count))
    assert same < other.count / 20
    assert measure.segments_of(folder / "bundle").keys() == segments.keys()


def load(per_second: float, **more: float) -> drive.Load:
    given = {"p50": 1.0, "p95": 2.0, "p99": 3.0, "max": 4.0, "bytes": 1000, "connect": 0, "read": 0, "write": 0}
    given |= {"status": 0, "timeout": 0}
    return msgspec.convert({"requests": int(per_second), "seconds": 1.0} | given | more, drive.Load)


def test_the_round_in_the_middle_counts_and_every_failure_of_all_of_them() -> None:
    rounds = [load(100), load(300, status=2), load(200, timeout=1)]
    told = measure.figures(rounds, load(90, connect=4))
    assert told["per_second"] == 200 and told["half_per_second"] == 90 and told["failed"] == 7
    assert (told["p50"], told["p95"], told["p99"]) == (1.0, 2.0, 3.0)


def test_what_is_missing_is_said_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "missing", lambda: ["wrk", "postgis"])
    with pytest.raises(BadInput, match=r"needs wrk, postgis\. Set it up with: make bench-tools"):
        serve.run(size=SIZE)


def test_a_server_that_ends_is_no_server() -> None:
    with (
        pytest.raises(RuntimeError, match="ended"),
        servers.serving({"DJANGO_SETTINGS_MODULE": "no.such.settings"}, 1, "/healthz"),
    ):
        pass


@pytest.mark.long
def test_a_whole_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if lacking := measure.missing():
        pytest.skip(f"needs {', '.join(lacking)}: make bench-tools")
    monkeypatch.setenv("DOORYARD_DATA", str(tmp_path))
    for name, value in (("ROUNDS", 1), ("SECONDS", 2.0), ("CONNECTIONS", 16)):
        monkeypatch.setattr(measure, name, value)
    monkeypatch.setattr(serve, "SWAPPING", 6.0)
    result = bench.load("serve").run(size=SIZE * 4)
    assert (result["bench"], result["size"]) == ("serve", SIZE * 4)
    assert set(result["engines"]) == {"dooryard", "engine", "django-postgis", "nginx"}
    assert all(row["failed"] == 0 and row["per_second"] > 0 for row in result["engines"].values())
    assert all(0 < row["p50"] <= row["p95"] <= row["p99"] for row in result["engines"].values())
    alike = result["engines"]["django-postgis"]["alike"]
    assert alike["same_total"] >= 0.9 and alike["same_cards"] >= 0.7 and 0.85 <= alike["bytes"] <= 1.15
    assert result["ratios"]["django-postgis"]["per_second"] > 3
    assert result["swap"]["swaps"] > 1 and result["swap"]["failed"] == 0
    assert "dooryard answers" in serve.table(result)
