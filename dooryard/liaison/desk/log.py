"""What the liaisons' room writes into the audit log, in words for who reads it."""

from __future__ import annotations

from dooryard.core.saying import mark

WHAT = {
    "liaison: new holder": mark("made keys to messages"),
    "liaison: add wrapping": mark("added a way to open keys"),
    "liaison: forget key": mark("gave up keys that were lost"),
    "liaison: lost key": mark("made keys anew, the old ones were lost"),
    "liaison: forget passkey": mark("took a passkey away from keys"),
    "liaison: open keys": mark("opened keys"),
    "liaison: close keys": mark("closed keys"),
    "liaison: name": mark("named somebody for a county"),
    "liaison: unname": mark("took a name for a county back"),
    "liaison: enrol": mark("began a team"),
    "liaison: add holder": mark("added somebody to a team"),
    "liaison: leave": mark("took somebody out of a team"),
    "liaison: set recovery": mark("named two who can bring a key back"),
    "liaison: recover": mark("brought a key back"),
    "liaison: shifts": mark("changed weekly hours"),
    "liaison: shift of a day": mark("changed the hours of a day"),
    "liaison: cover": mark("began to answer for another county"),
    "liaison: uncover": mark("ended answering for another county"),
    "liaison: answer": mark("answered a conversation"),
    "liaison: assign": mark("gave a conversation to somebody"),
    "liaison: close": mark("closed a conversation"),
    "liaison: hand over": mark("handed a conversation over"),
    "liaison: word was wrong": mark("noted a wrong word"),
    "liaison: a day": mark("people who wrote, on a day that is over"),
    "liaison: purge": mark("deleted what has expired"),
    "liaison: purge held": mark("deleted nothing yet: the clock may be wrong"),
    "liaison: restore": mark("put a second copy back"),
}
"""What is done, after the name of who did it."""
