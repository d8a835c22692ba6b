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
    "ended": mark(
        "You are not signed in any more. What you sent just now was NOT kept. Please sign in, then send it again."
    ),
    "stale": mark("This page was open for too long. Please start again."),
    "length": mark("A passphrase has 14 to 200 characters. Several words are easy to remember."),
    "weak": mark(
        "That is easy to guess. Use several words that have nothing to do with each other, or with your name."
    ),
    "differ": mark("You typed two different passphrases. Please type the same one twice."),
    "code": mark("That code did not fit. Type the six digits that the app shows now."),
    "unread": mark("That could not be read. Please start again."),
    "proof": mark("That did not fit. Check the passphrase and the code. A code works once: wait for the next."),
    "last": mark("Nothing was changed: this is the only way you can sign in. Add another way first."),
    "taken": mark("Nothing was changed: there is such a way to sign in already."),
    "sure": mark("Nothing was changed. Tick the box first if you are sure."),
    "name": mark("Give a name of up to 60 characters."),
    "mixed": mark("Write the name in one alphabet: letters of two may look like another name."),
    "named": mark("There is an account of that name. Choose another name, or open it in the list."),
    "no-role": mark("Choose at least one role."),
    "own-role": mark("Nothing was changed: nobody can give themself a role. Another administrator can."),
    "administrator": mark(
        "Nothing was changed: nobody else keeps the accounts. Make somebody else an administrator first."
    ),
    "again": mark("That was sent before. The link was shown once: if it is lost, make a new one here."),
    "left": mark("This account is closed. Nothing was changed."),
    "unfinished": mark(
        "The account is changed. But the keys of their team could not be changed just now. Please press Try again."
    ),
    "still-held": mark(
        "The roles are kept. But the keys of their team could not be changed just now. "
        "A colleague takes them out there."
    ),
    "unwrapped": mark("The passkey is removed. But your keys to messages still know it. Ask a colleague for help."),
}
"""Said above a form that is shown again."""

REFUSED = {
    "role": mark("Your role does not open this."),
    "forged": mark("That was sent from another page, or from before you signed in. Nothing was changed."),
    "elsewhere": mark("That was sent by another site. Nothing was changed."),
}
"""Said on a page of its own."""

DONE = {
    "proven": mark("Thank you. You can change things here for 10 minutes."),
    "added": mark("The passkey is added. You are signed out everywhere else."),
    "label": mark("The name is kept."),
    "removed": mark("It is removed. You are signed out everywhere else."),
    "passphrase": mark("Your new passphrase is kept. You are signed out everywhere else."),
    "app": mark("Your new app is kept. You are signed out everywhere else."),
    "ended": mark("Signed out there."),
    "roles": mark("The roles are kept."),
    "out": mark("They are signed out everywhere. They can sign in again."),
    "closed": mark("The account is closed. Nobody can sign in with it any more."),
}
"""Said above a page after something was done."""

STATES = {
    "invited": mark("invited"),
    "active": mark("has joined"),
    "left": mark("closed"),
}
"""What an account is."""

NAMES = {
    "steward": mark("steward"),
    "specialist": mark("specialist"),
    "liaison": mark("liaison"),
    "campaigner": mark("campaigner"),
    "analyst": mark("analyst"),
    "administrator": mark("administrator"),
}
"""The roles in a word."""
