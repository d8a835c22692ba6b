"""What the Django page asks of the database, in Django's own words."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Count, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from bench.peers.django_postgis.models import Hours, Service, Town
from dooryard.core.bundle import ranking
from dooryard.core.documents import NOT_STATED

NEAR = 50
BANDS = (5, 10, 25, 50, 100)
ENOUGH, SHOWN, ALSO = 3, 20, 5
_MILE = 1609.344
_SHOWN = (
    "id", "service", "organization", "site", "category_assumed", "address", "town", "county", "zip", "approximate",
    "reach", "areas", "categories", "hours", "status", "status_since", "instead", "seen", "confirmed", "sources",
    "cost",
)  # fmt: skip


class Asked(msgspec.Struct, frozen=True):
    """A question understood: the categories that answer it with their weights, or the words to look up."""

    categories: dict[str, float] = {}
    words: str = ""
    place: str = ""
    open_now: bool = False
    age: float | None = None
    filters: dict[str, tuple[str, ...]] = {}


def place(typed: str) -> Town | None:
    """The place of a name."""
    return Town.objects.filter(name=typed.strip().casefold()).first()


def found(
    asked: Asked, near: Town | None, minute: int, *, within: float | None = NEAR, also: bool = False, but: str = ""
) -> QuerySet[Service]:
    """What answers, within so many miles of a place; `but` is a facet that is not asked for."""
    services = Service.objects.annotate(state=_state(minute)).filter(_wanted(asked, also), *_suited(asked))
    if also:
        services = services.exclude(categories__overlap=[*asked.categories])
    if near and within is not None:
        services = services.filter(_reaching(near, within))
    for facet, values in asked.filters.items():
        if facet != but:
            stating = Service.attributes.through.objects.filter(attribute__facet=facet, attribute__value__in=values)
            services = services.filter(pk__in=stating.values("service"))
    return services.exclude(state="closed") if asked.open_now and but != "open" else services


def first(services: QuerySet[Service], asked: Asked, near: Town | None, most: int) -> list[Service]:
    """The best of them with all that a card shows."""
    if services.query.is_empty():
        return []
    order = ["-live", *(["known"] if asked.open_now else []), "-score", "id"]
    ranked = services.annotate(
        miles=_miles(near) if near else Value(None, output_field=FloatField()),
        live=Case(When(status="closed", then=0), default=1),
        known=Case(When(state="open", then=0), default=1),
        score=_score(asked, near),
    )
    return list(ranked.only(*_SHOWN).prefetch_related("phones").order_by(*order)[:most])


def totals(asked: Asked, near: Town | None, minute: int, within: float | None) -> dict[str, int]:
    """How many there are, how many of them closed for good, and how many of what is open or closed now."""
    counts = found(asked, near, minute, within=within, but="open").aggregate(
        closed=Count("pk", filter=Q(status="closed")),
        open_open=Count("pk", filter=Q(state="open")),
        open_closed=Count("pk", filter=Q(state="closed")),
        open_unknown=Count("pk", filter=Q(state="unknown")),
        all=Count("pk"),
    )
    if asked.open_now:
        counts |= {"closed": 0, "all": counts["open_open"] + counts["open_unknown"]}
    return counts


def counts(asked: Asked, near: Town | None, minute: int, within: float | None) -> dict[str, dict[str, int]]:
    """How many have each value of each facet, and how many say nothing of it; a facet asked for as if it were not."""
    services = found(asked, near, minute, within=within)
    told = _stated(services, services.count())
    told["category"] = _by(services.annotate(value=Func(F("categories"), function="unnest")))
    told["county"] = _by(services.annotate(value=F("county")))
    for facet in asked.filters:
        others = found(asked, near, minute, within=within, but=facet)
        told[facet] = _stated(others, others.count(), only=facet).get(facet, {})
    return told


def _stated(services: QuerySet[Service], total: int, only: str = "") -> dict[str, dict[str, int]]:
    rows = Service.attributes.through.objects.filter(service__in=services.values("pk"))
    if only:
        rows = rows.filter(attribute__facet=only)
    told: dict[str, dict[str, int]] = {}
    values = rows.values_list("attribute__facet", "attribute__value").annotate(n=Count("pk")).order_by()
    for facet, value, number in values:
        told.setdefault(facet, {})[value] = number
    for facet, number in rows.values_list("attribute__facet").annotate(n=Count("service", distinct=True)).order_by():
        if total > number:
            told[facet][NOT_STATED] = total - number
    return told


def bands(asked: Asked, near: Town | None, minute: int) -> dict[str, int]:
    """How many there are within so many miles, and at any distance."""
    if near is None:
        return {}
    anyhow = Case(When(_anyhow(near), then=0.0), default=_miles(near), output_field=FloatField())
    inside = found(asked, near, minute, within=max(BANDS)).annotate(miles=anyhow).values_list("miles", flat=True)
    miles = list(inside)
    told = {f"{band}": sum(1 for away in miles if away <= band) for band in BANDS}
    return told | {"any": found(asked, near, minute, within=None).count()}


def silent(asked: Asked, near: Town | None, minute: int, within: float | None) -> QuerySet[Service]:
    """What would be found, were it not that it says nothing of what is asked for."""
    others = found(msgspec.structs.replace(asked, filters={}), near, minute, within=within).exclude(status="closed")
    for facet, values in asked.filters.items():
        saying = Service.attributes.through.objects.filter(attribute__facet=facet)
        others = others.exclude(pk__in=saying.exclude(attribute__value__in=values).values("service"))
    return others.exclude(pk__in=found(asked, near, minute, within=within).values("pk"))


def patterns() -> dict[int, list[tuple[int, int]]]:
    """Every weekly pattern of hours."""
    told: dict[int, list[tuple[int, int]]] = {}
    for row in Hours.objects.order_by("pattern", "opens"):
        told.setdefault(row.pattern, []).append((row.opens, row.closes))
    return told


def _by(services: QuerySet[Service]) -> dict[str, int]:
    rows = services.values_list("value").annotate(n=Count("pk")).order_by()
    return {value or NOT_STATED: number for value, number in rows}


def _state(minute: int) -> Case:
    awake = Hours.objects.filter(opens__lte=minute, closes__gt=minute).values("pattern")
    return Case(
        When(status="closed", then=Value("closed")),
        When(hours=0, then=Value("unknown")),
        When(hours__in=awake, then=Value("open")),
        default=Value("closed"),
    )


def _wanted(asked: Asked, also: bool) -> Q:
    if also:
        return Q(also__overlap=[*asked.categories])
    if asked.categories:
        return Q(categories__overlap=[*asked.categories])
    return Q(words=_query(asked)) if asked.words else Q()


def _query(asked: Asked) -> SearchQuery:
    return SearchQuery(asked.words, config="english", search_type="raw")


def _suited(asked: Asked) -> list[Q]:
    if asked.age is None:
        return []
    low = Q(minimum_age__isnull=True) | Q(minimum_age__lte=asked.age)
    return [low, Q(maximum_age__isnull=True) | Q(maximum_age__gte=asked.age)]


def _miles(near: Town) -> Any:
    return Cast(Distance("place", near.place), FloatField()) / _MILE


def _reaching(near: Town, miles: float) -> Q:
    return Q(place__dwithin=(near.place, D(mi=miles))) | _anyhow(near)


def _anyhow(near: Town) -> Q:
    """What reaches a person at a place however far it is."""
    reached = Q(reach="phone") | Q(reach="area", areas__contains=[near.county])
    return reached | Q(county=near.county) if near.kind == "county" else reached


def _score(asked: Asked, near: Town | None) -> Any:
    """The formula of core/bundle/ranking.py, as far as the database has its parts."""
    score = F("standing")
    if asked.categories:
        weights = [When(categories__contains=[name], then=weight) for name, weight in asked.categories.items()]
        score = score + ranking.ANSWERS * Case(*weights, default=0.0, output_field=FloatField())
    elif asked.words:
        score = score + ranking.WORDS * SearchRank(
            "words", SearchQuery(asked.words, config="english", search_type="raw")
        )
    if near:
        away = Coalesce(ranking.HALF_MILES / (ranking.HALF_MILES + F("miles")), 0.3, output_field=FloatField())
        score = score + ranking.NEAR * away
    return score
