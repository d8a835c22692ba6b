"""What one import may not do by itself: undo bans, bring a banned number in a text, or change much at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec

from dooryard.core import numbers
from dooryard.directory import models as d
from dooryard.feeds import rows
from dooryard.feeds.entry import Ban, Entry
from dooryard.feeds.merge import MOST_REMOVED, Plan
from dooryard.feeds.readers.place import BANS, TABLES, WORDS, PlaceFeed
from dooryard.feeds.report import Problem, Refused

OPEN = ("open", "unconfirmed")
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


def refuse_banned_texts(feed: PlaceFeed) -> None:
    """Refuse a place whose own texts hold a number never to be shown: they belong to no record that could be held."""
    never = frozenset(ban.digest for ban in feed.bans)
    parts = {
        "place.yaml": feed.settings,
        ", ".join(TABLES): feed.places,
        WORDS: feed.words,
        BANS: [ban.reason for ban in feed.bans],
    }
    why = "a text holds a number that must never be shown, and is not repeated here"
    found = [name for name, part in parts.items() if any(numbers.never_shown(text, never) for text in _texts(part))]
    if found:
        raise Refused("", tuple(Problem(file=name, reason=why) for name in found))


def refuse_mass_change(feed: PlaceFeed, entries: Mapping[str, Entry], plan: Plan) -> None:
    """Refuse to remove more than a tenth of the records, to close more than a tenth, or to change a tenth's numbers."""
    if plan.removes_many:
        raise Refused(
            f"This would remove {len(plan.remove)} records, more than a tenth of what there is of "
            f"{feed.settings.name}. {FLAG}"
        )
    ids = {ref: rows.Ids(feed.settings.key, ref) for ref in (*plan.change, *plan.same, *plan.remove, *plan.kept)}
    services = {key.of("service"): ref for ref, key in ids.items()}
    points = d.ServiceStatus.objects.filter(source__key=feed.settings.key).order_by("position", "id")
    states = dict(points.values_list("service_id", "state"))
    were_open = {ref for service, ref in services.items() if states.get(service) in OPEN}
    closed = [ref for ref in plan.change if ref in were_open and entries[ref].status[-1].state not in OPEN]
    if len(closed) > len(were_open) * MOST_REMOVED:
        raise Refused(f"This would close {len(closed)} of {len(were_open)} open services, more than a tenth. {FLAG}")
    before = dict(d.Phone.objects.filter(service__in=list(services)).values_list("pk", "service_id"))
    now = {rows.phone_id(ids[ref], phone) for ref in plan.change for phone in entries[ref].phones}
    gone = [key for key, service in before.items() if services[service] in plan.change and key not in now]
    if len(gone) > len(before) * MOST_REMOVED:
        raise Refused(f"This would change {len(gone)} of {len(before)} numbers, more than a tenth. {FLAG}")


def hide_addresses(feed: PlaceFeed, kept: Collection[str]) -> None:
    """Take away what is known of where a record is, where its row says it is confidential but could not be used.

    The rest of the record stays as it was. A later row that can be used writes it anew.
    """
    refs = {row.ref for row in feed.rows if row.secret} & set(kept)
    records = d.SourceRecord.objects.filter(source__key=feed.settings.key, ref__in=refs)
    services = list(records.values_list("service_id", flat=True))
    locations = d.Location.objects.filter(service_at_locations__service__in=services)
    for location in locations:
        d.LocationPrivacy.objects.update_or_create(location=location, defaults={"confidential": True})
    d.Address.objects.filter(location__in=locations).update(address_1="", address_2="", postal_code="")
    d.Attribute.objects.filter(link_id__in=services, link_type="near").delete()
    d.Provenance.objects.filter(resource_id__in=services, field="address").delete()
    d.Location.objects.filter(pk__in=list(locations.values_list("pk", flat=True))).update(latitude=None, longitude=None)
    records.update(digest="")


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, keys too."""
    value = msgspec.to_builtins(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from (key, *_texts(part))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
