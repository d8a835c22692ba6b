"""The `dooryard` command: what it prints, how it exits, and that it never shows a traceback."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dooryard.directory import bundles
from dooryard.web import cli
from tests.data_folders import environment
from tests.web.conftest import segments

pytestmark = pytest.mark.usefixtures("programs")

PROGRAM = Path(sys.executable).with_name("dooryard")
TESTLAND = Path(__file__).resolve().parents[2] / "places" / "testland"
DAMAGED = "The directory on disk is damaged: segment texts is damaged: its SHA-256 is not the manifest's"
UNREACHABLE = "postgresql://nobody:none@127.0.0.1:1/none"
LONG = "a" * 100_000


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, published: Path) -> Path:
    """A data folder with the synthetic bundle."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "bundle").symlink_to(published)
    return folder


def dooryard(data: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does."""
    return subprocess.run(
        [PROGRAM, *arguments],
        env=environment(data, **settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def asked(data: Path, *arguments: str) -> dict[str, Any]:
    done = dooryard(data, "find", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_find_answers_in_text(data: Path) -> None:
    done = dooryard(data, "find", "narcan", "--near", "Hope")
    assert done.returncode == 0
    assert "1. Naloxone desk" in done.stdout
    assert "less than a mile away" in done.stdout
    assert "207-555-0101" in done.stdout
    assert "not yet called by us" in done.stdout


def test_json_is_as_the_surface_has_it(data: Path) -> None:
    answer = asked(data, "narcan", "--near", "Hope", "--at", "2026-11-23T12:00")
    assert {"question", "emergency", "place", "total", "widened", "results", "facets", "took_ms"} <= set(answer)
    assert {"words", "needs", "terms", "spelling"} <= set(answer["question"])
    assert {"name", "lat", "lon"} <= set(answer["place"])
    first = answer["results"][0]
    assert set(first) >= {
        "id", "ref", "service", "organization", "categories", "distance_miles", "open", "phones", "address", "town",
        "reach", "status", "seen", "confirmed", "sources", "url",
    }  # fmt: skip
    assert set(first["open"]) == {"state", "until", "opens"}
    assert first["ref"] == "sy-naloxone"
    assert first["url"] == "/service/naloxone"


def test_a_number_of_one_source_is_in_no_text_and_no_list(data: Path) -> None:
    assert "207-555-0102" not in dooryard(data, "find", "detox").stdout
    assert asked(data, "detox")["results"][0]["phones"] == []


def test_an_emergency_comes_first(data: Path) -> None:
    done = dooryard(data, "find", "he is not waking up")
    assert done.stdout.startswith("1. Call 911.")
    assert asked(data, "he is not waking up")["emergency"] is True


def test_limits_and_filters_are_taken(data: Path) -> None:
    answer = asked(data, "--category", "hotline", "--limit", "1", "--age", "17", "--within", "30", "--open-now")
    assert len(answer["results"]) <= 1


BAD = [
    ((), "say what you need"),
    ((LONG,), "too long"),
    (("narcan", "--near", LONG), ""),
    (("narcan", "--near", "Nowhereville"), "No place"),
    (("narcan", "--near", "95,200"), ""),
    (("narcan", "--near", "../../etc/passwd"), ""),
    (("narcan", "--at", "yesterday"), "time"),
    (("narcan", "--at", "2026-02-31"), "time"),
    (("narcan", "--at", "9999-12-31T23:59"), "year"),
    (("narcan", "--within", "-3"), "distance"),
    (("narcan", "--within", "nan"), "distance"),
    (("narcan", "--age", "abc"), "age"),
    (("narcan", "--limit", "0"), "limit"),
    (("narcan", "--limit", "many"), "limit"),
    (("narcan", "--no-such-\x1b[31moption"), "unrecognized"),
    (("\x00\x1b\x07".replace("\x00", ""),), "say what you need"),
]


@pytest.mark.parametrize(("arguments", "says"), BAD, ids=range(len(BAD)))
def test_bad_input_to_find_is_refused_in_words(data: Path, arguments: tuple[str, ...], says: str) -> None:
    done = dooryard(data, "find", *arguments)
    assert done.returncode == 2
    assert says.lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    assert len(done.stderr) < 1000


STRANGE = [
    "' OR 1=1; DROP TABLE x; --",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "<script>alert(1)</script>",
    "\u202enacran",
    "\x1b[31mnarcan\x07",
]


@pytest.mark.parametrize("words", STRANGE)
def test_strange_words_are_only_words(data: Path, words: str) -> None:
    done = dooryard(data, "find", words)
    assert done.returncode == 0
    assert done.stderr == ""
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)


def test_what_a_record_says_cannot_steer_a_terminal(data: Path) -> None:
    assert "<script>alert(1)</script>" in dooryard(data, "find", "food").stdout


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help_with_an_example(data: Path, name: str) -> None:
    done = dooryard(data, name, "--help")
    assert done.returncode == 0
    assert f"Example: dooryard {name}" in done.stdout


@pytest.mark.parametrize("arguments", [(), ("--help",), ("--version",)])
def test_the_overview_names_every_command(data: Path, arguments: tuple[str, ...]) -> None:
    done = dooryard(data, *arguments)
    assert done.returncode == 0
    assert "dooryard" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("levitate",),
        ("serve", "--port", "99999"),
        ("serve", "--port", "http"),
        ("serve", "--host", "no.such.host.invalid."),
        ("serve", "--workers", "0"),
        ("load", "no/such/folder"),
        ("load", "x", "--format", "fax"),
        ("bench", "nothing"),
        ("bench", "relevance", "--size", "-1"),
        ("compile",),
    ],
)
def test_misuse_exits_2_with_one_clear_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = dooryard(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_fault_of_ours_is_one_line_and_debug_shows_it_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> int:
        raise ZeroDivisionError("xyzzy")

    monkeypatch.setattr("dooryard.web.commands.find.run", broken)
    monkeypatch.delenv("DOORYARD_DEBUG", raising=False)
    assert cli.main(["find", "narcan"]) == 2
    said = capsys.readouterr().err
    assert "ZeroDivisionError at test_commands.py" in said
    assert "xyzzy" not in said
    monkeypatch.setenv("DOORYARD_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["find", "narcan"])


def test_a_reader_that_has_enough_is_no_fault(data: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{PROGRAM} find help | head -1; exit ${{PIPESTATUS[0]}}"],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""


def test_find_never_imports_django(data: Path) -> None:
    code = "import sys; from dooryard.web.cli import main; main(['find', 'narcan']); sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=environment(data), capture_output=True, check=False)
    assert done.returncode == 0


def test_the_first_find_prepares_the_place_and_says_so(tmp_path: Path) -> None:
    done = dooryard(tmp_path, "find", "naloxone", DOORYARD_PLACE=str(TESTLAND))
    assert done.returncode == 0, done.stderr
    assert "preparing" in done.stderr
    assert dooryard(tmp_path, "check").returncode in (0, 1)
    calls = dooryard(tmp_path, "check", "--go-live", "--json")
    assert calls.returncode == 1
    assert json.loads(calls.stdout)[0]["harm"] == 0
    again = dooryard(tmp_path, "load", str(TESTLAND), "--json")
    assert again.returncode == 0
    report = json.loads(again.stdout)
    assert report["read"] == report["added"] + report["changed"] + report["same"] + report["held"]
    assert dooryard(tmp_path, "load", str(TESTLAND), "--place", "elsewhere").returncode == 2
    assert "digest" in dooryard(tmp_path, "compile").stdout


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A data folder whose bundle was made from its records and then lost a bit; nothing older is beside it."""
    assert dooryard(tmp_path, "load", str(TESTLAND)).returncode == 0
    assert dooryard(tmp_path, "compile").returncode == 0
    folder = tmp_path / "bundle"
    spoil(folder / (folder / "CURRENT").read_text())
    return tmp_path


def spoil(folder: Path) -> None:
    """Change one byte of a bundle's texts."""
    path = folder / "texts.segment"
    body = path.read_bytes()
    path.write_bytes(body[:-70] + bytes([body[-70] ^ 1]) + body[-69:])


def test_find_says_what_is_damaged_and_builds_it_again(damaged: Path) -> None:
    done = dooryard(damaged, "find", "naloxone")
    assert done.returncode == 0
    assert done.stderr == f"{DAMAGED}; building it again from the records.\n"
    again = dooryard(damaged, "find", "naloxone")
    assert (again.returncode, again.stderr, again.stdout) == (0, "", done.stdout)


def test_check_says_what_is_damaged_and_changes_nothing(damaged: Path) -> None:
    for arguments in (("check",), ("check", "--json"), ("check", "--go-live")):
        done = dooryard(damaged, *arguments)
        assert done.returncode == 1
        assert done.stderr.startswith(f"{DAMAGED}; dooryard compile builds it again from the records.\n")
    assert "damaged" not in done.stdout
    assert dooryard(damaged, "compile").returncode == 0
    assert "damaged" not in dooryard(damaged, "check").stderr


def test_a_find_that_can_not_build_answers_from_the_bundle_before(damaged: Path) -> None:
    older = bundles.publish(segments(), damaged / "older")
    shutil.move(damaged / "older" / older, damaged / "bundle" / older)
    done = dooryard(damaged, "find", "narcan", "--near", "Hope", DATABASE_URL=UNREACHABLE)
    assert done.returncode == 0
    assert "1. Naloxone desk" in done.stdout
    first, second = done.stderr.splitlines()
    assert first == f"{DAMAGED}; building it again from the records."
    assert second.startswith("The database cannot be opened")
    assert second.endswith("The last good one on disk answers.")


@pytest.mark.parametrize("command", [("find", "naloxone"), ("serve", "--port", "0")])
def test_nothing_good_and_nothing_to_build_it_from_exits_2(damaged: Path, command: tuple[str, ...]) -> None:
    done = dooryard(damaged, *command, DATABASE_URL=UNREACHABLE)
    assert done.returncode == 2
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first == f"{DAMAGED}; building it again from the records."
    assert second.startswith("dooryard: The database cannot be opened")


def test_a_bundle_that_can_not_be_written_is_refused_in_words(damaged: Path) -> None:
    (damaged / "file").write_text("")
    done = dooryard(damaged, "compile", "--out", str(damaged / "file" / "bundle"))
    assert done.returncode == 2
    assert done.stderr == f"dooryard: The directory cannot be written to {damaged}/file/bundle (Not a directory).\n"


def test_four_at_once_on_an_empty_folder_all_answer(tmp_path: Path) -> None:
    settings = environment(tmp_path, DOORYARD_PLACE=str(TESTLAND))
    asked = [PROGRAM, "find", "naloxone", "--json"]
    running = [subprocess.Popen(asked, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    answers = [(process.communicate(timeout=120), process.returncode) for process in running]
    assert [code for _, code in answers] == [0] * 4, answers
    assert len({json.loads(out)["total"] for (out, _), _ in answers}) == 1
