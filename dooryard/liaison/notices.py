"""Notices: once a day at most, an e-mail to a liaison who asked for it, which says that there is something to read.

It says nothing else, and its hour tells nothing: what came today is told of tomorrow at the earliest, whenever it is
sent. So whoever reads the agency's mail learns that somebody wrote on an earlier day, and not even for which county.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from email.utils import make_msgid
from smtplib import SMTPException

import msgspec
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from dooryard.desk.actions import notices as actions
from dooryard.desk.models import Notice
from dooryard.desk.policies import can_answer
from dooryard.liaison.inbox import waiting
from dooryard.liaison.models import Held

TEXT = "There is something to read."
BY = "dooryard"


class Done(msgspec.Struct, frozen=True):
    """How many notices were sent, and how many could not be."""

    sent: int
    failed: int


def send(today: datetime.date) -> Done:
    """Send the notices of a day; one that could not be sent is tried again at the next run."""
    sent = failed = 0
    for notice in list(due(today)):
        # Noted first, so that two runs at once send one, and nobody waits for the database while a server is slow.
        if not actions.told(notice, today, by=BY):
            continue
        try:
            _message(notice.address).send()
            sent += 1
        except (SMTPException, OSError, ValueError) as problem:
            # Neither the address nor what the mail server said of it, which repeats it.
            logging.getLogger("dooryard.liaison").error("a notice was not sent: %s", type(problem).__name__)
            actions.not_told(notice, by=BY)
            failed += 1
    return Done(sent, failed)


def due(today: datetime.date) -> Iterator[Notice]:
    """Those who asked, are liaisons still, were not told today, and have something new from before today."""
    for notice in Notice.objects.select_related("account").exclude(day=today):
        if notice.address and can_answer(notice.account) and _something_new(notice, today):
            yield notice


def _something_new(notice: Notice, today: datetime.date) -> bool:
    by = notice.account.by
    teams = tuple(Held.objects.filter(holder__account=by).values_list("team", flat=True))
    # Told on a day that is still to come: the clock was wrong then, and silence until that day would be too.
    since = notice.day if notice.day and notice.day < today else datetime.date.min
    return any(
        one.unanswered and one.assigned in ("", by) and since <= one.last < today for one in waiting(teams, today=today)
    )


def _message(address: str) -> EmailMessage:
    """The same for everybody; its number is drawn, and does not name this machine."""
    sender = settings.DEFAULT_FROM_EMAIL
    number = make_msgid(domain=sender.rpartition("@")[2])
    headers = {"Message-ID": number, "Auto-Submitted": "auto-generated"}
    return EmailMessage(TEXT, TEXT, sender, [address], headers=headers, connection=get_connection())
