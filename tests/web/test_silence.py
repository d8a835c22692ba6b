"""Nothing that a person typed is ever logged, printed or written down by the site."""

from __future__ import annotations

import io
import logging
import sys
from pathlib import Path

import pytest
from django.core.exceptions import DisallowedHost
from pytest_django.fixtures import Settings

from dooryard.directory.tokens import sealer
from dooryard.directory.views import found, home
from dooryard.web.errors import Fault
from dooryard.web.quiet import Quiet
from tests.web.checking import CheckingClient

PLANTED = ("xyzzyword", "Plughtown", "203.0.113.77")


class Everything(logging.Handler):
    """Keeps what our formatter would write of every record of every logger."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []
        self.setFormatter(Quiet())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def everything() -> Everything:
    """A handler on the root logger and on Django's own, which do not hand up."""
    handler = Everything()
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request", "django.security", "django.server")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler  # type: ignore[misc]
    for logger in loggers:
        logger.removeHandler(handler)


def search_everywhere(client: CheckingClient) -> None:
    """Every way in which somebody's words, place or address reach us, also where we fail."""
    words, place, address = PLANTED
    client.defaults["REMOTE_ADDR"] = address
    client.raise_request_exception = False
    posted = client.post("/find", {"words": words, "near": place})
    client.get(posted["Location"])
    client.get("/find", {"q": words, "near": place})
    client.get(f"/{words}")
    client.get(f"/service/{words}")
    client.get(f"/find/{words}")
    client.post(f"/service/{words}")
    client.get("/", HTTP_HOST=f"{words}.example")
    listed = client.post("/list", {"keep": ["naloxone", words], "language": words, "change": f"up:{words}"})
    client.get(listed.get("Location", f"/list?list={words}"))
    client.get(f"/list/{words}")
    told = client.post("/service/naloxone/wrong", {"what": words, "words": f"{words} {place}", "stamp": words})
    client.get(told.get("Location", f"/service/naloxone/wrong?{words}"))
    client.get(f"/service/naloxone/wrong/{words}")


def fail_everywhere(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same while our own code fails with the words in its mouth."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError(" ".join(PLANTED))

    monkeypatch.setattr(found.answers, "context", broken)
    monkeypatch.setattr(home, "page", broken)
    search_everywhere(client)
    client.get("/")


def test_no_word_place_or_address_reaches_a_log(
    client: CheckingClient,
    everything: Everything,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    search_everywhere(client)
    fail_everywhere(client, monkeypatch)
    written = "\n".join(everything.lines) + "".join(capfd.readouterr())
    assert "ValueError" in written
    assert not [planted for planted in PLANTED if planted in written]


def test_a_formatter_that_told_would_be_caught(
    everything: Everything, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything.setFormatter(logging.Formatter())
    fail_everywhere(client, monkeypatch)
    assert PLANTED[0] in "\n".join(everything.lines)


def test_every_handler_of_the_settings_is_quiet(settings: Settings) -> None:
    used = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert {settings.LOGGING["formatters"][name]["()"] for name in used} == {"dooryard.web.quiet.Quiet"}


def test_a_fault_is_told_by_its_kind_and_line_only() -> None:
    try:
        raise DisallowedHost("secret.example")
    except DisallowedHost as fault:
        record = logging.LogRecord(
            "django", logging.ERROR, __file__, 1, "%s", ("secret",), (type(fault), fault, fault.__traceback__)
        )
    assert Quiet().format(record).startswith("ERROR django DisallowedHost at test_silence.py:")
    plain = logging.LogRecord("django", logging.ERROR, __file__, 1, "secret", (), None)
    assert Quiet().format(plain) == "ERROR django"


def test_what_the_system_calls_a_fault_of_a_disk_is_written_and_no_name_of_a_file() -> None:
    try:
        Path("/proc/nowhere/a word").read_bytes()
    except OSError:
        told = sys.exc_info()
    line = Quiet().format(logging.LogRecord("dooryard.liaison.copy", logging.ERROR, "", 0, "a word", None, told))
    assert line.startswith("ERROR dooryard.liaison.copy FileNotFoundError ENOENT at ")
    assert "word" not in line


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the site's own handler writes, as the settings made it."""
    [handler] = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Quiet)]
    lines = io.StringIO()
    monkeypatch.setattr(handler, "stream", lines)
    return lines


def test_a_page_that_says_what_went_wrong_writes_no_line(client: CheckingClient, written: io.StringIO) -> None:
    for status in (503, 500, 400):
        shown = client.get(f"/find/{sealer.seal(Fault(status))}")
        assert shown.status_code == status
    assert written.getvalue() == ""


def test_a_fault_of_ours_still_writes_its_line(
    client: CheckingClient, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("planted")

    monkeypatch.setattr(home, "page", broken)
    client.raise_request_exception = False
    client.get("/")
    [line] = written.getvalue().splitlines()
    assert line.startswith("ERROR django.request ValueError at test_silence.py:")


def test_searching_writes_no_file(client: CheckingClient, published: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in published.rglob("*")}
    search_everywhere(client)
    assert {path: path.stat().st_mtime_ns for path in published.rglob("*")} == before
