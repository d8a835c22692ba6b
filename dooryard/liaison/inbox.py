"""The desk's side of a conversation: the list, the conversation opened, the answer, whose it is, closing, handing over.

Each write adds a row to the audit log first: who did what for which county. It names no conversation and no hour.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

import msgspec
from django.db.models import OuterRef, Subquery

from dooryard.liaison import envelopes, shifts
from dooryard.liaison.copies import Copying
from dooryard.liaison.keeping import day, noted, written
from dooryard.liaison.letters import BY_NUMBER, CHANNELS, Conversation, NoTeam, Receipt, Theirs, Waiting, Wishes
from dooryard.liaison.models import URGENCIES, Answered, Holder, Message, Thread, Wished
from dooryard.liaison.sealing import NotOpened, mark
from dooryard.liaison.writing import add_once, add_word, conversation, replayed

Keys = Mapping[int, bytes]
"""The private keys that a liaison has open, by the id of the team."""


def waiting(teams: Collection[int], *, today: datetime.date | None = None) -> list[Waiting]:
    """The conversations of these teams: the unanswered first, danger before soon before none, the oldest first."""
    last = Message.objects.filter(thread=OuterRef("pk")).order_by("-place").values("sender")[:1]
    threads = Thread.objects.filter(team__in=teams, expires__gte=today or day()).select_related("assigned")
    found = [
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
        )
        for thread in threads.annotate(sender=Subquery(last))
    ]
    return sorted(found, key=lambda one: (not one.unanswered, URGENCIES.index(one.urgency), one.last, one.thread))


def opened(thread: int, keys: Keys, *, today: datetime.date | None = None) -> Conversation | None:
    """A conversation for a liaison who has the team's keys open. Raises NotOpened where a key is missing."""
    found = _found(thread, today or day())
    if found is None:
        return None
    _for(found, keys)
    rows = Message.objects.filter(thread=found)
    letters = tuple(envelopes.letter(found, row, row.for_team, _key(row, keys)) for row in rows)
    wished = Wished.objects.get(thread=found)
    told = conversation(found, letters, envelopes.wishes(found, wished.for_team, _key(wished, keys)))
    return msgspec.structs.replace(told, assigned=_assigned(found))


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

    Raises NoTeam where nobody reads there, NotOpened where a key is missing.
    """
    now = today or day()
    if (found := _found(thread, now)) is None:
        return False
    _for(found, keys)
    if shifts.reading(county) is None:
        raise NoTeam
    _noted(found, "hand over", by, {"to": county})

    def work(copying: Copying) -> bool:
        locked, team = _found(thread, now, lock=True), shifts.reading(county)
        if locked is None or team is None:
            return False
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
