"""Nothing that somebody writes to a liaison, nor a word of their code, is logged, printed or stored in the open."""

from __future__ import annotations

from pathlib import Path

import pytest

from dooryard.liaison import threads
from dooryard.liaison.models import Message
from dooryard.liaison.seeker import beside
from tests.data_folders import stored
from tests.liaison.seeker.test_write import REACHED
from tests.liaison.seeker.writing import THREAD, WRITE, come_back, filled, follow, opened, send, words_of
from tests.web.checking import CheckingClient
from tests.web.test_silence import Everything, everything  # noqa: F401

PLANTED = ("xyzzyword", "plughname", "203.0.113.77", "PlantedAgent")


def write_everywhere(client: CheckingClient) -> list[str]:
    """Every way in which somebody's words reach these pages; the codes that were shown."""
    client.defaults |= {"REMOTE_ADDR": PLANTED[2], "HTTP_USER_AGENT": PLANTED[3]}
    client.raise_request_exception = False
    page = opened(client)
    given = REACHED | {"message": "xyzzyword i want to die", "word": "plughname", "county": "plughname"}
    client.get(client.post(WRITE, filled(page, **given | {"again": "1"}))["Location"])
    client.get(client.post(WRITE, filled(page, **given))["Location"])
    client.get(client.post(WRITE, filled(page, **given, warned="1"))["Location"])
    client.get(client.post(WRITE, filled(page, **given | {"county": "Waldo", "warned": "1"}))["Location"])
    for path in ("write", "sent", "back", "thread"):
        client.get(f"/talk/{path}/xyzzyword")
    words = words_of(page)
    back = come_back(client, words)
    if back.status_code == 200:
        send(client, back, THREAD, do="reply", message="xyzzyword")
        send(client, back, THREAD, do="change", **REACHED | {"word": "plughname"})
    come_back(client, f"xyzzyword {words}")
    return words.split()


def test_no_word_reaches_a_log(
    client: CheckingClient,
    everything: Everything,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    shown = write_everywhere(client)

    def broken(*_: object, **__: object) -> None:
        raise ValueError(" ".join((*PLANTED, *shown)))

    for module, name in ((threads, "begin"), (threads, "read"), (beside, "_heard")):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, broken)
            shown += write_everywhere(client)
    written = "\n".join(everything.lines) + "".join(capfd.readouterr())
    assert "ValueError" in written
    assert not [planted for planted in (*PLANTED, *(f" {word} " for word in shown)) if planted in written]


def test_no_word_reaches_the_disk(client: CheckingClient, room: Path) -> None:
    shown = write_everywhere(client)
    assert Message.objects.count() == 2, "it was kept"
    kept = stored(room)
    assert b"Waldo" in kept, "what is there is found"
    assert not [planted for planted in PLANTED if planted.encode() in kept]
    assert " ".join(shown).encode() not in kept


def test_a_message_kept_in_the_open_would_be_found(client: CheckingClient, room: Path) -> None:
    (room / "planted").write_bytes(b"\x00xyzzyword\x00")
    kept = stored(room)
    assert PLANTED[0].encode() in kept


def test_every_page_of_the_door_is_kept_by_no_browser_and_found_by_no_search_engine(client: CheckingClient) -> None:
    page = opened(client)
    answers = [page, send(client, page, message="Hello"), come_back(client, words_of(page)), client.get("/talk/back")]
    for answer in answers:
        assert answer["Cache-Control"] == "no-store"
        assert 'name="robots" content="noindex"' in answer.content.decode()
        assert "<title>Talk to someone</title>" in answer.content.decode()
    assert follow(client, client.post("/talk/back/search", {}))["X-Robots-Tag"].startswith("noindex")
