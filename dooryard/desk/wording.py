"""What the pages of the desk say of what went wrong: a word in the address stands for each sentence."""

from __future__ import annotations

from dooryard.core.saying import mark

WRONG = {
    "wrong": mark(
        "That did not fit. Check the name, the passphrase and the code. A code works once: wait for the next."
    ),
    "passkey": mark("That passkey did not fit. Please try again."),
    "slow": mark("That was tried too often. Please wait a minute, then try again."),
    "busy": mark("Many people are signing in just now. Please try again in a minute."),
    "stale": mark("This page was open for too long. Please start again."),
    "length": mark("A passphrase has 14 to 200 characters. Several words are easy to remember."),
    "weak": mark(
        "That is easy to guess. Use several words that have nothing to do with each other, or with your name."
    ),
    "differ": mark("You typed two different passphrases. Please type the same one twice."),
    "code": mark("That code did not fit. Type the six digits that the app shows now."),
    "unread": mark("That could not be read. Please start again."),
}
"""Said above a form that is shown again."""

REFUSED = {
    "role": mark("Your role does not open this."),
    "forged": mark("That was sent from another page, or from before you signed in. Nothing was changed."),
    "elsewhere": mark("That was sent by another site. Nothing was changed."),
}
"""Said on a page of its own."""
