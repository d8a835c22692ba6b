"""A real server whose PostgreSQL has lost its standby: everybody is answered, and nobody is told what is not so."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dooryard.liaison import models
from tests.liaison.helpers import COUNTY
from tests.liaison.seeker.writing import WRITE
from tests.liaison.test_standby import Pair, pair, servers  # noqa: F401
from tests.web.test_serving import fetch, serving

pytestmark = pytest.mark.long


def test_a_server_answers_everybody_while_the_standby_is_gone(
    pair: Pair,  # noqa: F811
    tmp_path: Path,
) -> None:
    """With the seconds that it really waits."""
    with (
        serving(tmp_path / "served", "--workers", "2", DATABASE_URL=pair.url) as (_, port),
        ThreadPoolExecutor(12) as pool,
    ):
        tickets = [ticket(port) for _ in range(12)]
        assert "Received" in sent(port, tickets[0])[1]
        with pair.standby_away():
            writing = [pool.submit(sent, port, one) for one in tickets[1:]]
            time.sleep(0.5)
            begun = time.monotonic()
            assert fetch(port, "GET", "/now")[0] == 200
            assert time.monotonic() - begun < 2
            seen = [one.result(timeout=60) for one in writing]
            assert not [page for _, page, _ in seen if "Received" in page]
            assert {status for status, _, _ in seen} == {503}
            assert max(seconds for _, _, seconds in seen) < 20
            print(sorted(round(seconds, 1) for _, _, seconds in seen))
        assert all("Received" in sent(port, one)[1] for one in tickets)
    assert (models.Thread.objects.count(), pair.count("message")) == (12, 12)


def ticket(port: int) -> str:
    """What the form of the county carries."""
    where = fetch(port, "POST", WRITE, {"county": COUNTY})[1]
    found = re.search(r'name="ticket" type="hidden" value="([^"]+)"', fetch(port, "GET", where)[2])
    assert found
    return found[1]


def sent(port: int, one: str) -> tuple[int, str, float]:
    """Send it with words, and follow: status, page and seconds."""
    begun = time.monotonic()
    given = {"ticket": one, "county": COUNTY, "warned": "1", "message": "I would like to talk."}
    status, where, page = fetch(port, "POST", WRITE, given)
    if status == 303:
        status, _, page = fetch(port, "GET", where)
    return status, page, time.monotonic() - begun
