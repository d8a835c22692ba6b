"""Every public address: one list of the pages that there are, in each state worth looking at, and how to reach each.

A page that stands behind a form is reached as a person reaches it: the form is posted and the 303 is followed. A test
(test_addresses.py) holds this list against the URL table, so that a page that is missing here fails the run.
"""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from dooryard.directory import languages
from tests.journeys.enrolling import COUNTY, OTHER

ALIASES = {"find/search": "find", "service/<str:key>/wrong/search": "service/<str:key>/wrong"}
"""Where forms are sent, and which page is meant."""
NO_PAGE = {"healthz"}
"""Routes that answer machines; tests/web/test_headers.py holds what they send."""


class Answer(NamedTuple):
    """What came back: status, where it sends, and the body."""

    status: int
    location: str
    body: str


class Asking:
    """A plain client of the site in one language, which follows nothing by itself."""

    def __init__(self, site: str, language: str = languages.ENGLISH) -> None:
        self.site = site
        self.prefix = "" if language == languages.ENGLISH else f"/{language}"

    def ask(self, path: str, form: list[tuple[str, str]] | None = None) -> Answer:
        """One request for a whole path, which begins with the language if it has one."""
        connection = http.client.HTTPConnection(urlsplit(self.site).netloc, timeout=30)
        headers = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("GET" if form is None else "POST", path, urlencode(form or []), headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return Answer(answer.status, answer.headers.get("Location", ""), body)

    def behind(self, path: str, **form: str) -> str:
        """The neutral address that a form leads to."""
        return self.behind_all(path, list(form.items()))

    def behind_all(self, path: str, form: list[tuple[str, str]]) -> str:
        """The same for a form with a field more than once."""
        answer = self.ask(self.prefix + path, form)
        assert answer.status == 303, f"{path}: {answer.status}"
        return answer.location.partition("#")[0]

    def services(self, words: str, near: str = "") -> list[str]:
        """The addresses of the services that a question finds, without the language."""
        page = self.ask(f"{self.prefix}/find?{urlencode({'q': words, 'near': near})}").body
        found = re.findall(r'href="(?:/[a-z]{2})?(/service/[0-9a-f-]+)', page)
        assert found, f"no service answers {words}"
        return list(dict.fromkeys(found))


class Address(NamedTuple):
    """A page: its name here, the route that answers, its neutral title in English, how to reach it, and its status."""

    name: str
    route: str
    title: str
    to: str | Callable[[Asking], str]
    status: int = 200


def question(words: str, near: str = "", **more: str) -> Callable[[Asking], str]:
    """The answer to a question, behind its sealed address."""
    return lambda asking: asking.behind("/find", words=words, near=near, **more)


def service(words: str, near: str = "", after: str = "") -> Callable[[Asking], str]:
    """The first service that a question finds, or a page below it."""
    return lambda asking: asking.prefix + asking.services(words, near)[0] + after


def closed(asking: Asking) -> str:
    """A service that is closed: the record says so in English, whatever the language of the page."""
    english = Asking(asking.site)
    for path in english.services("syringe exchange"):
        if re.search(r"Closed since", english.ask(path).body):
            return asking.prefix + path
    raise AssertionError("no closed service was found")


def filled(asking: Asking) -> str:
    """A list with three services on it."""
    ids = [path.removeprefix("/service/") for path in asking.services("narcan", "Bangor")[:3]]
    return asking.behind_all("/list", [("keep", one) for one in ids])


def reported(asking: Asking) -> str:
    """A report that was received: the form is read for as long as a person would need."""
    path = asking.services("narcan", "Bangor")[0] + "/wrong"
    stamp = re.search(r'name="stamp"[^>]*value="([^"]+)"', asking.ask(asking.prefix + path).body)
    assert stamp
    time.sleep(2.1)
    return asking.behind(path, what="hours", words="", stamp=stamp[1], web="")


def refused(asking: Asking) -> str:
    """A report that was not kept."""
    return asking.behind(asking.services("narcan", "Bangor")[0] + "/wrong", what="", words="Rather short", stamp="x")


def hidden(page: str, name: str = "ticket") -> str:
    """What a field that nobody sees holds, the first of that name."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)
    assert found, f"no {name}"
    return found[1]


def writing(county: str = COUNTY, **given: str) -> Callable[[Asking], str]:
    """The form to write to a liaison, or what comes back where something is sent with it."""

    def to(asking: Asking) -> str:
        form = asking.behind("/talk/write/search", county=county)
        if not given:
            return form
        ticket = hidden(asking.ask(form).body)
        return asking.behind("/talk/write/search", county=county, ticket=ticket, **given)

    return to


def conversation(**given: str) -> Callable[[Asking], str]:
    """A conversation that was begun and is open, or what comes back where something is sent with it."""

    def to(asking: Asking) -> str:
        page = asking.ask(asking.behind("/talk/write/search", county=COUNTY)).body
        asking.behind("/talk/write/search", county=COUNTY, ticket=hidden(page), message="I would like to talk.")
        words = " ".join(re.findall(r'<li lang="en">(\w+)</li>', page))
        thread = asking.behind("/talk/back/search", words=words)
        if not given:
            return thread
        return asking.behind("/talk/thread/search", ticket=hidden(asking.ask(thread).body), **given)

    return to


ASKED, TOKEN = "find", "find/<str:token>"
ONE, WRONG, SENT = "service/<str:key>", "service/<str:key>/wrong", "service/<str:key>/wrong/<str:token>"
TALK = ("talk/write/<str:token>", "talk/sent/<str:token>", "talk/back/<str:token>", "talk/thread/<str:token>")
WRITE, KEPT, BACK, THREAD = TALK
LIST, SHEET = "list", "list/<str:token>"

ADDRESSES = (
    Address("home", "", "Local services", "/"),
    Address("now", "now", "What to do now", "/now"),
    Address("talk", "talk", "Talk to someone", "/talk"),
    Address("write", WRITE, "Talk to someone", writing()),
    Address("write-nobody", WRITE, "Talk to someone", writing(OTHER), 400),
    Address("write-refused", WRITE, "Talk to someone", writing(message="Hello", how="call"), 400),
    Address("write-danger", WRITE, "Talk to someone", writing(message="i want to die. he is not breathing"), 200),
    Address("write-warned", WRITE, "Talk to someone", writing(message="i will stop drinking on my own")),
    Address("write-expired", WRITE, "Talk to someone", "/talk/write/x", 410),
    Address("write-received", KEPT, "Talk to someone", writing(message="I would like to talk.")),
    Address("back", "talk/back", "Talk to someone", "/talk/back"),
    Address("back-wrong", BACK, "Talk to someone", lambda asking: asking.behind("/talk/back/search", words="x"), 400),
    Address("thread", THREAD, "Talk to someone", conversation()),
    Address("thread-refused", THREAD, "Talk to someone", conversation(do="reply", message=""), 400),
    Address("thread-asked", THREAD, "Talk to someone", conversation(do="ask")),
    Address("thread-deleted", KEPT, "Talk to someone", conversation(do="delete")),
    Address("about", "about", "About this site", "/about"),
    Address("style", "style", "Parts of the pages", "/style"),
    Address("ask", ASKED, "Services", "/find"),
    Address("shared", ASKED, "Services", "/find?q=narcan&near=Bangor"),
    Address("found", TOKEN, "Services", question("narcan", "Bangor")),
    Address("emergency", TOKEN, "Services", question("he wont wake up in bangor")),
    Address("crisis", TOKEN, "Services", question("i want to die")),
    Address("warning", TOKEN, "Services", question("stop drinking on my own", "Bangor")),
    Address("far", TOKEN, "Services", question("methadone", "Fort Kent")),
    Address("unmet", TOKEN, "Services", question("heating oil")),
    Address("nowhere", TOKEN, "Services", question("detox", "Nowhereville"), 400),
    Address("strange", TOKEN, "Services", question("methodone zzyzx", "Calais")),
    Address("filtered", TOKEN, "Services", question("narcan", "Bangor", open="1", age="30")),
    Address("near-misses", TOKEN, "Services", question("food", "Portland", within="10", **{"f.cost": "free"})),
    Address("readings", TOKEN, "Services", question("help", "Portland")),
    Address("no-such-choice", TOKEN, "Services", question("food", "Portland", **{"f.cost": "nothing"}), 400),
    Address("nothing-asked", TOKEN, "Services", question(""), 400),
    Address("too-long", TOKEN, "Services", question("a" * 10_000), 413),
    Address("expired", TOKEN, "Services", "/find/x", 410),
    Address("service", ONE, "Service", service("narcan", "Bangor")),
    Address("detox", ONE, "Service", service("detox", "Hampden")),
    Address("line", ONE, "Service", service("suicide")),
    Address("closed", ONE, "Service", closed),
    Address("wrong", WRONG, "Service", service("narcan", "Bangor", "/wrong")),
    Address("wrong-refused", SENT, "Service", refused, 400),
    Address("wrong-received", SENT, "Service", reported),
    Address("wrong-expired", SENT, "Service", service("narcan", "Bangor", "/wrong/x"), 410),
    Address("list", LIST, "Services", "/list"),
    Address("sheet", SHEET, "Services", filled),
    Address("list-expired", SHEET, "Services", "/list/x", 410),
    Address("missing", "", "Local services", "/no/such/page", 404),
)
BY_NAME = {one.name: one for one in ADDRESSES}

FRESH = 240.0
"""Seconds that a sealed address is used again; it opens for ten minutes at least."""
_reached: dict[tuple[str, str, str], tuple[float, str]] = {}


def reach(site: str, name: str, language: str = languages.ENGLISH) -> str:
    """The whole path of a page in a language; one behind a form is kept for some minutes."""
    key = (site, name, language)
    made, path = _reached.get(key, (-FRESH, ""))
    if time.monotonic() - made > FRESH:
        asking, to = Asking(site, language), BY_NAME[name].to
        path = asking.prefix + to if isinstance(to, str) else to(asking)
        _reached[key] = (time.monotonic(), path)
    return path


def titled(name: str, language: str) -> str:
    """The title of a page in a language."""
    return languages.catalog(languages.SITE, language).gettext(BY_NAME[name].title)
