"""A report on its way to the desk: who sends it is not known, so the form is checked; what is said of it is true."""

from __future__ import annotations

import logging
import threading

import msgspec
from django.db import Error

from dooryard.core import reports
from dooryard.directory import actions, limits
from dooryard.directory.actions import About, TooMany
from dooryard.directory.languages import gettext as _

BY = "public"
PATIENCE = 1.0
"""Seconds that a report waits for the one before it. Who waits holds a thread that could take a question.

So while somebody else writes to the database, one report a process waits for as long as SQLite does: five seconds.
"""
CARRIED = 11_500
"""Bytes that come back with a refused form, twice what it takes or more: an address has no room for others."""

spent = limits.Spent()
bucket = limits.Bucket()
_turn = threading.Lock()


class Sent(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What became of a report: `problem` says why it was not kept, and what was typed is on its way back to the form.

    Without a problem it is on disk, and nothing of it stands here.
    """

    what: str = ""
    words: str = ""
    problem: str = ""


class Refusal(msgspec.Struct, frozen=True):
    """Why a report was not kept, for the person who sent it; `after` is how many seconds to wait, 0 for none."""

    status: int
    text: str
    after: int = 0


def receive(about: About, key: str, *, what: str, words: str, stamp: str, trap: str) -> Sent:
    """Keep a report that came from the form of the page `key`; without a problem it is committed when this returns."""
    problem = reports.refused(what, words) or ("trap" if trap else "")
    found, why = limits.read(stamp, key)
    problem = problem or why
    if found and not problem:
        problem = _written(about, what, words, found)
    return _returned(what, words, problem) if problem else Sent()


def _returned(what: str, words: str, problem: str) -> Sent:
    """What goes back to the form: a kind that the form has, and as much of the words as an address holds."""
    return Sent(
        what=what if what in reports.KINDS else "",
        words=words.encode()[:CARRIED].decode(errors="ignore"),
        problem=problem,
    )


def _written(about: About, what: str, words: str, found: limits.Stamp) -> str:
    """Why a report could not be written, "" where it is on disk."""
    # One at a time: a form that is sent twice at once must not be told of the first what is not yet true.
    if not _turn.acquire(timeout=PATIENCE):
        return "unkept"
    try:
        mark = hash((what, words))
        if (before := spent.mark(found)) is not None:
            return "" if before == mark else "again"
        # Without words it is only counted: who empties the bucket silences nobody who says that a number is dead.
        if words and not bucket.take():
            return "busy"
        actions.report(msgspec.structs.replace(about, bundle=found.bundle), what=what, words=words, by=BY)
        spent.add(found, mark)
    except TooMany as full:
        return str(full)
    except Error:
        logging.getLogger("dooryard.reports").exception("a report could not be kept")
        return "unkept"
    finally:
        _turn.release()
    return ""


def refusal(problem: str) -> Refusal:
    """What the page says of a problem."""
    said = _of_the_form() | _of_too_many() | _of_ours()
    return said.get(problem) or said["unread"]


def _of_the_form() -> dict[str, Refusal]:
    most = f"{reports.LONGEST:,}"
    return {
        "kind": Refusal(400, _("Please choose what is wrong.")),
        "empty": Refusal(400, _("Please say in a few words what is wrong.")),
        "long": Refusal(413, _("That is too long: {most} characters fit here. Please shorten it.").format(most=most)),
        "trap": Refusal(400, _("Something filled in a part of the form that people cannot see. Please send it again.")),
        "stale": Refusal(400, _("This form was open for long. What you wrote is still here: please send it again.")),
        "again": Refusal(409, _("This form was sent before with other words. To send these too, send it again.")),
        "unread": Refusal(400, _("That could not be read. Please start again.")),
        "elsewhere": Refusal(403, _("That was sent by another site, so it was not kept. You can send it from here.")),
    }  # fmt: skip


def _of_too_many() -> dict[str, Refusal]:
    return {
        "fast": Refusal(429, _("Please press Send once more."), 2),
        "busy": Refusal(429, _("Many reports are coming in just now. Please send it again in a minute."), 60),
        "service": Refusal(429, _(
            "Many reports about this service wait for a steward, so no more words can be kept of it now. "
            "Please take your words out and send it again: what you chose is always counted."
        ), 86_400),
        "day": Refusal(429, _(
            "More reports came in today than anybody can read, so no more words can be kept today. "
            "Please take your words out and send it again: what you chose is always counted."
        ), 3_600),
    }  # fmt: skip


def _of_ours() -> dict[str, Refusal]:
    return {
        "unkept": Refusal(503, _(
            "Not received: we could not write it down just now. It is not your fault. Please send it again in a minute."
        ), 30),
    }  # fmt: skip
