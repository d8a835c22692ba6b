"""The room's tables. No column can hold a word of a person, an address, a browser's name, or a time finer than a day.

What is sealed only its owners open. Ids are drawn at random: nobody who has the file learns in which order, within a
day, people wrote.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

URGENCIES = ("danger", "soon", "none")
"""How soon an answer is wanted, the first before all others."""


def drawn() -> int:
    """A random id."""
    return secrets.randbelow(2**62) + 1


def one_of(name: str, field: str, values: tuple[str, ...]) -> CheckConstraint:
    """A column that says one of a few words, and nothing else even where somebody writes to the table by hand."""
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class Drawn(models.BigIntegerField):
    """A key that is drawn, and the only number that a row has.

    To a table whose key is no "integer" SQLite gives a hidden one besides, which counts rows up as they come.
    """

    def db_type(self, connection: Any) -> str | None:
        """The column's type; what points to it has the same."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Row(models.Model):
    """A row with an id drawn at random."""

    id = Drawn(primary_key=True, default=drawn, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class Team(Row):
    """The key pair of a county's liaisons; who leaves makes a new generation begin, and the old one is "closing"."""

    county = models.TextField()
    public = models.BinaryField(max_length=32)
    generation = models.PositiveIntegerField()
    state = models.TextField(default="open")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["county", "generation"], name="team_generation"),
            UniqueConstraint(fields=["county"], condition=Q(state="open"), name="team_one_open"),
            one_of("team_state", "state", ("open", "closing")),
        ]


class Holder(Row):
    """Somebody who can hold keys: the public half of a key pair of their own. `account` is the desk's name of them."""

    account = models.TextField(unique=True)
    public = models.BinaryField(max_length=32)


class Wrapping(Row):
    """A holder's private key, wrapped by a passphrase or a passkey; each way to sign in has one."""

    holder = models.ForeignKey(Holder, on_delete=models.CASCADE)
    how = models.TextField()
    credential = models.BinaryField(max_length=32, default=b"")
    salt = models.BinaryField(max_length=32)
    wrapped = models.BinaryField(max_length=128)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["holder", "how", "credential"], name="wrapping_once"),
            one_of("wrapping_how", "how", ("passphrase", "passkey")),
        ]


class Held(Row):
    """A team's private key, sealed to one holder."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE)
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE)
    sealed = models.BinaryField(max_length=2_048)

    class Meta:
        constraints = [UniqueConstraint(fields=["team", "holder"], name="held_once")]


class Recovery(Row):
    """A team's private key, sealed to one person and then to another: only both together open it."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE)
    first = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField(max_length=4_096)

    class Meta:
        constraints = [CheckConstraint(condition=~Q(first=models.F("second")), name="recovery_takes_two")]


class Thread(Row):
    """A conversation: found by the digest of what its code finds it by, gone after `expires`.

    `county` is the place's name of one that has a team or is covered by one, else "". `public` is the person's key.
    `assigned` is the colleague who has taken it, None where it is everybody's.
    """

    lookup = models.BinaryField(max_length=32, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    county = models.TextField(blank=True, default="")
    public = models.BinaryField(max_length=32)
    day = models.DateField()
    last = models.DateField()
    days = models.PositiveSmallIntegerField()
    expires = models.DateField()
    urgency = models.TextField(default="none")
    state = models.TextField(default="open")
    assigned = models.ForeignKey(Holder, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["expires"], name="thread_expires")]
        constraints = [
            one_of("thread_urgency", "urgency", URGENCIES),
            one_of("thread_state", "state", ("open", "closed")),
            CheckConstraint(condition=Q(days__gte=1, days__lte=90), name="thread_days"),
        ]


class Message(Row):
    """One word of a conversation, sealed for each side; it goes with its thread. `team` is whose key opens it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE)
    place = models.PositiveIntegerField()
    sender = models.TextField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    for_team = models.BinaryField()
    for_person = models.BinaryField()
    day = models.DateField()

    class Meta:
        ordering = ["place"]
        constraints = [
            UniqueConstraint(fields=["thread", "place"], name="message_place"),
            one_of("message_sender", "sender", ("person", "liaison")),
        ]


class Wished(Row):
    """How, if at all, somebody wants to be answered, sealed for each side; it goes with its thread."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    for_team = models.BinaryField()
    for_person = models.BinaryField()


class Once(Row):
    """A form that was taken: sent again, it gives the same receipt. `mark` tells the same words from other ones.

    It outlives a deleted thread by two days, so that an old form cannot bring it back.
    """

    digest = models.BinaryField(max_length=32, unique=True)
    thread = models.ForeignKey(Thread, on_delete=models.SET_NULL, null=True)
    mark = models.BinaryField(max_length=32)
    place = models.PositiveIntegerField()
    day = models.DateField()
    expires = models.DateField()


class Shift(Row):
    """When somebody of a county's team reads, by the clock on the wall: on a weekday (Monday 0) or on one day.

    `starts` and `ends` are minutes after midnight; what ends no later than it starts ends on the next day. A day's own
    hours stand in place of that person's weekly ones; without hours they are away on it.
    """

    county = models.TextField()
    account = models.TextField()
    weekday = models.PositiveSmallIntegerField(null=True)
    day = models.DateField(null=True)
    starts = models.PositiveSmallIntegerField(null=True)
    ends = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["county", "account", "day"], name="shift_once"),
            UniqueConstraint(fields=["county", "account", "weekday"], name="shift_weekly"),
            CheckConstraint(condition=Q(weekday=None) ^ Q(day=None), name="shift_weekday_or_day"),
            CheckConstraint(condition=Q(weekday__lt=7, starts__lt=1_440, ends__lt=1_440), name="shift_of_a_week"),
            CheckConstraint(
                condition=Q(starts__isnull=False, ends__isnull=False) | Q(weekday=None, starts=None, ends=None),
                name="shift_both_times",
            ),
        ]


class Named(Row):
    """Whom an administrator has named for a county: who may begin its team, or be added to it."""

    county = models.TextField()
    account = models.TextField()

    class Meta:
        constraints = [UniqueConstraint(fields=["county", "account"], name="named_once")]


class Cover(Row):
    """The county whose team reads and answers for another one; the cover of "" is for who named no county."""

    county = models.TextField(unique=True, blank=True)
    by = models.TextField()


class Answered(Row):
    """How many days an answer took, in a county: a count, with no way back to the conversation."""

    county = models.TextField(blank=True, default="")
    days = models.PositiveSmallIntegerField()
    month = models.DateField()


class Counted(Row):
    """How often a day people without an account did something; the audit log gets the sums when the day is over.

    A row of the log for each would stand between rows that have an hour, and so tell when somebody wrote.
    """

    day = models.DateField()
    what = models.TextField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["day", "what"], name="counted_once"),
            one_of("counted_what", "what", ("begin", "reply", "change", "delete")),
        ]


def binary(value: Any) -> bytes:
    """What a BinaryField gives: PostgreSQL's driver hands out memory instead of bytes."""
    return bytes(value)
