"""Getting ready: tables, a place in them, and a current bundle, each made only when it is missing or behind."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dooryard.core.asking import Finder
from dooryard.core.bundle.format import BundleError
from dooryard.core.edge import BadInput, plain
from dooryard.directory.bundles import NoneYet, damage, last_good, open_current, ready
from dooryard.web.settings import BUNDLES, DATA, DATABASES, LIAISON_COPY, PLACE

if TYPE_CHECKING:
    from dooryard.core.vocabulary import Vocabulary
    from dooryard.directory.compiling import Compiled

NO_DESK = (
    "There is no desk in {folder}. Set DOORYARD_DATA to the data folder of the server, "
    "or start the server there first: dooryard serve."
)
NO_COPY = (
    "DOORYARD_LIAISON_COPY: there is no folder {folder}. Is its disk mounted? Otherwise make it; "
    "it is not made by itself, so that the copy is never on another disk than you meant."
)
EMPTIED = (
    "DOORYARD_LIAISON_COPY: {folder} holds a second copy, and the database holds nothing. "
    "Put it back first (dooryard liaison restore {folder}), or name an empty folder."
)
AHEAD = (
    "The second copy in {folder} has {many} files that the database does not have so. Nothing was written into it. "
    "See “A copy that is ahead” in docs/how-to/back-up.md."
)


def open_or_prepare() -> Finder:
    """The current bundle, ready to be asked; where there is none or it is damaged, one is made first.

    A line on stderr says so.

    If none can be made, the last good one on disk is taken; where there is none either, what stopped us is raised.
    """
    try:
        return ready(open_current(BUNDLES), Finder)
    except NoneYet:
        print("No directory here yet: preparing it, once.", file=sys.stderr)
    except BundleError:
        pass  # prepare() says what is damaged
    return prepare_or_last_good() or ready(open_current(BUNDLES), Finder)


def prepare_or_last_good() -> Finder | None:
    """Prepare; where that cannot be done, the last good bundle on disk is returned and a line on stderr says so.

    A full disk or a database that does not answer must not keep from people what is compiled and whole.
    """
    try:
        prepare()
    except Exception as problem:
        older = last_good(BUNDLES, Finder)
        if older is None:
            raise
        why = str(problem) if isinstance(problem, BadInput) else f"It cannot be built ({type(problem).__name__})."
        print(f"{plain(why)} The last good one on disk answers.", file=sys.stderr)
        return older
    return None


def damaged(done: str) -> bool:
    """Whether the bundle on disk is damaged; if so, a line on stderr says which part, and what is done."""
    try:
        ready(open_current(BUNDLES), Finder)
    except NoneYet:
        return False
    except BundleError as problem:
        print(plain(damage(problem, done)), file=sys.stderr)
        return True
    return False


def start_django() -> None:
    """Load Django's settings and models; costs most of a second, so only commands that write pay it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dooryard.web.settings")
    import django

    django.setup()


def migrate() -> None:
    """Bring the tables up to date, making the data folder first."""
    from django.core.management import call_command
    from django.db import Error, connections

    try:
        DATA.mkdir(parents=True, exist_ok=True)
        for name in connections:
            connections[name].ensure_connection()
    except (OSError, Error) as problem:
        why = str(problem).partition("\n")[0]
        raise BadInput(f"The database cannot be opened ({why}). See DOORYARD_DATA and DATABASE_URL.") from None
    for name in connections:
        call_command("migrate", database=name, verbosity=0, interactive=False)
    _written_through()


def open_desk(*, say: bool) -> None:
    """The tables of a desk that is there, for who keeps it; a folder that was named by mistake is not made.

    Which one it is, is said on stderr.
    """
    on_postgresql = "sqlite3" not in DATABASES["default"]["ENGINE"]
    if not on_postgresql and not Path(DATABASES["default"]["NAME"]).exists():
        raise BadInput(NO_DESK.format(folder=plain(str(DATA))))
    if say:
        where = f"{plain(str(DATA))}{', database: DATABASE_URL' if on_postgresql else ''}"
        print(f"Data folder: {where}", file=sys.stderr)
    start_django()
    migrate()


def second_copy() -> None:
    """Bring the second copy of what people wrote up to date, where one was asked for; refuse where it cannot be kept.

    Where the database does not answer, a line on stderr says so: what can be read without it is served all the same.
    """
    if LIAISON_COPY is None:
        return
    start_django()
    from django.db import Error

    from dooryard.liaison import syncing

    folder = plain(str(LIAISON_COPY))
    try:
        done = syncing.brought_up(LIAISON_COPY)
    except syncing.NoFolder:
        raise BadInput(NO_COPY.format(folder=folder)) from None
    except syncing.Emptied:
        raise BadInput(EMPTIED.format(folder=folder)) from None
    except OSError as problem:
        raise BadInput(f"DOORYARD_LIAISON_COPY: {folder} cannot be written ({problem.strerror}).") from None
    except Error:
        print(f"The second copy in {folder} was not compared: the database does not answer.", file=sys.stderr)
        return
    if done.written:
        print(f"The second copy in {folder} is up to date: {done.written:,} files written.", file=sys.stderr)
    if done.ahead:
        print(AHEAD.format(folder=folder, many=f"{done.ahead:,}"), file=sys.stderr)


def _written_through() -> None:
    """Empty the journal of what people wrote, before anything is added to it.

    After a sync that failed and an end of the process, what is read back from it may be in the machine's memory alone:
    a power cut would lose it, and all that was written behind it.
    """
    from dooryard.liaison.keeping import truncated

    truncated()


def prepare() -> None:
    """Tables, the place where nothing is loaded, and a bundle of what is in the tables now."""
    with one_at_a_time():
        damaged("building it again from the records")
        start_django()
        migrate()
        load_place_if_empty()
        compile_now(BUNDLES)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let no other process prepare the same folder meanwhile: whoever comes second finds everything made."""
    try:
        DATA.mkdir(parents=True, exist_ok=True)
        handle = os.open(DATA / ".preparing", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as problem:
        raise BadInput(f"The data folder cannot be written ({problem.strerror}). See DOORYARD_DATA.") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def load_place_if_empty() -> None:
    """Fill an empty directory with the place of the settings."""
    from dooryard.directory.models import Service
    from dooryard.feeds import actions

    if not Service.objects.exists():
        actions.load(PLACE, by="dooryard serve")


class Built(NamedTuple):
    """A bundle just built: its digest, how many services it tells of and how many were held back, its bytes."""

    digest: str
    services: int
    held: int
    size: int


def compile_now(folder: Path) -> Built:
    """Build the bundle of what is in the tables and make it the current one of `folder`.

    The same tables give the same bundle, and of one that is on disk already only the pointer is written anew.
    """
    from dooryard.core.bundle.writer import write
    from dooryard.directory import bundles, cards
    from dooryard.directory.models import ServedPlace, Source

    compiled = compiled_now()
    places = ServedPlace.objects.order_by("source__key")
    if not places:
        raise BadInput("Nothing is loaded, so there is nothing to compile. Load a place first: dooryard load SOURCE.")
    if len(places) > 1:
        names = " and ".join(place.name for place in places)
        raise BadInput(f"{names} are loaded together, but a directory serves one place. Give each its own database.")
    served = places[0]
    segments = write(
        [(document, cards.render(document, record), record) for document, record in compiled.documents],
        vocabulary=vocabulary().encode(),
        gazetteer=served.gazetteer.encode(),
        sources=sorted(Source.objects.values("key", "name", "publisher", "licence"), key=lambda row: row["key"]),
        place=served.name,
        region=f"{served.country}-{served.state}" if served.country and served.state else "",
    )
    try:
        digest = bundles.publish(segments, folder)
    except OSError as problem:
        raise BadInput(f"The directory cannot be written to {folder} ({problem.strerror}).") from None
    return Built(digest, len(compiled.documents), len(compiled.held), sum(map(len, segments.values())))


def compiled_now() -> Compiled:
    """What is in the tables at this moment, told as it may be told."""
    from django.db import connection, transaction
    from django.utils import timezone

    from dooryard.core.needs import Listener
    from dooryard.directory import compiling

    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            # Records of one moment, whoever loads meanwhile; a transaction of SQLite is that by itself.
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return compiling.compile_all(now=timezone.now(), mentions=Listener(vocabulary()).mentions)


def vocabulary() -> Vocabulary:
    """The words that everybody says, with those of the place that is loaded."""
    from dooryard.directory import vocabularies
    from dooryard.directory.models import ServedPlace

    return vocabularies.load(words=ServedPlace.objects.values_list("words", flat=True).first())
