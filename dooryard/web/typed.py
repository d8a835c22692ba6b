"""Works out every typed struct before there are threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module

import msgspec
from django.conf import settings


def work_out_all() -> None:
    """Have msgspec work out each struct of ours now, in a process that has one thread.

    It does so when a struct is first decoded, and where two threads do that at once it reads what is not there yet and
    the process ends (SIGSEGV, msgspec 0.22; tests/web/test_typed.py shows it). So it did in a worker that began with
    many visitors at once.
    """
    import_module(settings.ROOT_URLCONF)
    for kind in structs(msgspec.Struct):
        with suppress(TypeError):  # it holds something that nobody decodes
            msgspec.json.Decoder[object](kind)


def structs(base: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """Every struct that is made from one, each before those made from it."""
    for kind in base.__subclasses__():
        yield kind
        yield from structs(kind)
