"""Conversations written and answered on a real server: nothing on its disks or in what it shows tells one of them.

The same search finds what was planted in each of the places that are looked at.
"""

from __future__ import annotations

import secrets
import string
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest
from django.urls import get_resolver
from pytest_django.fixtures import Settings

from dooryard.desk.policies import ROLES
from dooryard.liaison import shifts, threads
from dooryard.liaison.letters import Wishes
from dooryard.liaison.sealing import Code
from tests.desk.client import field
from tests.liaison.conftest import kept_in
from tests.liaison.helpers import form
from tests.liaison.searching import forms_of, on_disk, present, shown
from tests.liaison.seeker.writing import THREAD, WRITE, come_back, opened, says, send, words_of
from tests.liaison.served.site import COUNTY, Site, serving
from tests.liaison.served.staff import PASSPHRASE, THREADS, Staff
from tests.web.wired import FORM, Wired

SOME, THOUSAND = (60, 120), (300, 700)
"""How many write to the served site, and how many in this process to the same files, which is quicker."""
AT_ONCE = 4
RETURNING, ANSWERED = 25, 10
"""How many come back and add to what they wrote, and are answered: words are taken slowly from whoever comes."""


class Planted(NamedTuple):
    """What one person said, and the words that lead back to it."""

    secret: str
    words: str


def secret() -> str:
    """Letters that stand nowhere else."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(18))


def written(client: Wired) -> Planted:
    """Somebody writes, with a secret in everything that can be said."""
    said, page = secret(), opened(client, COUNTY)
    given = {name: f"{name} {said}" for name in ("place", "hours", "otherwise", "word", "our_word")}
    number = f"207-555-0142 {said}"
    given |= {"phone": number, "again": number, "email": f"{said}@example.org", "message": f"I am called {said}."}
    given |= {"county": COUNTY, "ticket": field(page, "ticket"), "voicemail": "yes", "days": "7"}
    posted = client.post(WRITE, given | {"how": ["call", "text", "email", "meet"]})
    assert posted["Location"].startswith("/talk/sent/")
    return Planted(said, words_of(page))


def returned(client: Wired, planted: Planted) -> str:
    """They come back, say more and change how to be reached; the secret of what they added."""
    added, page = secret(), come_back(client, planted.words)
    assert planted.secret in says(page)
    page = send(client, page, THREAD, do="reply", message=f"Also {added}")
    send(client, page, THREAD, do="change", place=f"behind {added}")
    refused = come_back(client, f"{added} {planted.words}")
    assert refused.status_code == 400
    assert added in says(come_back(client, planted.words))
    return added


def unread(client: Wired) -> str:
    """Somebody sends what cannot be read or is too much, and a file; the secret of it."""
    said = secret()
    part = f'--b\r\nContent-Disposition: form-data; name="message"; filename="{said}"\r\n\r\n{said}\r\n--b--\r\n'
    for body, of in (
        (part.encode(), "multipart/form-data; boundary=b"),
        (part.encode()[:-9] + b"x" * 3_000_000, "multipart/form-data; boundary=b"),
        (f"message={said}".encode() * 40_000, FORM),
        (b"message=%ff%fe" + said.encode() + b"\xff", FORM),
    ):
        assert client.post(WRITE, body, of).status_code == 303
    assert client.get(f"/talk/write/{said}?message={said}").status_code == 410
    return said


def everything_said(site: Site, ann: Staff, many: int, beside: int) -> set[str]:
    """All that people and their liaison say and use while many write, some come back, and some are answered."""
    clients = [Wired(site.port) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        people = list(pool.map(lambda number: written(clients[number % AT_ONCE]), range(many)))
    with kept_in(site.data), pytest.MonkeyPatch.context() as patched:
        patched.setattr(shifts, "gone", lambda _accounts: set())  # the accounts are in the site's other database
        people += [written_beside() for _ in range(beside)]
    said = {one for person in people for one in (person.secret, *spelled(person.words))}
    said |= {returned(clients[0], person) for person in people[:RETURNING]}
    said.add(unread(clients[0]))
    ann.opens_keys()
    for thread in THREADS.findall(ann.get("/desk/liaison/").content.decode())[:ANSWERED]:
        answer, never = secret(), secret()
        assert ann.answers(int(thread), f"Come by. {answer}").endswith("said=answered")
        ann.get(ann.send(f"thread/{thread}/search", text=f"Never sent {never}", once="none"))
        said |= {answer, never}
    return said | {PASSPHRASE, ann.cookie}


def written_beside() -> Planted:
    """Somebody writes, without a page between."""
    said, code = secret(), Code.new()
    wishes = Wishes(channels=("call",), phone=f"207-555-0142 {said}", hours=said, word=f"word {said}", our_word=said)
    threads.begin(code, COUNTY, f"I am called {said}.", wishes, form(), days=7)
    return Planted(said, " ".join(code.words))


def spelled(words: str) -> set[str]:
    """Seven words as somebody could have kept them."""
    return {words, words.replace(" ", ""), words.replace(" ", "-"), words.replace(" ", "_"), words.replace(" ", "\x00")}


def test_conversations_on_a_real_server_tell_nothing(
    site: Site, staff: Callable[[str, Site], Staff], settings: Settings
) -> None:
    nothing_is_told(site, staff("liaison", site), settings, *SOME)


@pytest.mark.long
def test_a_thousand_conversations_on_a_real_server_tell_nothing(
    site: Site, staff: Callable[[str, Site], Staff], settings: Settings
) -> None:
    nothing_is_told(site, staff("liaison", site), settings, *THOUSAND)


def nothing_is_told(site: Site, ann: Staff, settings: Settings, many: int, beside: int) -> None:
    """The whole of it, for so many conversations."""
    settings.LIAISON_COPY = site.copy
    begun = time.monotonic()
    with serving(site):
        ann.port = site.port
        said = everything_said(site, ann, many, beside)
        said.add(written(Wired(site.port)).secret)
        wanted = forms_of(one.encode() for one in said)
        here, theirs = on_disk(*site.folders), shown(site.pids)
        assert (site.data / "liaison.sqlite3-wal").stat().st_size, "the journal is looked at while it is full"
    after = on_disk(*site.folders)
    assert len(said) > 6 * (many + beside)
    for content in (here, theirs, after):
        assert present(wanted, content) == []
    assert present(forms_of([b"The liaison"]), here), "what is there is found"
    print(f"{many + beside} conversations, {len(here) + len(theirs)} bytes: {time.monotonic() - begun:.0f} s")


def test_every_role_on_a_real_server_gets_nothing(site: Site, staff: Callable[[str, Site], Staff]) -> None:
    with serving(site):
        people = [written(Wired(site.port)) for _ in range(3)]
        wanted = forms_of(one.encode() for person in people for one in (person.secret, *spelled(person.words)))
        ann = staff("liaison", site)
        ann.opens_keys()
        theirs = THREADS.findall(ann.get("/desk/liaison/").content.decode())
        assert len(theirs) == len(people)
        assert sum(bool(present(wanted, ann.get(f"/desk/liaison/thread/{one}").content)) for one in theirs) == 3
        for role in (*ROLES, "colleague", "nobody"):
            other = staff(role, site) if role != "nobody" else Staff(site.port, "")
            if role == "colleague":
                other.opens_keys()
            for path in all_of_the_desk(theirs):
                content = other.get(path).content
                if role != "liaison":
                    assert present(wanted, content) == [], (role, path)
        assert present(wanted, on_disk(*site.folders)) == []


def all_of_the_desk(theirs: list[str]) -> list[str]:
    """Every address below /desk/ that the site has, with each conversation in the place of one."""
    routes = [str(one.pattern) for one in get_resolver().url_patterns if str(one.pattern).startswith("desk")]
    plain = [f"/{route}" for route in routes if "<" not in route]
    return [
        *plain,
        *(f"/{one.replace('<int:thread>', thread)}" for one in routes if "<int:" in one for thread in theirs),
    ]
