"""What the liaisons' pages say: a word in the address stands for each sentence."""

from __future__ import annotations

from dooryard.core.saying import mark

DONE = {
    "opened": mark("Your keys are open."),
    "closed-keys": mark("Your keys are closed."),
    "another": mark("That passkey opens your keys too from now on."),
    "anew": mark("Your old key is gone, and you are in no team. Make a new key here."),
    "answered": mark("Your answer is kept. The person reads it when they come back."),
    "closed": mark("Closed. It stays readable until its last day. A new word from the person opens it again."),
    "over": mark("Handed over. Your team cannot open it any more."),
    "missed": mark("Noted: the word was wrong. After the second time, do not use that way again."),
    "shifts": mark("Your hours are kept."),
    "told": mark("Kept. You are told there when there is something to read."),
    "untold": mark("You get no more notices. The address is gone."),
    "named": mark("Named. They can begin the team of this county, or be added to it."),
    "unnamed": mark("Taken back. Whoever is in the team already is taken out by the team."),
    "assigned": mark("Kept. The list shows whose it is."),
    "free": mark("Kept. It is everybody's again."),
    "cover": mark("Kept. People of that county can write now, and your team reads it."),
    "uncovered": mark("Your team does not answer for that county any more."),
    "enrolled": mark(
        "The team has begun. People of this county can write to it now, and are told that we do not know when somebody "
        "reads. Put down your hours next: Hours and cover."
    ),
    "added": mark("Added. They can read and answer when they open their keys."),
    "left": mark("They are out of the team. A new key has begun for those who stay."),
    "left-me": mark("You are out of the team. A new key has begun for those who stay."),
    "left-empty": mark("Nobody is in that team any more. Nobody can write to that county from now on."),
    "recovery": mark("These two together can bring the key back."),
    "recovered": mark("The key is back. It opens when they open their own key."),
}
"""Said above a page after something was done."""

WRONG = {
    "empty": mark("Nothing was sent yet. Please write something first."),
    "long": mark("Not sent: that is too long. Please send it in parts of up to 4,000 letters."),
    "again": mark("This page was sent before with other words. Those were kept, these were not. Send these once more."),
    "deleted": mark("The person deleted this conversation. Nothing was kept."),
    "unkept": mark("NOT kept: we could not write it down just now. Please try again in a minute."),
    "nobody": mark("Nobody reads there. Nothing was changed."),
    "agreed": mark("Nothing was changed: the person has not said that another county may read it. Ask them first."),
    "part": mark("Nothing was changed: a part of it is sealed by a key that you do not have, and would be lost."),
    "shut": mark("Your keys were closed meanwhile. Nothing was changed. Open them, then try again."),
    "unsent": mark(
        "Your answer was NOT kept: your keys were closed. Once they are open it is in the form again: send it then."
    ),
    "lost": mark("Your answer was NOT kept: your keys were closed meanwhile, and it was too long to come back."),
    "seen": mark("This was noted before. Nothing was counted twice."),
    "keys": mark("That did not open your keys. Please try again."),
    "slow": mark("That was tried too often. Please wait a minute, then try again."),
    "busy": mark("Many people are signing in just now. Please try again in a minute."),
    "length": mark("A passphrase has 14 to 200 characters. Several words are easy to remember."),
    "weak": mark(
        "That is easy to guess. Use several words that have nothing to do with each other, or with your name."
    ),
    "differ": mark("You typed two different passphrases. Please type the same one twice."),
    "prf": mark("This passkey cannot open keys. Please use a passphrase for them."),
    "address": mark("Nothing was changed. Please write the whole e-mail address."),
    "unread": mark("That could not be read. Please start again."),
    "team": mark("That cannot be done as things stand. Nothing was changed."),
    "already": mark("Nothing was changed: they are in this team already."),
    "not-named": mark("Nothing was changed: an administrator names a liaison for that county first."),
    "twice": mark("Nothing was changed: name two different people."),
    "no-passphrase": mark(
        "Nothing was changed: one of the two must open their keys with a passphrase. They can add one on the page Keys."
    ),
    "sure": mark("Nothing was changed. Tick the box first if you are sure."),
    "two": mark("That did not open the key. It takes both of the two people who were named."),
    "hours": mark("Nothing was changed. A day needs both times, as 09:00 and 17:00, or none."),
    "theirs": mark("Not kept yet: a colleague has taken this conversation. Tick the box if you answer in their place."),
    "covered": mark("Somebody answers for that county already. Nothing was changed."),
}
"""Said above a page where something was not done."""

STANDS = {
    "first": mark("not answered yet"),
    "more": mark("new words after our answer"),
    "answered": mark("answered"),
    "closed": mark("closed"),
}
"""Where a conversation stands, in the list."""

URGENCY = {
    "danger": mark("danger"),
    "soon": mark("soon"),
    "none": mark("in turn"),
}
CHANNEL = {
    "call": mark("Call"),
    "text": mark("Text message"),
    "email": mark("E-mail"),
    "meet": mark("Meet"),
}
WEEKDAY = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)
