"""What a standby did not confirm is a clear page and a clear line, never a fault of ours without a word."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from dooryard.desk.postgresql import Unconfirmed
from dooryard.web import cli, errors
from dooryard.web.commands import check


def test_a_page_says_to_try_again_and_not_that_nothing_was_kept() -> None:
    middleware: Any = errors.named_errors(lambda request: HttpResponse())
    answer = middleware.process_exception(RequestFactory().get("/desk/"), Unconfirmed())
    assert answer.status_code == 503
    assert b"try again in a minute" in answer.content
    assert middleware.process_exception(RequestFactory().get("/desk/"), ZeroDivisionError()) is None


def test_a_command_says_it_in_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def unconfirmed(_arguments: object) -> int:
        raise Unconfirmed

    monkeypatch.setattr(check, "run", unconfirmed)
    assert cli.main(["check"]) == 2
    assert capsys.readouterr().err == (
        "dooryard: The standby did not confirm what was written. Is it running? Do it again once it is.\n"
    )
