"""Ask the directory in your own words."""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from dooryard.core import edge
from dooryard.core.asking import LONGEST, Finder
from dooryard.core.edge import plain
from dooryard.directory import plain_text, presenters
from dooryard.web.preparing import open_or_prepare

EXAMPLE = 'dooryard find "narcan near me" --near 04401 --open-now'
LANG = "en, es or fr: the language in which a need that another line answers is named; the rest is English"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """As the surface has them."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help="what is needed, in any words")
    parser.add_argument("--near", default="", metavar="PLACE", help="a ZIP code, a town, a county or lat,lon")
    parser.add_argument("--within", metavar="MILES", help="no farther than this, in miles, unless nothing is so near")
    parser.add_argument("--category", action="append", default=[], metavar="C", help="only this kind; may be repeated")
    parser.add_argument("--open-now", action="store_true", help="what is open first, nothing known to be closed")
    parser.add_argument("--at", metavar="ISO", help="as if asked at this moment, such as 2026-11-23T21:30")
    parser.add_argument("--age", metavar="N", help="the age of the person, in years")
    parser.add_argument("--limit", default="20", metavar="N", help="how many results to show (default 20)")
    parser.add_argument("--lang", default="en", metavar="L", help=LANG)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Ask, print the answer, exit 0; a question that cannot be asked exits 2 with the reason."""
    words = plain(" ".join(arguments.words))
    if len(words) > LONGEST:
        raise edge.BadInput(f"That is too long. Please say it in under {LONGEST:,} characters.")
    # The process ends in a moment; looking for garbage while the vocabulary is made ready costs a tenth of the whole.
    gc.disable()
    finder = open_or_prepare()
    started = time.perf_counter()
    at = edge.moment(arguments.at, zone_of(finder)) if arguments.at else datetime.now(UTC)
    answer = finder.ask(
        words,
        near=plain(arguments.near),
        at=at,
        within=edge.miles(arguments.within) if arguments.within else None,
        categories=[plain(category) for category in arguments.category],
        open_now=arguments.open_now,
        age=edge.age(arguments.age) if arguments.age else None,
        limit=int(edge.number(arguments.limit, name="The limit", low=1, high=1000)),
    )
    took_ms = (time.perf_counter() - started) * 1000
    if arguments.json:
        json.dump(presenters.answer_json(words, answer, finder, took_ms), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        told = plain_text.lines(answer, finder, at, arguments.lang, open_now=arguments.open_now)
        print("\n".join(map(plain, told)))
    return 0


def zone_of(finder: Finder) -> tzinfo:
    """The zone that a time without an offset is meant in: that of the place served."""
    return ZoneInfo(finder.bundle.document(0).zone) if finder.bundle.count else UTC
