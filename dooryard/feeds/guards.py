"""What one import may not undo by itself: bans that would vanish, before anything is written."""

from __future__ import annotations

import dataclasses

from dooryard.directory import models as d
from dooryard.feeds.entry import Ban
from dooryard.feeds.readers.place import PlaceFeed
from dooryard.feeds.report import Refused

FLAG = "If that is meant, say --yes-remove."


def with_known_bans(feed: PlaceFeed, *, yes_remove: bool) -> PlaceFeed:
    """The feed with the bans that the directory has already: a number once banned stays so until somebody says else.

    A feed without never_publish.yaml keeps them all. One that leaves some out is refused, unless `yes_remove`.
    """
    given = {ban.digest for ban in feed.bans}
    known = d.NeverPublish.objects.filter(source__key=feed.settings.key).order_by("id")
    gone = [Ban(digest=row.digest, reason=row.reason) for row in known if row.digest not in given]
    if not feed.tells_bans:
        return dataclasses.replace(feed, bans=(*feed.bans, *gone))
    if gone and not yes_remove:
        raise Refused(
            f"This would allow {len(gone)} of the numbers that must never be shown: the list leaves them out. {FLAG}"
        )
    return feed
