"""Loads a source into the directory: everything or nothing, with a run that anyone can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from dooryard.core import numbers
from dooryard.core.places import Places
from dooryard.desk import actions as desk
from dooryard.directory import models as d
from dooryard.directory import vocabularies
from dooryard.feeds import guards, merge, rows, said
from dooryard.feeds.check import Known, check_all
from dooryard.feeds.entry import Entry
from dooryard.feeds.held import held_back
from dooryard.feeds.models import COUNTS, HeldRow, ImportRun
from dooryard.feeds.readers import place
from dooryard.feeds.report import Problem, Refused, Report
from dooryard.feeds.sources import Fetched, fetch, keep

FORMAT = "place"

IMPORTING = int.from_bytes(b"dooryard", "big")
"""The number under which PostgreSQL knows that somebody imports."""

OF_A_SERVICE = (d.ServiceAtLocation, d.Phone, d.Schedule, d.ServiceArea, d.Language, d.CostOption)
UNIQUE = {d.PhonePublication: "phone", d.LocationPrivacy: "location"}


@dataclass(frozen=True)
class _Import:
    """One import under way: what was read, what is to be done with it, and what is held back."""

    feed: place.PlaceFeed
    entries: Mapping[str, Entry]
    digests: Mapping[str, str]
    plan: merge.Plan
    problems: tuple[Problem, ...]
    held: frozenset[str]


def load(source: str, *, by: str, place_key: str = "", dry_run: bool = False, yes_remove: bool = False) -> Report:
    """Import a place's folder, zip or URL; raises Refused and changes nothing where that would do harm.

    Refused are what cannot be read, another place than `place_key` where that is given, a feed without one good record,
    a second place, and unless `yes_remove` what feeds/guards.py is asked about. Loading the same again changes nothing
    but adds a run.
    """
    fetched = fetch(source)
    feed = place.read(fetched.files)
    if place_key not in ("", feed.settings.key):
        raise Refused(f"This is of the place “{feed.settings.key}”, not “{place_key[:40]}”; nothing was changed.")
    if feed.words:
        _check_words(feed)
    today = timezone.now().date()
    entries, problems = check_all(feed.rows, Known(feed.settings, feed.places, feed.sources, today))
    with transaction.atomic():
        _one_at_a_time()
        _only_place(feed)
        feed = guards.with_known_bans(feed, yes_remove=yes_remove)
        guards.refuse_banned_texts(feed)
        if not entries:
            told = tuple(_quiet(problem, feed) for problem in problems)
            raise Refused("The feed holds no record that can be used, so nothing was changed.", told)
        made = _planned(feed, entries, problems, today)
        if not yes_remove:
            guards.refuse_mass_change(feed, entries, made.plan)
        report = _report(made, fetched, dry_run)
        if not dry_run:
            keep(fetched, Path(django_settings.DATA) / "feeds")
            _apply(made)
            _record(made, report, by=by)
    return report


def _check_words(feed: place.PlaceFeed) -> None:
    """Refuse words that would leave the directory without a vocabulary when it is compiled."""
    try:
        vocabularies.load(words=feed.words)
    except vocabularies.VocabularyError as error:
        reason = str(error).removeprefix(f"{place.WORDS}: ")
        raise Refused("", (Problem(file=place.WORDS, reason=reason),)) from None


def _one_at_a_time() -> None:
    """Let no other import begin before this one ends; on SQLite a transaction that writes is alone by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 0")  # an import takes as long as it takes
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTING])


def _only_place(feed: place.PlaceFeed) -> None:
    """A directory has one gazetteer and one set of crisis lines, so it serves one place."""
    other = d.ServedPlace.objects.exclude(source__key=feed.settings.key).first()
    if other:
        raise Refused(
            f"This directory serves {other.name}, and a directory serves one place; nothing was changed. "
            f"For {feed.settings.name}, name another data folder (DOORYARD_DATA), or another database (DATABASE_URL)."
        )


def _planned(
    feed: place.PlaceFeed, entries: Mapping[str, Entry], problems: tuple[Problem, ...], today: date
) -> _Import:
    digests = {ref: merge.digest(entry, feed.settings) for ref, entry in entries.items()}
    known = dict(d.SourceRecord.objects.filter(source__key=feed.settings.key).values_list("ref", "digest"))
    confirmed = set(d.Confirmation.objects.filter(phone__isnull=False).values_list("phone_id", flat=True))
    held = held_back(feed, entries, confirmed, today)
    return _Import(
        feed=feed,
        entries=entries,
        digests=digests,
        plan=merge.plan(known, digests, {problem.ref for problem in problems}),
        problems=tuple(_quiet(problem, feed) for problem in (*problems, *held)),
        held=frozenset(problem.ref for problem in held if not problem.part),
    )


def _quiet(problem: Problem, feed: place.PlaceFeed) -> Problem:
    """The problem without what it repeats where that holds a number never to be shown: anyone can read a run."""
    never = frozenset(ban.digest for ban in feed.bans)
    if not any(numbers.never_shown(text, never) for text in (problem.ref, problem.raw, problem.reason)):
        return problem
    why = "It holds a number that must never be shown, and is not repeated here."
    ref = "" if numbers.never_shown(problem.ref, never) else problem.ref
    return msgspec.structs.replace(problem, ref=ref, reason=why, raw="")


def _report(made: _Import, fetched: Fetched, dry_run: bool) -> Report:
    def shown(refs: Iterable[str]) -> int:
        return sum(ref not in made.held for ref in refs)

    unusable = len(made.feed.rows) - len(made.entries)
    return Report(
        source=made.feed.settings.key,
        format=FORMAT,
        digest=fetched.digest,
        size=fetched.size,
        dry_run=dry_run,
        read=len(made.feed.rows),
        added=shown(made.plan.add),
        changed=shown(made.plan.change),
        same=shown(made.plan.same),
        held=len(made.held) + unusable,
        removed=len(made.plan.remove),
        faulty=unusable,
        problems=made.problems,
    )


def _apply(made: _Import) -> None:
    """Write what changed. Rows keep their ids, so what stewards have confirmed of them stays."""
    source = _source(made.feed)
    written = [*made.plan.add, *made.plan.change]
    if written:
        _save(rows.taxonomy())
    entries = [made.entries[ref] for ref in written]
    services = [rows.Ids(source.key, ref).of("service") for ref in (*written, *made.plan.remove)]
    before = _organizations(services)
    saved = _save(row for entry in entries for row in rows.rows(entry, made.feed.settings))
    _drop_stale(made, source, saved)
    guards.hide_addresses(made.feed, made.plan.kept)
    for entry in entries:
        said.write(entry, source, now=timezone.now())
    records = [_source_record(made, source, entry.ref) for entry in entries]
    d.SourceRecord.objects.bulk_create(
        records, update_conflicts=True, unique_fields=["source", "ref"], update_fields=["service", "digest"]
    )
    d.Service.objects.filter(source_records__source=source, source_records__ref__in=made.plan.remove).delete()
    _drop_empty(before)


def _source(feed: place.PlaceFeed) -> d.Source:
    """The source's own rows: what the place says of itself, and the numbers never to be shown."""
    told = feed.settings
    source: d.Source = d.Source.objects.update_or_create(
        key=told.key,
        defaults={
            "name": told.name,
            "publisher": told.publisher,
            "url": told.url,
            "licence": told.license,
            "kind": FORMAT,
        },
    )[0]
    d.ServedPlace.objects.update_or_create(
        source=source,
        defaults={
            "name": told.name,
            "state": told.abbreviation,
            "country": told.country,
            "zone": told.zone,
            "fallback": told.fallback,
            "crisis": " ".join(told.crisis),
            "gazetteer": _gazetteer(feed.places),
            "words": feed.words,
        },
    )
    bans = {ban.digest: ban.reason for ban in feed.bans}
    d.NeverPublish.objects.filter(source=source).exclude(digest__in=bans).delete()
    for digest, reason in bans.items():
        d.NeverPublish.objects.update_or_create(source=source, digest=digest, defaults={"reason": reason})
    return source


def _gazetteer(places: Places) -> str:
    return msgspec.json.encode(places, order="deterministic").decode()


def _save(instances: Iterable[Model]) -> dict[type[Model], set[Any]]:
    """Insert or update rows by id, a table at a time in the order they come; the keys written, by table."""
    by_table: dict[type[Model], dict[Any, Model]] = defaultdict(dict)
    for row in instances:
        by_table[type(row)][getattr(row, _key(type(row)))] = row
    for table, found in by_table.items():
        unique = UNIQUE.get(table, "pk")
        fields = [f.name for f in table._meta.concrete_fields if not f.primary_key and f.name != unique]
        table._default_manager.bulk_create(
            found.values(), update_conflicts=True, unique_fields=[unique], update_fields=fields, batch_size=200
        )
    return {table: set(found) for table, found in by_table.items()}


def _key(table: type[Model]) -> str:
    return f"{UNIQUE[table]}_id" if table in UNIQUE else "pk"


def _drop_stale(made: _Import, source: d.Source, saved: Mapping[type[Model], set[Any]]) -> None:
    """Take away rows that changed records had before and have no more."""
    ids = [rows.Ids(source.key, ref).of("service") for ref in made.plan.change]
    if not ids:
        return
    locations = set(d.Location.objects.filter(service_at_locations__service__in=ids).values_list("pk", flat=True))
    for table in OF_A_SERVICE:
        table._default_manager.filter(service__in=ids).exclude(pk__in=saved.get(table, set())).delete()
    d.Attribute.objects.filter(link_id__in=[*ids, *locations]).exclude(pk__in=saved.get(d.Attribute, set())).delete()
    d.Accessibility.objects.filter(location__in=locations).exclude(pk__in=saved.get(d.Accessibility, set())).delete()
    d.LocationPrivacy.objects.filter(location__in=locations).exclude(
        location__in=saved.get(d.LocationPrivacy, set())
    ).delete()


def _source_record(made: _Import, source: d.Source, ref: str) -> d.SourceRecord:
    service = rows.Ids(source.key, ref).of("service")
    return d.SourceRecord(source=source, ref=ref, service_id=service, digest=made.digests[ref])


def _organizations(services: Iterable[UUID]) -> set[UUID]:
    return set(d.Service.objects.filter(pk__in=list(services)).values_list("organization_id", flat=True))


def _drop_empty(organizations: set[UUID]) -> None:
    """Sites, programs and organizations that nothing is offered at any more."""
    d.Location.objects.filter(organization__in=organizations, service_at_locations=None).delete()
    d.Program.objects.filter(organization__in=organizations, services=None).delete()
    d.Organization.objects.filter(pk__in=organizations, services=None).delete()


def _record(made: _Import, report: Report, *, by: str) -> None:
    """The run, what it held back, and its row in the audit log."""
    counts = {name: getattr(report, name) for name in COUNTS}
    told = {name: getattr(report, name) for name in ("source", "format", "digest", "size")}
    run = ImportRun.objects.create(at=timezone.now(), by=by, **told, **counts)
    HeldRow.objects.bulk_create(HeldRow(run=run, **msgspec.structs.asdict(problem)) for problem in made.problems)
    desk.record(by=by, action="load", table="source", key=report.source, details={"digest": report.digest, **counts})
