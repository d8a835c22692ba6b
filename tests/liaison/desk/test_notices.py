"""Notices: that there is something to read, once a day at most, for what came before today, and not a word more."""

from __future__ import annotations

import datetime
import email
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.mail.backends import smtp as backend
from pytest_django.fixtures import Settings

from dooryard.core.edge import BadInput
from dooryard.desk.actions.accounts import leave
from dooryard.desk.models import Account, AuditEntry, Notice
from dooryard.liaison import notices, threads
from dooryard.liaison.keeping import day
from dooryard.web import settings as ours
from tests.data_folders import stored
from tests.liaison.desk.conftest import Liaison, signed_in, wrote
from tests.liaison.helpers import form
from tests.liaison.smtp import mailing

HERE = "/desk/liaison/notices"
ADDRESS = "heron.planted@example.org"
DAY = datetime.timedelta(1)
TODAY = day()


@pytest.fixture
def server(settings: Settings) -> Iterator[Any]:
    """A mail server that the settings name."""
    with mailing() as found:
        settings.EMAIL_BACKEND = f"{backend.__name__}.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "desk@example.org"
        yield found


def asks(who: Liaison, address: str = ADDRESS) -> None:
    assert who.send("notices", address=address).endswith("said=told")


def told(today: datetime.date) -> tuple[int, int]:
    done = notices.send(today)
    return done.sent, done.failed


def test_a_notice_says_that_there_is_something_to_read_and_not_a_word_more(ann: Liaison, server: Any) -> None:
    asks(ann)
    wrote("I slept by the old mill", urgency="danger")
    assert told(TODAY + DAY) == (1, 0)
    [(to, content)] = server.kept
    message = email.message_from_bytes(content)
    assert to == [ADDRESS]
    assert (message["Subject"], message.get_payload().strip()) == (notices.TEXT, notices.TEXT)
    assert (message["To"], message["From"]) == (ADDRESS, "desk@example.org")
    assert message["Message-ID"].endswith("@example.org>")
    assert set(message.keys()) <= {
        "Subject", "From", "To", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
        "Auto-Submitted",
    }  # fmt: skip
    assert not re.search(rb"waldo|danger|http|/desk|mill", content, re.I)


def test_it_is_the_same_whatever_and_however_much_waits(ann: Liaison, server: Any) -> None:
    asks(ann)
    wrote()
    told(TODAY + DAY)
    for _ in range(3):
        wrote(urgency="danger", today=TODAY + DAY)
    told(TODAY + 2 * DAY)
    one, other = (re.sub(rb"(?m)^(Date|Message-ID): .*$", b"", content) for _to, content in server.kept)
    assert one == other


def test_what_came_today_is_told_of_tomorrow_so_that_no_hour_shows(ann: Liaison, server: Any) -> None:
    asks(ann)
    wrote()
    assert [told(TODAY) for _ in range(3)] == [(0, 0)] * 3
    assert told(TODAY + DAY) == (1, 0)


def test_it_goes_once_a_day_and_once_for_what_is_new(ann: Liaison, server: Any) -> None:
    asks(ann)
    wrote()
    assert [told(TODAY + number * DAY) for number in (1, 1, 2, 3)] == [(1, 0), (0, 0), (0, 0), (0, 0)]
    wrote(today=TODAY + 3 * DAY)
    assert [told(TODAY + number * DAY) for number in (3, 4, 4, 5)] == [(0, 0), (1, 0), (0, 0), (0, 0)]
    assert len(server.kept) == 2


def test_a_clock_that_was_ahead_for_a_while_silences_nobody(ann: Liaison, server: Any) -> None:
    asks(ann)
    wrote()
    assert told(TODAY + 400 * DAY) == (0, 0), "by then it has expired"
    assert told(TODAY + 80 * DAY) == (1, 0)
    assert [told(TODAY + DAY), told(TODAY + DAY)] == [(1, 0), (0, 0)], "and the clock is right again"
    wrote(today=TODAY + DAY)
    assert told(TODAY + 2 * DAY) == (1, 0)


def test_what_was_answered_closed_or_is_a_colleagues_is_told_to_nobody_else(ann: Liaison, server: Any) -> None:
    from dooryard.liaison import teams
    from tests.liaison.desk.conftest import KEYS

    asks(ann)
    ring = teams.unlock(ann.by, KEYS)
    _code, answered = wrote()
    _code, closed = wrote()
    threads.answer(answered, ring.keys, "Yes.", form(), by=ann.by)
    threads.close(closed, ring.keys, by=ann.by)
    assert told(TODAY + DAY) == (0, 0)


def test_only_who_holds_the_key_and_is_a_liaison_still_is_told(ann: Liaison, ben: Liaison, server: Any) -> None:
    asks(ann)
    asks(ben, "ben@example.org")
    wrote()
    Account.objects.filter(name="Ann").update(roles=["steward"])
    assert told(TODAY + DAY) == (0, 0)
    Account.objects.filter(name="Ann").update(roles=["liaison"])
    assert told(TODAY + DAY) == (1, 0)
    assert [to for to, _content in server.kept] == [[ADDRESS]]


def test_one_that_cannot_be_sent_is_tried_again_and_no_log_names_the_address(
    ann: Liaison, ben: Liaison, server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    asks(ann)
    asks(ben, "ben@example.org")
    wrote()
    wrote(county="Knox")
    server.refused.add(ADDRESS)
    assert told(TODAY + DAY) == (1, 1), "the others are told"
    assert "a notice was not sent" in caplog.text
    assert ADDRESS not in caplog.text and ADDRESS not in str(list(AuditEntry.objects.values()))
    server.refused.clear()
    assert told(TODAY + DAY) == (1, 0)


def test_a_server_that_is_not_there_is_no_fault_of_ours(ann: Liaison, server: Any, settings: Settings) -> None:
    asks(ann)
    wrote()
    settings.EMAIL_PORT = 1
    assert told(TODAY + DAY) == (0, 1)


def test_the_address_is_sealed_shown_to_nobody_and_gone_when_it_is_taken_back(
    ann: Liaison, server: Any, room: Path
) -> None:
    asks(ann)
    raw = Notice.objects.extra(select={"raw": "address"}).values_list("raw", flat=True)[0]
    assert raw.startswith("sealed1:") and ADDRESS not in raw
    assert ADDRESS.encode() not in stored(room)
    assert ADDRESS not in ann.says(HERE)
    assert "Whoever runs that mail can see it." in ann.says(HERE)
    assert ann.send("notices", end="1").endswith("said=untold")
    assert not Notice.objects.exists()


def test_who_is_not_reached_any_more_is_not_told_that_they_are(
    ann: Liaison, server: Any, room: Path, settings: Settings
) -> None:
    asks(ann)
    assert "You are told by e-mail" in ann.says(HERE)
    (room / "desk.key").rename(room / "desk.lost")
    assert "You are told by e-mail" not in ann.says(HERE)
    (room / "desk.lost").rename(room / "desk.key")
    settings.EMAIL_HOST = ""
    page = ann.says(HERE)
    assert "You are told by e-mail" not in page and "Send me no more notices" in page


def test_it_goes_with_the_account(ann: Liaison, server: Any) -> None:
    asks(ann)
    leave("Ann", by="test")
    assert not Notice.objects.exists()


NO_ADDRESSES = ("", "heron", "a@b\r\nBcc: c@d.example", "x" * 300 + "@example.org", "a@example.org, b@example.org")


@pytest.mark.parametrize("typed", NO_ADDRESSES)
def test_what_is_no_address_is_refused(ann: Liaison, server: Any, typed: str) -> None:
    assert ann.send("notices", address=typed).endswith("said=address")
    assert not Notice.objects.exists()


def test_without_a_server_nobody_is_asked_for_an_address(ann: Liaison, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    page = ann.says(HERE)
    assert "This site sends no e-mail." in page and "Tell me there" not in page
    assert "Be told by e-mail" not in ann.says("/desk/account")


def test_with_a_server_ones_own_account_leads_there(ann: Liaison, server: Any) -> None:
    assert "Be told by e-mail" in ann.says("/desk/account")
    assert "Be told by e-mail" not in signed_in("Sue", "steward").says("/desk/account")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", ("", 0, False, False)),
        ("smtp://127.0.0.1:2525", ("127.0.0.1", 2525, False, False)),
        ("smtp://mail.example.org", ("mail.example.org", 587, False, True)),
        ("smtps://a%40b:p%3Aw@mail.example.org", ("mail.example.org", 465, True, False)),
    ],
)
def test_mail_goes_by_tls_unless_its_server_is_this_machine(address: str, told: tuple[object, ...]) -> None:
    found = ours.mail(address, "desk@example.org")
    assert (found["host"], found["port"], found["ssl"], found["starttls"]) == told
    if "a%40b" in address:
        assert (found["user"], found["password"]) == ("a@b", "p:w")


@pytest.mark.parametrize("wrong", ["mail.example.org", "http://mail.example.org", "smtp://:25", "smtp://x:99999"])
def test_a_server_that_is_none_is_refused_and_never_repeated(wrong: str) -> None:
    with pytest.raises(BadInput) as refused:
        ours.mail(wrong, "desk@example.org")
    assert wrong not in str(refused.value)
    with pytest.raises(BadInput):
        ours.mail("smtp://mail.example.org", "")
