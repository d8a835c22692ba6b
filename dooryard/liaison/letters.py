"""What travels between a person and the liaisons, opened: letters, wishes, conversations. None of it is stored."""

from __future__ import annotations

import datetime

import msgspec

CHANNELS = ("call", "text", "email", "meet")
"""The ways of being answered besides coming back with the code."""
BY_NUMBER = ("call", "text")
"""Those of them that reach the same number."""
FAILURES = 2
"""How often the word may be wrong before a channel closes."""


class NotKept(Exception):
    """What was sent is not on disk, and nothing half of it is: it may be sent again with the same `once`."""


class Otherwise(Exception):
    """This `once` stands for something else that was kept before: a form sent twice, with other words in it."""


class Deleted(Exception):
    """This `once` belongs to a conversation that was deleted since: it is not begun again behind anybody's back."""


class Crowded(Exception):
    """More people wait for an answer of this team than it could ever give: nothing is begun with it for now."""


class Full(Exception):
    """The person wrote as many words as a conversation holds; another one can be begun."""


class Theirs(Exception):
    """A colleague has taken this conversation, and nobody said that they answer in their place."""


class NotAgreed(Exception):
    """The person has not said that the liaisons of another county may read it."""


class NoTeam(Exception):
    """Nobody is enrolled who could read it, for this county or in its place."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody wants to be answered, if at all: coming back with the code is always possible.

    `channels` are those of CHANNELS that were allowed. `otherwise` is what to say when somebody else answers, `word`
    what the liaison must hear from the person, and `our_word` what the person must hear from the liaison.
    `pass_on`: the liaisons may hand all of it to another county's. `failures` counts by channel how often the word was
    wrong.
    """

    channels: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    place: str = ""
    hours: str = ""
    voicemail: bool = False
    otherwise: str = ""
    word: str = ""
    our_word: str = ""
    pass_on: bool = False
    failures: dict[str, int] = {}

    def open(self) -> tuple[str, ...]:
        """The channels that may still be used."""
        return tuple(one for one in self.channels if self.failures.get(one, 0) < FAILURES)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What was kept: which word of the conversation it is (0 for what is no word), its day, and its last day."""

    place: int
    day: datetime.date
    expires: datetime.date


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One word of a conversation, opened; `sender` is "person" or "liaison".

    `missing`: the key that opens it is not at hand, and `text` is empty.
    """

    place: int
    sender: str
    text: str
    day: datetime.date
    missing: bool = False


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A whole conversation, opened, oldest word first; `state` is "open" or "closed", `county` may be "".

    `days` is how long it is kept after the last word, `reader` the county whose team can read it now, `assigned` the
    account of who has taken it, for the desk alone. `unread` is how many of the person's words no liaison can open any
    more, for the person. `whole`: this liaison's keys open all of it.
    """

    county: str
    day: datetime.date
    expires: datetime.date
    days: int
    urgency: str
    state: str
    letters: tuple[Letter, ...]
    wishes: Wishes
    reader: str = ""
    assigned: str = ""
    unread: int = 0
    whole: bool = True


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as a list shows it: nothing of what is in it. `unanswered`: the last word is the person's.

    `assigned` is the account of who has taken it, "" where it is everybody's. `answered`: a liaison wrote before.
    """

    thread: int
    county: str
    urgency: str
    day: datetime.date
    last: datetime.date
    expires: datetime.date
    state: str
    unanswered: bool
    assigned: str = ""
    answered: bool = False
