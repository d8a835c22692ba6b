"""The person's side of a conversation: begin it, come back to it, add to it, change it, delete it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from django.db.models import F

from dooryard.liaison import envelopes, shifts
from dooryard.liaison.copies import Copying
from dooryard.liaison.keeping import day, truncated, written
from dooryard.liaison.letters import Conversation, Deleted, Full, Letter, NoTeam, Otherwise, Receipt, Wishes
from dooryard.liaison.models import URGENCIES, Counted, Message, Once, Team, Thread, Wished
from dooryard.liaison.sealing import Code, mark, public_of

MOST = 200
"""Words of a person in one conversation: its copy is written whole at each, while everybody else waits."""
CHANGES = 200
"""Forms of changed wishes that a conversation remembers: they stand in its copy, which would else grow for ever."""
DAYS = 90
"""How long a conversation is kept after its last word, unless somebody chose shorter."""


def begin(
    code: Code,
    county: str,
    text: str,
    wishes: Wishes,
    once: bytes,
    *,
    urgency: str = "none",
    days: int = DAYS,
    check: Callable[[Team], None] | None = None,
    today: datetime.date | None = None,
) -> Receipt:
    """Keep the first word of a new conversation; it is durable when this returns.

    `county` is the county's name, "" where nothing was said. `once` are random bytes that the form carries: the same
    call again gives the same receipt and keeps nothing twice; with other words it raises Otherwise. Raises NotKept,
    NoTeam, Deleted, sealing.TooLong, and what `check` raises, which is asked of the team before anything is begun
    with it (ceilings.py). `urgency` is none, soon or danger.
    """
    lookup, now = digest(code.lookup), today or day()
    sent = county.encode(), text.encode(errors="replace"), _bytes(wishes), b"%d" % days, urgency.encode()
    told = mark(code.key, b"begin", *sent)

    def work(copying: Copying) -> Receipt:
        if before := replayed(copying, once, told):
            return before
        thread = _thread(lookup, now) or _new(lookup, code.public, county, days, now, check)
        place = add_word(thread, "person", text, urgency=urgency, now=now)
        _wish(thread, wishes)
        return _done(copying, thread, "begin", once, told, place, now)

    return written(work)


def among(codes: Iterable[Code], *, today: datetime.date | None = None) -> Code | None:
    """The first of these codes that a conversation has, found with one question; None where none has."""
    found = {digest(code.lookup): code for code in codes}
    threads = Thread.objects.filter(lookup__in=list(found), expires__gte=today or day())
    there = {bytes(lookup) for lookup in threads.values_list("lookup", flat=True)}
    return next((code for lookup, code in found.items() if lookup in there), None)


def read(key: bytes, lookup: bytes, *, today: datetime.date | None = None) -> Conversation | None:
    """The conversation of a code (`code.key`, `code.lookup`), None where there is none: wrong, expired or deleted."""
    thread = _thread(digest(lookup), today or day())
    if thread is None:
        return None
    rows = list(Message.objects.filter(thread=thread))
    letters = [envelopes.letter(thread, row, row.for_person, key) for row in rows]
    wishes = envelopes.wishes(thread, Wished.objects.get(thread=thread).for_person, key)
    readable = shifts.readable({row.team_id for row in rows})
    unread = sum(row.sender == "person" and row.team_id not in readable for row in rows)
    return msgspec.structs.replace(conversation(thread, tuple(letters), wishes), unread=unread)


def reply(
    key: bytes,
    lookup: bytes,
    text: str,
    once: bytes,
    *,
    urgency: str = "none",
    check: Callable[[], None] | None = None,
    today: datetime.date | None = None,
) -> Receipt | None:
    """Keep a further word of the person; None where there is no such conversation. Raises as `begin` does."""
    now, told = today or day(), mark(key, b"reply", text.encode(errors="replace"), urgency.encode())

    def work(copying: Copying) -> Receipt | None:
        if before := replayed(copying, once, told):
            return before
        if (thread := _own(key, lookup, now)) is None:
            return None
        if check:
            check()
        place = add_word(thread, "person", text, urgency=urgency, now=now)
        return _done(copying, thread, "reply", once, told, place, now)

    return written(work)


def change(
    key: bytes,
    lookup: bytes,
    wishes: Wishes,
    once: bytes,
    *,
    days: int | None = None,
    today: datetime.date | None = None,
) -> Receipt | None:
    """Put other wishes in place of those kept, and another time to keep it all. Raises as `begin` does.

    A shorter time counts from the last word, but it never ends before today does.
    """
    now, told = today or day(), mark(key, b"change", _bytes(wishes), b"%d" % (days or 0))

    def work(copying: Copying) -> Receipt | None:
        if before := replayed(copying, once, told):
            return before
        if (thread := _own(key, lookup, now)) is None:
            return None
        thread.days = days or thread.days
        thread.expires = max(now, thread.last + datetime.timedelta(thread.days))
        thread.save()
        _wish(thread, wishes)
        _forget_changes(thread)
        return _done(copying, thread, "change", once, told, 0, now)

    return written(work)


def delete_now(lookup: bytes, *, today: datetime.date | None = None) -> bool:
    """Delete a conversation with all that is its; whether there was one. Raises NotKept where it still stands."""
    now = today or day()

    def work(copying: Copying) -> bool:
        if (thread := Thread.objects.select_for_update().filter(lookup=digest(lookup)).first()) is None:
            copying.doubted()
            return False
        copying.drop(thread)
        thread.delete()
        _count("delete", now)
        return True

    there = written(work)
    if there:
        truncated()
    return there


def digest(secret: bytes) -> bytes:
    """What is stored of what a code, or a form, is found by."""
    return hashlib.sha256(secret).digest()


def replayed(copying: Copying, once: bytes, told: bytes) -> Receipt | None:
    """The receipt of a form that was taken before; raises Otherwise and Deleted.

    Its copy is written once more: a commit that failed may have been one all the same, and then its copy was undone.
    """
    found = Once.objects.select_related("thread__team").filter(digest=digest(once)).first()
    if found is None:
        return None
    if found.thread_id is None:
        raise Deleted
    if bytes(found.mark) != told:
        raise Otherwise
    copying.thread(found.thread)
    return Receipt(place=found.place, day=found.day, expires=found.expires)


def add_word(thread: Thread, sender: str, text: str, *, urgency: str = "none", now: datetime.date) -> int:
    """Seal a word into a conversation, for the team that reads today, and keep the whole longer; its place in it.

    Raises Full where a person wrote enough.
    """
    thread.team, thread.state = _reads_now(thread), "open"
    thread.last = max(now, thread.last)
    thread.expires = thread.last + datetime.timedelta(thread.days)
    thread.urgency = min(thread.urgency, urgency, key=URGENCIES.index)
    place = 1
    if not thread._state.adding:
        if sender == "person" and Message.objects.filter(thread=thread, sender=sender).count() >= MOST:
            raise Full
        last = Message.objects.filter(thread=thread).order_by("-place").values_list("place", flat=True)[:1]
        place += next(iter(last), 0)
    sealed = envelopes.word(thread, thread.team, place, sender, text)
    thread.save()
    Message.objects.create(thread=thread, place=place, sender=sender, team=thread.team, day=now, **sealed)
    return place


def add_once(thread: Thread, once: bytes, told: bytes, place: int, now: datetime.date) -> Receipt:
    """Remember that a form was taken, and give its receipt."""
    receipt = Receipt(place=place, day=now, expires=thread.expires)
    Once.objects.create(
        digest=digest(once), thread=thread, mark=told, place=place, day=receipt.day, expires=receipt.expires
    )
    return receipt


def conversation(thread: Thread, letters: tuple[Letter, ...], wishes: Wishes) -> Conversation:
    """A conversation, with what was opened of it."""
    return Conversation(
        county=thread.county,
        day=thread.day,
        expires=thread.expires,
        days=thread.days,
        urgency=thread.urgency,
        state=thread.state,
        letters=letters,
        wishes=wishes,
        reader=thread.team.county,
    )


def _new(
    lookup: bytes, public: bytes, county: str, days: int, now: datetime.date, check: Callable[[Team], None] | None
) -> Thread:
    """A conversation that is not in the tables yet: its first word puts it there."""
    team = shifts.reading(county)
    if team is None:
        raise NoTeam
    if check:
        check(team)
    return Thread(
        lookup=lookup,
        team=team,
        county=county if county == team.county or shifts.known(county) else "",
        public=public,
        day=now,
        last=now,
        days=days,
        expires=now + datetime.timedelta(days),
    )


def _reads_now(thread: Thread) -> Team:
    """The team's newest generation: whoever has left since must not read what is written now."""
    if thread.team.state == "open" and shifts.readable({thread.team_id}):
        return thread.team
    team = shifts.reading(thread.team.county) or shifts.reading(thread.county)
    if team is None:
        raise NoTeam
    return team


def _thread(lookup: bytes, now: datetime.date) -> Thread | None:
    """The conversation of a digest while it lives; inside of a write nobody else adds to it meanwhile."""
    found = Thread.objects.select_related("team").filter(lookup=lookup, expires__gte=now)
    return found.first()


def _own(key: bytes, lookup: bytes, now: datetime.date) -> Thread | None:
    """The conversation for a write: locked, and only with the key of the person whose it is."""
    thread = Thread.objects.select_for_update().filter(lookup=digest(lookup), expires__gte=now).first()
    return thread if thread and bytes(thread.public) == public_of(key) else None


def _wish(thread: Thread, wishes: Wishes) -> None:
    team = _reads_now(thread)
    columns: dict[str, Any] = {"team": team, **envelopes.wish(thread, team, wishes)}
    if not Wished.objects.filter(thread=thread).update(**columns):
        Wished.objects.create(thread=thread, **columns)


def _forget_changes(thread: Thread) -> None:
    """Make room for one form more: a change is never refused, since it may take something back."""
    changes = Once.objects.filter(thread=thread, place=0)
    if changes.count() >= CHANGES:
        kept = changes.order_by("-day").values_list("pk", flat=True)[: CHANGES - 1]
        changes.exclude(pk__in=list(kept)).delete()


def _done(
    copying: Copying, thread: Thread, what: str, once: bytes, told: bytes, place: int, now: datetime.date
) -> Receipt:
    receipt = add_once(thread, once, told, place, now)
    _count(what, now)
    copying.thread(thread)
    return receipt


def _count(what: str, now: datetime.date) -> None:
    if not Counted.objects.filter(day=now, what=what).update(times=F("times") + 1):
        Counted.objects.create(day=now, what=what, times=1)


def _bytes(wishes: Wishes) -> bytes:
    return msgspec.msgpack.encode(wishes, order="deterministic")
