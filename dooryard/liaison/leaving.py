"""What somebody leaves behind who is taken out of a team: what they had taken is everybody's, and their hours end."""

from __future__ import annotations

from dooryard.liaison.copies import Copying
from dooryard.liaison.models import Holder, Recovery, Shift, Team, Thread


def given_back(copying: Copying, county: str, holder: Holder) -> None:
    """Conversations that nobody would answer, and hours at which nobody would be there."""
    for thread in Thread.objects.select_for_update(of=("self",)).filter(assigned=holder, team__county=county):
        thread.assigned = None
        thread.save()
        copying.thread(thread)
    for shift in Shift.objects.filter(county=county, account=holder.account):
        copying.drop(shift)
        shift.delete()


def taken_from(copying: Copying, old: Team, leaver: Holder) -> None:
    """A generation that somebody knew the key of: it is closing, and they bring it back for nobody."""
    old.state = "closing"
    old.save()
    copying.row(old)
    for recovery in Recovery.objects.filter(team__county=old.county):
        if leaver in (recovery.first, recovery.second):
            copying.drop(recovery)
            recovery.delete()
