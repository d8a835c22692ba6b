"""What the page says where something was not kept: a status, a sentence, and the field that it is about."""

from __future__ import annotations

import msgspec

from dooryard.core.saying import Said, mark
from dooryard.directory.languages import said
from dooryard.liaison.seeker.checking import LONGEST, SHORT


class Refusal(msgspec.Struct, frozen=True):
    """Why something was not kept, for the person who sent it; `after` is how many seconds to wait, 0 for none."""

    status: int
    text: str
    field: str = ""
    after: int = 0


_SAID: dict[str, tuple[int, str, str, int]] = {
    "empty": (400, mark("Nothing was sent yet. Please write something first."), "message", 0),
    "long": (413, Said("Not sent: that is too long. {most} letters fit here.", most=LONGEST), "message", 0),
    "field": (413, Said("Not sent: one of the short answers is too long. {most} letters fit.", most=SHORT), "phone", 0),
    "unasked": (400, mark(
        "Not sent: you wrote a number. May we call or text it? Please tick one, or take the number out."
    ), "phone", 0),
    "differ": (400, mark("Not sent: the two numbers are not the same. Please look at both."), "again", 0),
    "number": (400, mark(
        "Not sent: please write the whole phone number with its area code, ten digits. From abroad begin with +."
    ), "phone", 0),
    "email": (400, mark("Not sent: please write the whole e-mail address."), "email", 0),
    "place": (400, mark("Not sent: please say where and when you could meet."), "place", 0),
    "word": (400, mark(
        "Not sent: please choose both secret words. Without them nobody may call, text, e-mail or meet."
    ), "word", 0),
    "same": (400, mark("Not sent: the two secret words must not be the same."), "our_word", 0),
    "stale": (400, mark(
        "Not sent: this page was open for long. What you wrote is still here. There are new seven words: the "
        "ones you had before do not work."
    ), "", 0),
    "stale-thread": (400, mark("This page was open for long. Please type your seven words once more."), "words", 0),
    "again": (409, mark(
        "You sent this page before with other words. Those were received. To send these as well, press the "
        "button again."
    ), "", 0),
    "full": (409, mark("Not sent: this conversation is full. You can begin a new one."), "message", 0),
    "over": (410, mark(
        "NOT received: this conversation was deleted, or its time is over. Nothing more is kept in it. You can begin a "
        "new one."
    ), "", 0),
    "deleted": (409, mark(
        "Not sent: you deleted this conversation. To begin a new one, write down the new seven words and send"
        " it again."
    ), "", 0),
    "unread": (400, mark("That could not be read. Please start again."), "", 0),
    "elsewhere": (403, mark("That was sent by another site, so it was not kept. You can send it from here."), "", 0),
    "unkept": (503, mark(
        "NOT received: we could not write it down just now. It is not your fault. Everything you typed is "
        "still here. Please send it again in a minute, or call one of the numbers on this page."
    ), "", 30),
    "standing": (503, mark("NOT deleted: we could not do it just now. Please try again in a minute."), "", 30),
    "nobody": (503, mark(
        "NOT received: nobody reads messages for this county any more. What you wrote is still here, so that "
        "you can copy it. Please call one of the numbers on this page."
    ), "", 0),
    "crowded": (503, mark(
        "NOT received: too many people wait for an answer here just now. What you wrote is still here, so that "
        "you can copy it. Please call one of the numbers on this page, or try again tomorrow."
    ), "", 0),
    "closed": (503, mark("We cannot open this just now. It is still there. Please try again in a minute."), "", 30),
    "wrong": (400, mark(
        "These words open nothing. Maybe their order is another one, or the conversation was deleted, or its time "
        "is over. For your safety we do not show what you typed."
    ), "words", 0),
    "unlike": (400, mark("For your safety we do not show what you typed."), "words", 0),
    "busy": (429, mark("Too many people are trying words just now. Please try again in a minute."), "words", 60),
}  # fmt: skip


def refusal(problem: str) -> Refusal | None:
    """What is said of a problem, None where there is none."""
    if not problem:
        return None
    status, text, field, after = _SAID.get(problem) or _SAID["unread"]
    return Refusal(status, _in_their_language(text), field, after)


def _in_their_language(text: str) -> str:
    return said(text if isinstance(text, Said) else Said(text))
