"""“Received” is said of what is on disk: after the commit, on a database that syncs, and never of what failed."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import ConnectionHandler, OperationalError, connection

from dooryard.core.edge import BadInput
from dooryard.desk.models import AuditEntry
from dooryard.directory import limits, tokens
from dooryard.directory.models import Report
from dooryard.web.commands import check
from dooryard.web.settings import database
from tests.data_folders import ON_POSTGRESQL, query, removed, stored, writing
from tests.web.checking import CheckingClient
from tests.web.sending import FORM, calm, says, send, stamp  # noqa: F401
from tests.web.test_commands import dooryard
from tests.web.test_serving import PLACE, fetch, serving

pytestmark = pytest.mark.usefixtures("programs")


def test_it_is_committed_before_it_is_said(real_transactions: None, client: CheckingClient) -> None:
    given = {"what": "moved", "stamp": stamp(client)}
    happened: list[str] = []
    commit, seal = connection._commit, tokens.sealer.seal

    def committing() -> None:
        commit()
        happened.append("committed")

    def sealing(value: Any) -> str:
        happened.append(f"said: {value.problem or 'received'}")
        return seal(value)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection, "_commit", committing)
        patched.setattr(tokens.sealer, "seal", sealing)
        client.post(FORM, given)
    assert happened == ["committed", "said: received"]


def test_a_commit_that_fails_is_not_said_to_be_received(real_transactions: None, client: CheckingClient) -> None:
    given = {"what": "moved", "words": "xyzzyword", "stamp": stamp(client)}

    def fails() -> None:
        raise OperationalError("disk I/O error")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection, "_commit", fails)
        posted = client.post(FORM, given)
    answer = client.get(posted["Location"])
    assert answer.status_code == 503
    assert "Not received" in says(answer)
    assert "Retry-After" in answer.headers
    assert "xyzzyword" in says(answer)
    assert not Report.objects.exists()
    assert not AuditEntry.objects.exists()
    assert "Received" in says(send(client, **given)), "the same form can be sent again"
    assert Report.objects.get().words == "xyzzyword"


@pytest.mark.django_db
def test_the_database_of_a_first_run_syncs_each_commit(tmp_path: Path) -> None:
    handler = ConnectionHandler({"default": database("", tmp_path)})
    with handler["default"].cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")]
    handler["default"].close()
    assert found == [2, "wal"], "FULL: in WAL mode each commit waits for the disk"


# The real server, with two workers and a database of its own.


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the made-up place, compiled."""
    folder = tmp_path_factory.mktemp("reported")
    assert dooryard(folder, "load", str(PLACE)).returncode == 0
    assert dooryard(folder, "compile").returncode == 0
    return folder


@pytest.fixture(scope="module")
def port(data: Path) -> Iterator[int]:
    """The port of a server of that folder."""
    with serving(data, "--workers", "2") as (_, port):
        yield port


def rows(data: Path) -> list[tuple[Any, ...]]:
    """The reports on disk, read beside the server."""
    return query(data, "SELECT what, words, times, state FROM directory_report ORDER BY id")


def a_service(port: int) -> str:
    """The address of the form of a service."""
    page = fetch(port, "GET", "/find?q=naloxone")[2]
    found = re.search(r'href="(/service/[0-9a-f-]{36})"', page)
    assert found
    return f"{found.group(1)}/wrong"


def sent(port: int, form: str, headers: dict[str, str] | None = None, **fields: str) -> tuple[int, str]:
    """Draw the form, wait as a person does, send it and follow: status and page."""
    found = re.search(r'name="stamp" type="hidden" value="([^"]+)"', fetch(port, "GET", form)[2])
    assert found
    time.sleep(limits.YOUNGEST + 0.1 if limits.YOUNGEST else 2.1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    given = {"Content-Type": "application/x-www-form-urlencoded"} | (headers or {})
    connection.request("POST", form, urlencode({"what": "number", "stamp": found.group(1)} | fields), given)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 303
    status, _, page = fetch(port, "GET", answer.headers["Location"])
    return status, page


def test_what_was_received_is_on_disk_and_nothing_of_who_sent_it(port: int, data: Path) -> None:
    planted = {"User-Agent": "PlantedAgent/7.7", "X-Forwarded-For": "203.0.113.77", "Accept-Language": "tlh"}
    status, page = sent(port, a_service(port), planted, words="It rings and rings.")
    assert (status, "Received" in page) == (200, True)
    assert ("number", "It rings and rings.", 1, "open") in rows(data)
    kept = stored(data)
    assert b"It rings and rings." in kept
    assert not [value for value in planted.values() if value.encode() in kept]


def test_while_somebody_else_writes_for_long_it_says_that_it_was_not_received(port: int, data: Path) -> None:
    before, form = rows(data), a_service(port)
    other = writing(data)
    try:
        status, page = sent(port, form, words="xyzzyword")
        assert status == 503
        assert "Not received" in page
        assert "xyzzyword" in page
        assert fetch(port, "GET", form)[0] == 200, "what only reads is not held up"
    finally:
        other.close()
    assert rows(data) == before


def test_a_load_that_runs_meanwhile_is_waited_for(port: int, data: Path) -> None:
    form = a_service(port)
    ending = threading.Timer(4.0, writing(data).close)
    ending.start()
    status, page = sent(port, form, what="hours", words="waited")
    ending.join()
    assert (status, "Received" in page) == (200, True)
    assert ("hours", "waited", 1, "open") in rows(data)


def test_a_place_that_is_loaded_again_loses_no_report(port: int, data: Path, tmp_path: Path) -> None:
    status, _ = sent(port, a_service(port), what="closed", words="loaded again")
    assert status == 200
    before = rows(data)
    place = Path(shutil.copytree(PLACE, tmp_path / "testland"))
    records = place / "services" / "all.yaml"
    text = records.read_text()
    records.write_text(text[: text.index("  - ref: tl-12")])
    assert dooryard(data, "load", str(place), "--yes-remove").returncode == 0
    assert rows(data) == before
    assert dooryard(data, "load", str(PLACE)).returncode == 0
    assert rows(data) == before


def test_a_steward_lists_them_and_closes_one_and_its_words_are_on_no_disk(port: int, data: Path) -> None:
    sent(port, a_service(port), what="treatment", words="They \x1b[31mlaughed\u202e at me.")
    listed = dooryard(data, "check", "--reports")
    assert listed.returncode == 1
    [line] = [line for line in listed.stdout.splitlines() if "laughed" in line]
    assert "They turned somebody away or treated them badly: “They [31mlaughed at me.”;" in line
    told = json.loads(dooryard(data, "check", "--reports", "--json").stdout)
    [number] = [one["id"] for one in told if "laughed" in one["words"]]
    assert line.split()[1] == str(number)
    assert f"{len(told)} open report" in dooryard(data, "check").stderr
    assert b"laughed at me" in stored(data)
    done = dooryard(data, "check", "--handled", str(number))
    assert (done.returncode, done.stdout) == (0, f"Report {number} is handled. Its words are deleted.\n")
    assert b"laughed at me" not in stored(data)
    assert "laughed" not in dooryard(data, "check", "--reports").stdout
    assert dooryard(data, "check", "--handled", str(number)).returncode == 2


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "0", "x", "1.5", "-1", "9" * 30, "1\x1b[31m"])
def test_a_number_that_no_report_has_is_refused_in_words(number: str) -> None:
    with pytest.raises(BadInput, match=r"There is no open report 0|named by its number"):
        check.close(number)


def test_a_database_that_is_gone_or_damaged_or_not_to_be_written_is_no_traceback(tmp_path: Path, data: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    with serving(folder, "--workers", "1") as (process, port):
        form, file = a_service(port), folder / "dooryard.sqlite3"
        of_a_file = (
            lambda: [path.unlink() for path in folder.glob("dooryard.sqlite3*")],
            lambda: file.write_bytes(b"not a database, " * 500),
            lambda: (file.unlink(), file.mkdir()),
        )
        of_a_server = (lambda: query(folder, "ALTER TABLE directory_report RENAME TO gone"), lambda: removed(folder))
        for spoil in of_a_server if ON_POSTGRESQL else of_a_file:
            spoil()
            status, page = sent(port, form, words="xyzzyword")
            assert status == 503
            assert "Not received" in page
            assert "xyzzyword" in page
            assert fetch(port, "GET", "/find?q=naloxone")[0] == 200, "no page reads the database"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        said = process.stdout.read()
    assert "xyzzyword" not in said
    assert "Traceback" not in said


def test_a_server_that_is_killed_at_once_has_kept_what_it_said_it_received(data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("*.sqlite3-*")))
    with serving(folder, "--workers", "1") as (process, port):
        status, _ = sent(port, a_service(port), what="moved", words="the last words")
        process.kill()
        process.wait()
        assert status == 200
    assert ("moved", "the last words", 1, "open") in rows(folder)
    assert silent(port), "no worker outlives the test"


def silent(port: int) -> bool:
    """Whether nothing listens there any more; what is killed takes a moment to be gone."""
    for _ in range(50):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            return True
        time.sleep(0.1)
    return False
