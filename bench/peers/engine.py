"""The engine answering alone: the same question, asked the same way, answered with the ids of what is shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from dooryard.core import edge
from dooryard.core.edge import plain
from dooryard.directory import current


def find(request: HttpRequest) -> HttpResponse:
    """`/find?q=&near=`: twenty ids and how many there are."""
    directory, asked = current.directory(), request.GET
    age = plain(asked.get("age", ""))
    answer = directory.finder.ask(
        plain(asked.get("q", "")),
        near=plain(asked.get("near", "")),
        at=timezone.now(),
        open_now=bool(asked.get("open")),
        age=edge.age(age) if age else None,
        limit=20,
        narrowing=True,
    )
    ids = [directory.bundle.document(hit.index).id for hit in answer.found.hits]
    return HttpResponse("\n".join([str(answer.found.total), *ids]), content_type="text/plain; charset=utf-8")


urlpatterns = [path("find", find)]
