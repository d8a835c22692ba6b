"""What is done to the directory: stewards confirm what it says, and anybody may report what is wrong with it."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from dooryard.core import numbers
from dooryard.core.edge import BadInput
from dooryard.core.saying import Said
from dooryard.desk import actions as desk
from dooryard.directory import models as d
from dooryard.directory.models.sources import CONFIRMED_HOW

FIELDS = ("", "phone", "address", "hours", "status", "category")
"""What can be confirmed of a service; "" is the whole of it."""

PUBLISHER = "Dooryard"
LONGEST_BY = 80
REPORTING = 0x5265_706F
"""The advisory lock of PostgreSQL that writing a report holds, so that its limits are exact."""
OF_A_SERVICE = 20
"""Open reports in words about one service: beyond them a steward has more to read already than will change anything."""
OF_A_DAY = 300
"""New reports in words that are taken on one day, in all."""
COUNTED = 999
"""How often the same report is counted; what comes after it is neither counted nor written."""
WORDS_KEPT = timedelta(days=180)
"""How long the words of a report stand that no steward has handled."""


class CannotConfirm(ValueError):
    """A confirmation that cannot be true, or tells too little; the message is for the person who made it."""


def confirm(
    service: d.Service, *, by: str, how: str, when: date | None = None, field: str = "", phone: d.Phone | None = None
) -> d.Confirmation:
    """Record that somebody checked a service, a field of it, or one of its numbers; raises CannotConfirm.

    `by` is the role or account that did it ("steward:17"), never a caller's name; `how` is "called", "visited", "own
    page" or "peer"; `when` the day, today unless told. A confirmed number is of the first tier from the next compile
    on (core/tiers.py), and `dooryard check --go-live` no longer lists it. There is no command for it yet.
    """
    today = timezone.localdate()
    day = when or today
    field = "phone" if phone and not field else field
    _check(by, how, day, today)
    _check_field(service, field, phone)
    with transaction.atomic():
        confirmation = d.Confirmation.objects.create(
            service=service, phone=phone, field=field, when=day, how=how, by=by.strip()
        )
        d.Provenance.objects.create(
            service=service,
            resource_type="phone" if phone else "service",
            resource_id=phone.pk if phone else service.pk,
            field=field,
            value=phone.number if phone else "",
            publisher=PUBLISHER,
            seen=day.isoformat(),
            how=how,
        )
        key = phone.pk if phone else service.pk
        details = {"field": field, "how": how, "when": day.isoformat(), "confirmation": confirmation.pk}
        desk.record(by=by.strip(), action="confirm", table="phone" if phone else "service", key=key, details=details)
    return confirmation


def _check(by: str, how: str, day: date, today: date) -> None:
    if not by.strip() or len(by) > LONGEST_BY:
        raise CannotConfirm(f"Say who confirmed it: a role or an account, of up to {LONGEST_BY} characters.")
    if how not in CONFIRMED_HOW:
        raise CannotConfirm(f"“{how[:40]}” is not a way to confirm. There are: {', '.join(CONFIRMED_HOW)}.")
    if day > today:
        raise CannotConfirm(f"{day.isoformat()} has not come yet.")


def _check_field(service: d.Service, field: str, phone: d.Phone | None) -> None:
    if field not in FIELDS:
        raise CannotConfirm(f"“{field[:40]}” cannot be confirmed. What can: {', '.join(filter(None, FIELDS))}.")
    if (phone is not None) != (field == "phone"):
        raise CannotConfirm("Say which number was confirmed, and with a number no other field.")
    if phone is None:
        return
    if phone.service_id != service.pk:
        raise CannotConfirm("That number is not one of this service.")
    never = frozenset(d.NeverPublish.objects.values_list("digest", flat=True))
    if numbers.never_shown(phone.number, never):
        raise CannotConfirm("That number must never be shown, and confirming it would not change that.")


class TooMany(Exception):
    """A report that is not taken because there are enough: "service" or "day" says of what."""


class NoSuchReport(BadInput):
    """There is no open report of that number; the message is for the steward."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is about: a service, at one of its further sites or as a whole, as a bundle showed it."""

    service_id: str
    service_at_location_id: str = ""
    ref: str = ""
    bundle: str = ""


def report(about: About, *, what: str, words: str, by: str) -> d.Report:
    """Keep what somebody says is wrong; when this returns it is committed. Raises TooMany.

    `what` and `words` have passed core/reports.py. The very same report is kept once and counted. One without words
    is always taken, for there is no more than one of each kind and service: who fills the desk with words keeps nobody
    from saying that a number does not work. From the third time on it is only counted: its own row says how often, and
    the audit log does not grow with a flood.
    """
    today = timezone.localdate()
    # Durable: nothing may be wrapped around it that could still undo what we say was received.
    with transaction.atomic(durable=True):
        _one_at_a_time()
        _forget(_old(today))
        about_this = {"service_id": about.service_id, "service_at_location_id": about.service_at_location_id}
        found = d.Report.objects.filter(**about_this, state="open", what=what, words=words).first()
        if found and found.times >= COUNTED:
            return found
        only_counted = bool(found and found.times > 1)
        if found:
            d.Report.objects.filter(pk=found.pk).update(times=F("times") + 1, last_on=today)
        else:
            _check_room(about, words, today)
            told = {"ref": about.ref, "bundle": about.bundle, "received_on": today, "last_on": today}
            found = d.Report.objects.create(**about_this, **told, what=what, words=words)
        if not only_counted:
            desk.record(by=by, action="report", table="report", key=found.pk, to_the_day=True)
    return found


def _one_at_a_time() -> None:
    """On SQLite a transaction that writes is alone by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REPORTING])


def _check_room(about: About, words: str, today: date) -> None:
    told = d.Report.objects.exclude(words="")
    if words and told.filter(service_id=about.service_id, state="open").count() >= OF_A_SERVICE:
        raise TooMany("service")
    if words and told.filter(received_on=today).count() >= OF_A_DAY:
        raise TooMany("day")


def handle_report(number: int, *, by: str) -> None:
    """Close a report: its words go at once, what it was about stays. Raises NoSuchReport."""
    with transaction.atomic(durable=True):
        opened = d.Report.objects.filter(pk=number, state="open")
        if not opened.exists():
            raise NoSuchReport(Said("There is no open report {number}.", number=str(number)))
        _forget(opened)
        opened.update(state="handled", handled_on=timezone.localdate())
        desk.record(by=by, action="handle", table="report", key=number)


def forget_old_words(*, by: str) -> int:
    """Take the words out of reports that nobody has handled for WORDS_KEPT; how many there were."""
    with transaction.atomic(durable=True):
        forgotten = _forget(_old(timezone.localdate()))
        if forgotten:
            desk.record(by=by, action="forget", table="report", details={"reports": forgotten})
    return forgotten


def _old(today: date) -> QuerySet[d.Report]:
    return d.Report.objects.filter(received_on__lt=today - WORDS_KEPT)


def _forget(reports: QuerySet[d.Report]) -> int:
    """Take the words out of reports, and on SQLite out of its files: what was there is written over."""
    told = reports.exclude(words="")
    if not told.exists():
        return 0
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA secure_delete = ON")
        transaction.on_commit(_empty_the_journal, robust=True)
    return int(told.update(words=""))


def _empty_the_journal() -> None:
    """The write-ahead log still holds what was there before."""
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
