"""Makes what the servers need, once: the bundle with every card rendered, and the list of addresses."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qs

import msgspec

import bench
from bench.serving.made import Made, made
from dooryard.core.needs import Understanding

_ROOT = Path(__file__).parents[2]
_READ = (
    "bench/serving/made.py",
    "bench/serving/build.py",
    "bench/generate.py",
    "bench/lexicon.py",
    "dooryard/core/**/*.py",
    "dooryard/directory/cards.py",
    "dooryard/directory/presenters.py",
    "dooryard/directory/wording.py",
    "dooryard/directory/vocabulary/*.yaml",
    "dooryard/directory/templates/card.html",
    "dooryard/web/templates/parts/*.html",
)
"""What the bundle and the addresses depend on: they are made anew when any of it changes."""


def start_django(settings: str = "dooryard.web.settings") -> None:
    """Load Django in this process, for the templates of cards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    import django

    django.setup()


def stamp() -> str:
    """A digest of all that the files made here depend on."""
    found = hashlib.sha256()
    for pattern in _READ:
        for path in sorted(_ROOT.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()


def folder(size: int) -> Path:
    """Where the directory of a size is kept: a data folder as `DOORYARD_DATA` names one."""
    return (bench.folder() / f"serve-{size}").resolve()


def ready(size: int, progress: bench.Progress) -> Path:
    """The data folder of a size, made where it is missing or no longer what the code would make."""
    target = folder(size)
    kept = target / "stamp"
    if not kept.exists() or kept.read_text() != stamp():
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        progress(f"making {size:,} records")
        _make(target, made(size), progress)
        kept.write_text(stamp())
    return target


def _make(target: Path, directory: Made, progress: bench.Progress) -> None:
    start_django()
    from dooryard.directory import bundles

    progress("rendering cards and publishing")
    bundles.publish(segments(directory.documents, directory), target / "bundle")
    (target / "paths.txt").write_text("\n".join(directory.paths) + "\n")
    (target / "understood.json").write_bytes(msgspec.json.encode(_understood(target, directory.paths)))
    (target / "places.json").write_bytes(msgspec.json.encode(directory.places))


def _understood(target: Path, paths: Iterable[str]) -> dict[str, dict[str, object]]:
    """What the words of each question mean, for those that only find: categories by weight, or words, and a place."""
    from dooryard.core.asking import Finder
    from dooryard.core.needs import Listener
    from dooryard.directory import bundles

    finder = Finder(bundles.open_current(target / "bundle"))
    listener = Listener(finder.vocabulary, finder.gazetteer, finder.bundle.terms)
    asked = {parse_qs(path.partition("?")[2])["q"][0] for path in paths}
    return {words: _meaning(listener.understand(words)) for words in sorted(asked)}


def _meaning(heard: Understanding) -> dict[str, object]:
    alternatives = ("(" + " | ".join(dict.fromkeys(group)) + ")" for group in heard.groups)
    return {
        "categories": heard.wanted,
        "words": "" if heard.wanted else " & ".join(alternatives),
        "place": heard.place.name if heard.place else "",
        "open_now": heard.open_now,
        "age": heard.age,
    }


def without_some(folder: Path) -> dict[str, bytes]:
    """The current bundle of a folder without every seventh document, as the files to publish."""
    from dooryard.core.bundle.writer import write
    from dooryard.directory import bundles

    bundle = bundles.open_current(folder)
    kept = (number for number in range(bundle.count) if number % 7)
    return write(
        ((bundle.document(number), bundle.card(number), b"{}") for number in kept),
        vocabulary=bundle.vocabulary,
        gazetteer=bundle.gazetteer,
        sources=bundle.manifest.sources,
        place=bundle.manifest.place,
    )


def segments(documents: Iterable[object], directory: Made) -> dict[str, bytes]:
    """The bundle of some documents of a directory."""
    from dooryard.core.bundle.writer import write
    from dooryard.directory import cards, vocabularies

    return write(
        ((document, cards.render(document), b"{}") for document in documents),  # type: ignore[arg-type]
        vocabulary=vocabularies.load().encode(),
        gazetteer=msgspec.json.encode(directory.places),
        sources=[{"key": "bench", "name": "Benchland"}],
        place="Benchland",
    )
