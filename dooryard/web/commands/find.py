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
from dooryard.core.asking import LONGEST, Finder, Refused
from dooryard.core.edge import plain
from dooryard.core.saying import Said, mark
from dooryard.directory import as_json, languages, plain_text
from dooryard.web.preparing import open_or_prepare

EXAMPLE = 'dooryard find "narcan near me" --near 04401 --open-now'
LANG = f"the language of the answer: {', '.join(languages.LANGUAGES)} (default en); JSON stays English"
LIMIT = mark("The limit must be a number from {low} to {high}.")
TOO_LONG = Said("That is too long. Please say it in under {most} characters.", most=LONGEST)


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
    """Ask, print the answer, exit 0; a question that cannot be asked exits 2 with the reason in their language."""
    if arguments.lang not in languages.LANGUAGES:
        raise edge.BadInput(f"There is no language of that name. These are: {', '.join(languages.LANGUAGES)}.")
    # The process ends in a moment; looking for garbage while the vocabulary is made ready costs a tenth of the whole.
    gc.disable()
    finder = open_or_prepare()
    with languages.speaking(arguments.lang):
        try:
            _ask(arguments, finder)
        except (edge.BadInput, Refused) as refused:
            raise edge.BadInput(languages.said(refused)) from None
    return 0


def _ask(arguments: argparse.Namespace, finder: Finder) -> None:
    words = plain(" ".join(arguments.words))
    if len(words) > LONGEST:
        raise edge.BadInput(TOO_LONG)
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
        limit=int(edge.number(arguments.limit, low=1, high=1000, said=LIMIT)),
    )
    took_ms = (time.perf_counter() - started) * 1000
    if arguments.json:
        json.dump(as_json.answer_json(words, answer, finder, took_ms), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print("\n".join(map(plain, plain_text.lines(answer, finder, at, open_now=arguments.open_now))))


def zone_of(finder: Finder) -> tzinfo:
    """The zone that a time without an offset is meant in: that of the place served."""
    return ZoneInfo(finder.bundle.document(0).zone) if finder.bundle.count else UTC
