"""People who write at once, somebody who looks for help meanwhile, and staff who sign in."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Coroutine
from itertools import count
from typing import Any
from urllib.parse import urlencode

import msgspec
import pyotp

from bench.writing.room import ACCOUNTS, COUNTY, PASSPHRASE, SECRET, name

PAUSE = 10.0
"""Seconds at most between a form and its sending, evenly spread: nobody writes a message in less than none."""
TICKET = re.compile(r'name="ticket" type="hidden" value="([^"]+)"')
LOOKING = 0.05
"""Seconds between two searches of whoever looks for help."""
STAFF = 6
"""People who sign in at the same time, each with another account every time: a code is good for once."""


class Seen(msgspec.Struct):
    """What the people met: seconds from sending to the page that says it was received, or to a refusal.

    `texts` are the numbers of the messages that were received. `turned_away` did not get as far as the form. `busy` are
    those who wanted to sign in and were told to come back.
    """

    received: list[float] = []
    texts: list[int] = []
    refused: list[float] = []
    turned_away: int = 0
    broken: int = 0
    pages: list[float] = []
    sign_ins: list[float] = []
    busy: list[float] = []


async def all_at_once(port: int, people: int, seconds: float, *, pause: float, staff: int = STAFF) -> Seen:
    """So many people for so long; what they met. Their messages are numbered."""
    seen, until, numbers, messages = Seen(), time.monotonic() + seconds, count(), count()
    await asyncio.gather(
        *(_guarded(_writes(port, number, seen, until, pause, messages), seen) for number in range(people)),
        *(_guarded(_signs_in(port, seen, until, numbers), seen) for _ in range(staff)),
        _guarded(_looks(port, seen, until), seen),
    )
    return seen


async def _guarded(acts: Coroutine[Any, Any, None], seen: Seen) -> None:
    try:
        await acts
    except (OSError, ValueError, EOFError):
        seen.broken += 1


async def _writes(port: int, number: int, seen: Seen, until: float, pause: float, messages: count[int]) -> None:
    chance = random.Random(number)
    while time.monotonic() < until:
        status, where, _ = await _ask(port, "/talk/write/search", {"county": COUNTY})
        found = TICKET.search((await _ask(port, where))[2]) if status == 303 else None
        await asyncio.sleep(chance.uniform(0, pause))
        if found is None:
            seen.turned_away += 1
            continue
        text = next(messages)
        said = f"Message {text}. " + "I would like to talk. " * 20
        message = {"ticket": found.group(1), "county": COUNTY, "warned": "1", "message": said}
        begun = time.monotonic()
        status, where, _ = await _ask(port, "/talk/write/search", message)
        if status == 303:
            status = (await _ask(port, where))[0]
        took = time.monotonic() - begun
        if status == 200 and where.startswith("/talk/sent/"):
            seen.received.append(took)
            seen.texts.append(text)
        elif status in (429, 503):
            seen.refused.append(took)
        else:
            seen.broken += 1


async def _looks(port: int, seen: Seen, until: float) -> None:
    while time.monotonic() < until:
        begun = time.monotonic()
        status, _, _ = await _ask(port, "/find?q=food")
        if status == 200:
            seen.pages.append(time.monotonic() - begun)
        await asyncio.sleep(LOOKING)


async def _signs_in(port: int, seen: Seen, until: float, numbers: count[int]) -> None:
    """Sign in with the right passphrase and code, each time as somebody else."""
    chance = random.Random(next(numbers))
    while time.monotonic() < until:
        typed = {"name": name(next(numbers) % ACCOUNTS), "passphrase": PASSPHRASE, "code": pyotp.TOTP(SECRET).now()}
        begun = time.monotonic()
        status, where, _ = await _ask(port, "/desk/enter/search", typed)
        took = time.monotonic() - begun
        if where == "/desk/":
            seen.sign_ins.append(took)
        elif status in (303, 503):
            seen.busy.append(took)
        else:
            seen.broken += 1
        await asyncio.sleep(chance.uniform(0, 3))


async def _ask(port: int, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Status, Location and body of one request on a connection of its own."""
    body = urlencode(form).encode() if form is not None else b""
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += ["Sec-Fetch-Site: same-origin", f"Content-Length: {len(body)}"]
    lines += ["Content-Type: application/x-www-form-urlencoded"] if body else []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        answer = await reader.read()
    finally:
        writer.close()
    head, _, text = answer.partition(b"\r\n\r\n")
    where = re.search(rb"(?im)^location: *(\S+)", head)
    return int(head.split(b" ", 2)[1]), where.group(1).decode() if where else "", text.decode(errors="replace")
