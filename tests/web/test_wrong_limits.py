"""What keeps one machine from filling the desk: forms and counts, and nothing of who sends."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from types import FunctionType, ModuleType

import pytest
from django.db import connection

from dooryard.desk.models import AuditEntry
from dooryard.directory import actions, limits, receiving, tokens
from dooryard.directory.models import Report
from tests.web.checking import CheckingClient
from tests.web.sending import ADDRESS, AGENT, FORM, TONGUE, calm, says, send, stamp  # noqa: F401

pytestmark = pytest.mark.django_db


def test_a_form_that_is_sent_at_once_is_too_fast(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "YOUNGEST", 2.0)
    answer = send(client, words="xyzzyword")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "2"
    assert "xyzzyword" in says(answer)
    assert not Report.objects.exists()


def test_a_form_of_another_service_does_not_count(client: CheckingClient) -> None:
    assert send(client, stamp=stamp(client, "/service/detox/wrong")).status_code == 400
    assert not Report.objects.exists()


def test_a_form_is_good_for_one_report(client: CheckingClient) -> None:
    once = stamp(client)
    assert "Received" in says(send(client, stamp=once, words="first"))
    assert "Received" in says(send(client, stamp=once, words="first")), "pressed twice"
    assert Report.objects.get().times == 1
    answer = send(client, stamp=once, words="second")
    assert answer.status_code == 409
    assert "second" in says(answer)
    assert Report.objects.count() == 1


def test_the_same_report_is_kept_once_and_counted(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "COUNTED", 3)
    for _ in range(4):
        assert "Received" in says(send(client, what="closed"))
    send(client, what="closed", words="There is a sign.")
    send(client, what="closed", form="/service/detox/wrong")
    told = Report.objects.values_list("service_id", "words", "times")
    assert list(told) == [("naloxone", "", 3), ("naloxone", "There is a sign.", 1), ("detox", "", 1)]
    assert AuditEntry.objects.count() == 4, "from the third time on it is a count and no row"


def test_a_service_has_room_for_so_many_reports_in_words_and_always_for_what_was_chosen(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "OF_A_SERVICE", 2)
    for number in range(2):
        send(client, words=f"report {number}")
    answer = send(client, words="one more")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "86400"
    assert "take your words out" in says(answer)
    assert "one more" in says(answer)
    assert "Received" in says(send(client, words=""))
    assert "Received" in says(send(client, words="one more", form="/service/detox/wrong"))
    assert "Received" in says(send(client, words="report 1")), "the same again is only counted"


def test_a_day_has_room_for_so_many(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "OF_A_DAY", 1)
    send(client, words="the first")
    answer = send(client, words="the second", form="/service/detox/wrong")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"
    assert "Received" in says(send(client, form="/service/detox/wrong"))
    Report.objects.update(received_on="2026-01-01")
    assert "Received" in says(send(client, words="the second", form="/service/detox/wrong"))


def test_a_process_writes_so_many_at_once(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "bucket", limits.Bucket(most=1.0, a_second=0.0))
    assert "Received" in says(send(client, words="the first"))
    answer = send(client, words="xyzzyword")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "xyzzyword" in says(answer)


def test_nobody_can_silence_what_is_said_without_words(client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "bucket", limits.Bucket(most=1.0, a_second=0.0))
    for number in range(3):
        send(client, words=f"a flood {number}")
    for _ in range(5):
        assert "Received" in says(send(client))
    assert Report.objects.get(words="").times == 5
    assert AuditEntry.objects.filter(key=str(Report.objects.get(words="").pk)).count() == 2
    monkeypatch.setattr(receiving, "bucket", limits.Bucket(most=1.0, a_second=0.0))
    send(client)
    assert "Received" in says(send(client, words="still room")), "nor does a flood of choices take the room for words"


def test_another_site_cannot_make_a_browser_send_it(client: CheckingClient) -> None:
    given = {"what": "number", "stamp": stamp(client)}
    for site in ("cross-site", "same-site"):
        posted = client.post(FORM, given, headers={"Sec-Fetch-Site": site})
        answer = client.get(posted["Location"])
        assert answer.status_code == 403
        assert "another site" in says(answer)
    assert not Report.objects.exists()
    ours = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    assert client.post(FORM, given, headers=ours).status_code == 303
    assert Report.objects.exists()


def send_in_every_way(client: CheckingClient) -> None:
    """Kept, refused and failed, from an address that would be recognised."""
    client.defaults |= {"REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": ADDRESS, "HTTP_USER_AGENT": AGENT}
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = TONGUE
    once = stamp(client)
    send(client, words="kept", stamp=once)
    send(client, words="not kept", stamp=once)
    send(client, what="")
    send(client, web="trap")


def everything_stored() -> str:
    """Every value of every table."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return repr(rows)


def remembered(*roots: object) -> Iterator[str]:
    """Every text that can be reached from some objects, their code left out."""
    seen: dict[int, object] = {}
    left = list(roots)
    while left:
        one = left.pop()
        if id(one) in seen or isinstance(one, ModuleType | FunctionType | type):
            continue
        seen[id(one)] = one
        if isinstance(one, str | bytes):
            yield one if isinstance(one, str) else one.decode("latin-1")
        left += gc.get_referents(one)
        left += one if isinstance(one, dict) else ()  # it does not tell of keys that are texts


def test_no_limit_stores_who_sent_it(client: CheckingClient) -> None:
    send_in_every_way(client)
    stored = everything_stored()
    assert "kept" in stored
    memory = "\n".join(remembered(receiving.spent, receiving.bucket, tokens.sealer, vars(receiving), vars(limits)))
    assert memory
    for planted in (ADDRESS, AGENT, TONGUE):
        assert planted not in stored
        assert planted not in memory


def test_a_limit_that_stored_an_address_would_be_caught(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_in_every_way(client)
    monkeypatch.setattr(receiving.bucket, "seen", {ADDRESS: 1}, raising=False)
    assert ADDRESS in "\n".join(remembered(receiving.bucket))
    Report.objects.update(words=ADDRESS)
    assert ADDRESS in everything_stored()


def test_a_bucket_gives_what_it_holds_and_then_what_flows_in(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    bucket = limits.Bucket(most=2.0, a_second=0.1)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    now[0] += 10.0
    assert [bucket.take() for _ in range(2)] == [True, False]
    now[0] += 10_000.0
    assert [bucket.take() for _ in range(3)] == [True, True, False]


def test_spent_stamps_are_remembered_up_to_a_number() -> None:
    spent = limits.Spent(most=2)
    stamps = [limits.Stamp(about="a", made=0.0, once=bytes([number])) for number in range(3)]
    for number, one in enumerate(stamps):
        spent.add(one, number)
    assert [spent.mark(one) for one in stamps] == [None, 1, 2]


def test_a_stamp_is_stale_after_its_key_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [12_000.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(limits, "sealer", tokens.Sealer())
    token = limits.stamp("a", "digest")
    now[0] += 599.0
    assert limits.read(token, "a")[1] == ""
    now[0] += 1_000.0
    assert limits.read(token, "a") == (None, "stale")
