"""A slow line in front of a server on this machine: what a phone with one bar has, connection by connection.

DevTools' own throttling adds a wait to each request, and nothing for the connection that carries it. This proxy has
what a line has: a way of half the round trip each way, one queue of so many bits a second, a round trip for TCP to
connect (two with TLS), and TCP's slow start: ten segments in the first flight, twice as many in each one after it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

SEGMENT = 1448
FIRST_FLIGHT = 10
"""TCP segments that a server may send before it hears that any arrived (RFC 6928)."""


class Slow(NamedTuple):
    """What a line has: seconds of a round trip, bytes a second, and round trips until the first byte may go."""

    round_trip: float
    rate: float
    greeting: int = 1


class _Queue:
    """One direction of the line: whoever sends takes its turn, and arrives half a round trip later."""

    def __init__(self, slow: Slow) -> None:
        self._slow = slow
        self._free = 0.0

    def arrives(self, size: int) -> float:
        """When this many bytes that are sent now will have arrived, on the loop's clock."""
        begun = max(self._free, asyncio.get_running_loop().time())
        self._free = begun + size / self._slow.rate
        return self._free + self._slow.round_trip / 2


class _Flight:
    """What may be under way at once on one connection."""

    def __init__(self, round_trip: float) -> None:
        self._half = round_trip / 2
        self._room = asyncio.Semaphore(FIRST_FLIGHT)

    async def take(self) -> None:
        await self._room.acquire()

    def landed(self) -> None:
        """A segment arrived: when the sender hears of it, two more may go."""
        for _ in range(2):
            asyncio.get_running_loop().call_later(self._half, self._room.release)


class _Line:
    def __init__(self, slow: Slow, port: int) -> None:
        self._slow, self._port = slow, port
        self._up, self._down = _Queue(slow), _Queue(slow)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its greeting to its end."""
        await asyncio.sleep(self._slow.greeting * self._slow.round_trip)
        behind, onward = await asyncio.open_connection("127.0.0.1", self._port)
        with suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(self._carry(reader, onward, self._up), self._carry(behind, writer, self._down))
        for one in (onward, writer):
            one.close()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, queue: _Queue) -> None:
        flight, loop = _Flight(self._slow.round_trip), asyncio.get_running_loop()
        while part := await source.read(SEGMENT):
            await flight.take()
            loop.call_at(queue.arrives(len(part)), self._deliver, target, part, flight)
        await asyncio.sleep(max(queue.arrives(0) - loop.time(), 0))
        with suppress(OSError, RuntimeError):
            target.write_eof()

    @staticmethod
    def _deliver(target: asyncio.StreamWriter, part: bytes, flight: _Flight) -> None:
        if not target.is_closing():
            target.write(part)
        flight.landed()


@contextmanager
def slowed(port: int, slow: Slow) -> Iterator[int]:
    """A port of 127.0.0.1 behind which stands the server of another, at the end of a slow line."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = _on(loop, asyncio.start_server(_Line(slow, port).connected, "127.0.0.1", 0))
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        _on(loop, _cancel_all())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _cancel_all() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _on(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run_coroutine_threadsafe(work, loop).result()
