"""“This is wrong”: kept before it is said to be, limited without knowing anybody, refused without losing a word."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError

from dooryard.core.reports import KINDS
from dooryard.desk.models import AuditEntry
from dooryard.directory import actions, receiving, tokens
from dooryard.directory.models import Report
from tests.web.checking import CheckingClient
from tests.web.sending import FORM, calm, says, send, stamp  # noqa: F401

pytestmark = pytest.mark.django_db


def test_the_form_names_the_service_and_what_can_be_wrong_and_that_nobody_answers(client: CheckingClient) -> None:
    page = says(client.get(FORM))
    assert "Naloxone desk" in page
    assert all(label in page for label in KINDS.values())
    assert "Nobody can answer you here. If you need help now, call Info line : 211" in page
    assert "Do not write your name or anybody's" in page


def test_what_is_there_for_machines_alone_is_hidden_from_everybody(client: CheckingClient) -> None:
    page = client.get(FORM).content.decode()
    hidden = re.search(r"<div hidden>(.*?)</div>", page, re.S)
    assert hidden
    assert 'name="web" type="text" tabindex="-1" autocomplete="off"' in hidden.group(1)


def test_a_report_is_kept_and_then_said_to_be_received(client: CheckingClient) -> None:
    answer = send(client, what="hours", words="They open at ten.\r\nNot at nine.")
    assert answer.status_code == 200
    assert "Received" in says(answer)
    assert "We cannot tell you what came of it" in says(answer)
    report = Report.objects.get()
    assert (report.service_id, report.ref, report.what, report.state) == ("naloxone", "sy-naloxone", "hours", "open")
    assert report.words == "They open at ten. Not at nine."
    assert report.times == 1


def test_what_is_kept_has_a_day_and_no_hour_not_even_in_the_audit_log(client: CheckingClient) -> None:
    send(client)
    report, entry = Report.objects.get(), AuditEntry.objects.get()
    days = {field.name for field in Report._meta.get_fields() if field.get_internal_type() == "DateField"}
    assert days == {"received_on", "last_on", "handled_on"}
    assert not [field for field in Report._meta.get_fields() if "Time" in field.get_internal_type()]
    assert f"{entry.at:%H:%M:%S.%f}" == "00:00:00.000000"
    assert entry.at.date() == report.received_on
    assert (entry.by, entry.action, entry.table, entry.key) == ("public", "report", "report", str(report.pk))


def test_the_audit_log_holds_no_word(client: CheckingClient) -> None:
    send(client, what="other", words="xyzzyword")
    assert "xyzzyword" not in str(list(AuditEntry.objects.values()))
    assert Report.objects.get().words == "xyzzyword"


def test_a_report_says_which_bundle_was_shown(client: CheckingClient, published: Any) -> None:
    send(client)
    assert Report.objects.get().bundle == (published / "CURRENT").read_text().strip()


def test_the_address_and_the_title_say_nothing_of_what_was_written(client: CheckingClient) -> None:
    posted = client.post(FORM, {"what": "treatment", "words": "xyzzyword", "stamp": stamp(client)})
    assert "xyzzyword" not in posted["Location"]
    assert "treatment" not in posted["Location"]
    assert "<title>Service</title>" in client.get(posted["Location"]).content.decode()


REFUSED = [
    ({"what": ""}, 400, "choose what is wrong"),
    ({"what": "colour"}, 400, "choose what is wrong"),
    ({"what": "other"}, 400, "say in a few words"),
    ({"what": "other", "words": "\u202e\x00\x1b\u200f"}, 400, "say in a few words"),
    ({"words": "a" * 1001}, 413, "1,000 characters fit here"),
    ({"words": "a" * 100_000}, 413, "1,000 characters fit here"),
    ({"words": "a" * 400_000}, 413, "1,000 characters fit here"),
    ({"web": "buy.example"}, 400, "that people cannot see"),
    ({"stamp": ""}, 400, "open for long"),
    ({"stamp": "A" * 300}, 400, "open for long"),
    ({"stamp": "../../etc/passwd"}, 400, "open for long"),
]


@pytest.mark.parametrize(("fields", "status", "why"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_kept_is_refused_in_words(
    client: CheckingClient, fields: dict[str, str], status: int, why: str
) -> None:
    answer = send(client, **fields)
    assert answer.status_code == status
    assert why in says(answer)
    assert "Received" not in says(answer)
    assert not Report.objects.exists()


@pytest.mark.parametrize("fields", [{"what": ""}, {"words": "xyzzyword " * 150}, {"stamp": "x"}, {"web": "x"}])
def test_nothing_that_was_typed_is_lost_when_it_is_refused(client: CheckingClient, fields: dict[str, str]) -> None:
    given = {"what": "treatment", "words": 'They laughed at "us" & <b>left</b>.'} | fields
    page = send(client, **given).content.decode()
    assert ('value="treatment" required checked' in page) is (given["what"] == "treatment")
    kept = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    assert kept
    assert kept.group(1) == given["words"].strip().replace("&", "&amp;").replace("<", "&lt;").replace(
        ">", "&gt;"
    ).replace('"', "&#34;")
    again = re.search(r'name="stamp" type="hidden" value="([^"]+)"', page)
    assert again
    if len(given["words"]) <= 1000:
        assert "Received" in says(send(client, what="treatment", words=given["words"], stamp=again.group(1)))


def test_strange_words_are_only_words(client: CheckingClient) -> None:
    for words in ("' OR 1=1; DROP TABLE report; --", "{{ 7*7 }}", "<script>alert(1)</script>", "\u202enacran\x1b[31m"):
        assert "Received" in says(send(client, words=words))
    kept = "".join(Report.objects.values_list("words", flat=True))
    assert "\u202e" not in kept
    assert "\x1b" not in kept


def test_a_body_that_is_no_form_is_refused_in_words(client: CheckingClient) -> None:
    posted = client.post(FORM, b"\xff\x00 no form", content_type="multipart/form-data; boundary=x")
    assert posted.status_code == 303
    assert client.get(posted["Location"]).status_code == 400


@pytest.mark.parametrize("path", ["/service/none/wrong", "/service/none/wrong/x", "/service/..%2f/wrong"])
def test_a_service_that_is_none_is_a_plain_404(client: CheckingClient, path: str) -> None:
    assert client.get(path).status_code == 404
    posted = client.post("/service/none/wrong", {"what": "number"})
    assert client.get(posted["Location"]).status_code == 404


def test_an_old_or_forged_answer_says_that_it_has_expired(client: CheckingClient) -> None:
    others = tokens.sealer.seal(tokens.Asked(words="narcan"))
    for token in ("x", "A" * 400, others):
        answer = client.get(f"{FORM}/{token}")
        assert answer.status_code == 410
        assert "Received" not in says(answer)


def test_nobody_can_have_it_said_that_something_was_received_that_was_not(client: CheckingClient) -> None:
    for token in ("thanks", "received", stamp(client)):
        assert "Received" not in says(client.get(f"{FORM}/{token}"))


def test_nothing_is_received_while_something_could_still_undo_it(client: CheckingClient) -> None:
    seen: list[bool] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(actions.transaction, "atomic", lambda durable=False: seen.append(durable) or 1 / 0)
        client.raise_request_exception = False
        client.post(FORM, {"what": "moved", "stamp": stamp(client)})
    assert seen == [True]


@pytest.mark.parametrize("problem", [DatabaseError("x"), OperationalError("database is locked")])
def test_a_database_that_does_not_answer_is_a_503_that_keeps_the_words(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(actions.d.Report.objects, "filter", fails)
    answer = send(client, words="xyzzyword")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "xyzzyword" in says(answer)
    assert "211" in says(answer)


def test_while_another_report_is_being_written_for_too_long_it_is_not_said_to_be_received(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PATIENCE", 0.01)
    with receiving._turn:
        assert send(client).status_code == 503
    assert send(client).status_code == 200


def test_in_every_language_the_form_leads_to_an_answer_in_it(client: CheckingClient) -> None:
    page = client.get("/es" + FORM).content.decode()
    found = re.search(r'name="stamp" type="hidden" value="([^"]+)"', page)
    assert found
    posted = client.post("/es" + FORM, {"what": "hours", "stamp": found.group(1)})
    assert posted["Location"].startswith("/es/service/naloxone/wrong/")
    assert 'lang="es"' in client.get(posted["Location"]).content.decode()


@pytest.mark.parametrize("letter", ["x", "\u1290", "\U0001e92b"])
def test_a_report_that_is_far_too_long_is_refused_in_words_in_every_script(client: CheckingClient, letter: str) -> None:
    answer = send(client, what="hours", words=letter * 4000)
    assert answer.status_code == 413
    assert "That is too long: 1,000 characters fit here." in says(answer)
    assert letter * 2000 in answer.content.decode()


def test_a_kind_that_the_form_does_not_have_does_not_come_back(client: CheckingClient) -> None:
    answer = send(client, what="x" * 20_000, words="They moved.")
    assert answer.status_code == 400
    assert "Please choose what is wrong." in says(answer)
    assert "xxxx" not in answer.content.decode()
