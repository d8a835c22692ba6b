"""A list that goes along: in the forms and the sealed addresses of the pages between which somebody looks for more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from markupsafe import Markup

from dooryard.core import shortlist
from dooryard.core.edge import BadInput
from dooryard.directory.tokens import Kept, sealer

FIELD, ORDER = "keep", "order"
"""The ids, each in a field of its own; and the order of those that were on the list before, in one."""


def listed(form: QueryDict) -> tuple[shortlist.Ids, int]:
    """The list that a form makes, and how many were too much for one; BadInput for what is no list."""
    return shortlist.listed(form.getlist(FIELD), form.get(ORDER, "").split())


def carried(form: QueryDict) -> shortlist.Ids:
    """The list that a form brings along; what can be no list is no reason to refuse a question."""
    try:
        return listed(form)[0]
    except BadInput:
        return ()


def come_along(query: QueryDict) -> dict[str, Any]:
    """The list that the address of a service's page brings along, and its token; one that has expired is none."""
    token = query.get("list", "")
    kept = sealer.open(token, Kept) if token else None
    return {"kept": kept.ids, "list": token} if kept else {"kept": (), "list": ""}


def token(ids: shortlist.Ids) -> str:
    """The list as a token for the address of a page that it goes along to; "" where there is none."""
    return sealer.seal(Kept(ids=ids)) if ids else ""


def on_results(context: Mapping[str, Any], ids: shortlist.Ids) -> dict[str, Any]:
    """What changes on a page of results for who brings a list: cards that are on it are ticked, links take it along.

    `elsewhere` are those that have no card here. Cards are rendered beforehand and know no list, so both is put in.
    """
    if not ids:
        return {"elsewhere": ()}
    sealed = token(ids)
    cards = {name: [_with(card, ids, sealed) for card in context[name]] for name in ("cards", "unsaid", "also")}
    shown = "".join(card for group in cards.values() for card in group)
    return {**cards, "elsewhere": tuple(one for one in ids if _box(one) not in shown)}


def _with(card: Markup, ids: shortlist.Ids, sealed: str) -> Markup:
    html = _linked(str(card), sealed)
    for one in ids:
        html = html.replace(_box(one), f"{_box(one)} checked", 1)
    return Markup(html)  # noqa: S704 - a card with an id and a token, which are letters and figures


def _box(one: str) -> str:
    return f'name="{FIELD}" value="{one}" form="keep"'


def _linked(card: str, sealed: str) -> str:
    """The card with its link to the service taking the list along."""
    before, link, after = card.partition("/service/")
    address, quote, rest = after.partition('"')
    return f"{before}{link}{address}?list={sealed}{quote}{rest}" if link else card
