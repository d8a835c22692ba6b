"""The desk's side of a conversation: the list, the conversation opened, the answer, whose it is, closing, handing over.

Each write adds a row to the audit log first: who did what for which county. It names no conversation and no hour.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, When

from dooryard.liaison import envelopes, shifts
from dooryard.liaison.copies import Copying
from dooryard.liaison.keeping import day, noted, written
from dooryard.liaison.letters import (
    BY_NUMBER,
    CHANNELS,
    Conversation,
    Letter,
    NotAgreed,
    NoTeam,
    Receipt,
    Theirs,
    Waiting,
    Wishes,
)
from dooryard.liaison.models import URGENCIES, Answered, Holder, Message, Thread, Wished
from dooryard.liaison.sealing import NotOpened, mark
from dooryard.liaison.writing import add_once, add_word, conversation, replayed

Keys = Mapping[int, bytes]
"""The private keys that a liaison has open, by the id of the team."""
ALL = slice(None)


def waiting(
    teams: Collection[int],
    *,
    me: str = "",
    others: Collection[str] = (),
    part: slice = ALL,
    today: datetime.date | None = None,
) -> list[Waiting]:
    """The conversations of these teams: the unanswered first, danger before soon before none, the oldest first.

    What `me` has taken comes before all, what these `others` have taken after it. `part` is which of them.
    """
    return [
        Waiting(
            thread=thread.pk,
            county=thread.county,
            urgency=thread.urgency,
            day=thread.day,
            last=thread.last,
            expires=thread.expires,
            state=thread.state,
            unanswered=thread.state == "open" and thread.sender == "person",
            assigned=_assigned(thread),
            answered=thread.answered,
        )
        for thread in _ordered(_listed(teams, today or day()), me, others)[part]
    ]


def how_many(teams: Collection[int], *, today: datetime.date | None = None) -> int:
    """How many conversations these teams have."""
    return int(_listed(teams, today or day()).count())


def _listed(teams: Collection[int], today: datetime.date) -> QuerySet[Thread]:
    return Thread.objects.filter(team__in=teams, expires__gte=today)


def _ordered(threads: QuerySet[Thread], me: str, others: Collection[str]) -> QuerySet[Any]:
    words = Message.objects.filter(thread=OuterRef("pk"))
    urgencies = [When(urgency=urgency, then=number) for number, urgency in enumerate(URGENCIES)]
    whose = [When(assigned__account=me, then=0), When(assigned__account__in=list(others), then=2)]
    return (
        threads.select_related("assigned")
        .annotate(sender=Subquery(words.order_by("-place").values("sender")[:1]))
        .annotate(answered=Exists(words.filter(sender="liaison")))
        .annotate(rank=Case(When(state="open", sender="person", then=0), default=1))
        .annotate(whose=Case(*whose, default=1), urgent=Case(*urgencies, default=len(URGENCIES)))
        .order_by("rank", "whose", "urgent", "last", "pk")
    )


def opened(thread: int, keys: Keys, *, today: datetime.date | None = None) -> Conversation | None:
    """A conversation for a liaison who has the team's key open; raises NotOpened for others.

    What is sealed by a key of before that this liaison has not is shown as missing, and the rest is shown.
    """
    found = _found(thread, today or day())
    if found is None:
        return None
    _for(found, keys)
    letters = tuple(_letter(found, row, keys) for row in Message.objects.filter(thread=found))
    wished = Wished.objects.get(thread=found)
    known = wished.team_id in keys
    wishes = envelopes.wishes(found, wished.for_team, _key(wished, keys)) if known else Wishes()
    whole = known and not any(letter.missing for letter in letters)
    return msgspec.structs.replace(conversation(found, letters, wishes), assigned=_assigned(found), whole=whole)


def answer(
    thread: int,
    keys: Keys,
    text: str,
    once: bytes,
    *,
    by: str,
    instead: bool = False,
    today: datetime.date | None = None,
) -> Receipt | None:
    """Keep a liaison's answer, sealed to the person and to the team; None where there is no such conversation.

    Raises NotOpened without the team's key, Theirs where a colleague has taken it and this is not meant to be
    `instead` of them, and as `begin` does.
    """
    now = today or day()
    if (found := _found(thread, now)) is None:
        return None
    told = mark(_for(found, keys), b"answer", b"%d" % thread, text.encode(errors="replace"))
    _noted(found, "answer", by)

    def work(copying: Copying) -> Receipt | None:
        if before := replayed(copying, once, told):
            return before
        if (locked := _found(thread, now, lock=True)) is None:
            return None
        if _assigned(locked) not in ("", by) and not instead:
            raise Theirs
        _count_days(locked, now)
        place = add_word(locked, "liaison", text, now=now)
        receipt = add_once(locked, once, told, place, now)
        copying.thread(locked)
        return receipt

    return written(work)


def assign(thread: int, keys: Keys, to: str, *, by: str, today: datetime.date | None = None) -> bool:
    """Say which colleague has taken a conversation, "" for everybody's again.

    Raises NoTeam where they do not hold the key that opens it, NotOpened where this liaison does not.
    """
    now = today or day()
    if (found := _found(thread, now)) is None:
        return False
    _for(found, keys)
    _noted(found, "assign", by, {"to": to})

    def work(copying: Copying) -> bool:
        if (locked := _found(thread, now, lock=True)) is None:
            return False
        holder = Holder.objects.filter(account=to, held__team=locked.team_id).first()
        if to and holder is None:
            raise NoTeam
        locked.assigned = holder
        locked.save()
        copying.thread(locked)
        return True

    return written(work)


def close(thread: int, keys: Keys, *, by: str, today: datetime.date | None = None) -> bool:
    """Mark a conversation as closed: it stays readable until it expires, and a further word opens it again."""
    now = today or day()
    if (found := _found(thread, now)) is None:
        return False
    _for(found, keys)
    _noted(found, "close", by)

    def work(copying: Copying) -> bool:
        if (locked := _found(thread, now, lock=True)) is None:
            return False
        locked.state, locked.urgency = "closed", "none"
        locked.save()
        copying.thread(locked)
        return True

    return written(work)


def hand_over(thread: int, keys: Keys, county: str, *, by: str, today: datetime.date | None = None) -> bool:
    """Seal a conversation again for another county's team, and leave nothing for the one that had it.

    Raises NoTeam where nobody reads there or it is the team's own county, NotAgreed where the person has not said that
    it may be, NotOpened where a key is missing.
    """
    now = today or day()
    if (found := _found(thread, now)) is None:
        return False
    _for(found, keys)
    to = shifts.reading(county)
    if to is None or to.county == found.team.county:
        raise NoTeam
    _agreed(found, keys)
    _noted(found, "hand over", by, {"to": county})

    def work(copying: Copying) -> bool:
        locked, team = _found(thread, now, lock=True), shifts.reading(county)
        if locked is None or team is None:
            return False
        _agreed(locked, keys)
        for row in (*Message.objects.filter(thread=locked), Wished.objects.get(thread=locked)):
            envelopes.moved(row, _key(row, keys), team)
            row.save()
        locked.team, locked.assigned = team, None
        locked.save()
        copying.thread(locked)
        return True

    return written(work)


def missed(thread: int, keys: Keys, channel: str, *, by: str, today: datetime.date | None = None) -> Wishes | None:
    """Note in the sealed wishes that the word was wrong on a channel; the second time closes it.

    Calls and texts reach whoever has the same number: what is wrong on one of them is so on both.
    """
    now = today or day()
    if channel not in CHANNELS or (found := _found(thread, now)) is None:
        return None
    _for(found, keys)
    _noted(found, "word was wrong", by)

    def work(copying: Copying) -> Wishes | None:
        if (locked := _found(thread, now, lock=True)) is None:
            return None
        row = Wished.objects.get(thread=locked)
        said = envelopes.wishes(locked, row.for_team, _key(row, keys))
        wrong = BY_NUMBER if channel in BY_NUMBER else (channel,)
        failures = said.failures | {one: said.failures.get(one, 0) + 1 for one in wrong}
        noted = msgspec.structs.replace(said, failures=failures)
        sealed = envelopes.wish(locked, row.team, noted)
        row.for_team, row.for_person = sealed["for_team"], sealed["for_person"]
        row.save()
        copying.thread(locked)
        return noted

    return written(work)


def _found(thread: int, now: datetime.date, *, lock: bool = False) -> Thread | None:
    rows = Thread.objects.select_for_update() if lock else Thread.objects.select_related("team")
    return rows.filter(pk=thread, expires__gte=now).first()


def _assigned(thread: Thread) -> str:
    return thread.assigned.account if thread.assigned else ""


def _for(thread: Thread, keys: Keys) -> bytes:
    """The key of the team that has a conversation now: without it nobody opens it, answers it or closes it."""
    return _key(thread, keys)


def _key(row: Thread | Message | Wished, keys: Keys) -> bytes:
    if (key := keys.get(row.team_id)) is None:
        raise NotOpened
    return key


def _agreed(thread: Thread, keys: Keys) -> None:
    wished = Wished.objects.get(thread=thread)
    if not envelopes.wishes(thread, wished.for_team, _key(wished, keys)).pass_on:
        raise NotAgreed


def _letter(thread: Thread, row: Message, keys: Keys) -> Letter:
    if row.team_id not in keys:
        return Letter(place=row.place, sender=row.sender, text="", day=row.day, missing=True)
    return envelopes.letter(thread, row, row.for_team, _key(row, keys))


def _noted(thread: Thread, what: str, by: str, details: dict[str, str] | None = None) -> None:
    """The audit log's row, committed before the write: nothing is done without a row, if one tells of what failed."""
    named = {"table": "liaison.team", "key": thread.team.county, "details": details}
    noted(by=by, action=f"liaison: {what}", **named, to_the_day=True)


def _count_days(thread: Thread, now: datetime.date) -> None:
    """Count how long a conversation waited for its first answer: once, so that eleven counted are eleven people."""
    if Message.objects.filter(thread=thread, sender="liaison").exists():
        return
    days = max(0, (now - thread.day).days)
    Answered.objects.create(county=thread.county, days=days, month=now.replace(day=1))
