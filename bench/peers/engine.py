"""The engine answering alone: the same question, asked the same way, answered with the ids of what is shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from dooryard.core import edge
from dooryard.core.edge import plain
from dooryard.directory import current, filters
from dooryard.directory.tokens import Asked
from dooryard.directory.views.found import SHOWN


def find(request: HttpRequest) -> HttpResponse:
    """`/find?q=&near=`: how many there are, and the ids of what is shown."""
    directory, form = current.directory(), request.GET
    asked = filters.read(form, Asked(words=plain(form.get("q", "")), near=plain(form.get("near", ""))))
    answer = directory.finder.ask(
        asked.words,
        near=asked.near,
        at=timezone.now(),
        within=filters.within(asked),
        open_now=asked.open_now,
        age=edge.age(asked.age) if asked.age else None,
        filters=asked.filters,
        limit=SHOWN,
        narrowing=True,
    )
    ids = [directory.bundle.document(hit.index).id for hit in answer.found.hits]
    return HttpResponse("\n".join([str(answer.found.total), *ids]), content_type="text/plain; charset=utf-8")


urlpatterns = [path("find", find)]
