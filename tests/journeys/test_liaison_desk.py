"""The liaisons' desk in a browser: from the invitation to the last word, with a passkey and without script, judged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.data_folders import environment
from tests.journeys.conftest import served
from tests.journeys.enrolling import beside
from tests.journeys.test_desk import dooryard, violations, with_authenticator

SIGN_IN, KEYS = "seven horses read slowly", "nine grey herons at low tide"
COUNTY, OTHER = "Waldo", "Knox"
WORDS = "I slept by the old mill"
PICTURES = os.environ.get("DOORYARD_PICTURES", "")
"""A folder for pictures of the pages, to be looked at."""

# What somebody does who writes, and who comes back: their code stands for the page on which they read.
WRITE = """
import os, sys, json, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dooryard.web.settings")
django.setup()
from dooryard.liaison import threads
from dooryard.liaison.models import Thread
from dooryard.liaison.sealing import Code
told = json.loads(sys.argv[1])
if told.get("code"):
    code = Code.read(told["code"])
    found = threads.read(code.key, code.lookup)
    print(json.dumps([letter.text for letter in found.letters]))
else:
    code, before = Code.new(), set(Thread.objects.values_list("pk", flat=True))
    wishes = threads.Wishes(channels=("call", "meet"), phone="555-0142", place="the library on the square",
        hours="after six", word="heron", our_word="maple", otherwise="It is the dentist.",
        pass_on=True)
    threads.begin(code, told["county"], told["text"], wishes, os.urandom(16), urgency="soon")
    print(json.dumps({"code": " ".join(code.words), "thread": Thread.objects.exclude(pk__in=before).get().pk}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the served site."""
    return tmp_path_factory.mktemp("liaisons")


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[str]:
    """The address of a served site, by a name that a passkey can belong to."""
    with served(folder) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def somebody(folder: Path, desk: str) -> Callable[..., Any]:
    """Somebody who writes, or reads with their code."""

    def does(**told: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-c", WRITE, json.dumps(told)],
            env=environment(folder), capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        return json.loads(done.stdout)

    return does


def joins(page: Page, folder: Path, desk: str, name: str, role: str = "liaison") -> None:
    """Take an invitation with a passphrase and a code."""
    page.goto(dooryard(folder, "invite", name, "--site", desk, "--role", role).strip())
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Passphrase", exact=True).fill(SIGN_IN)
    page.get_by_label("The same passphrase again").fill(SIGN_IN)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Use this from now on").click()
    page.wait_for_url(f"{desk}/desk/")


def makes_a_key(page: Page, desk: str) -> None:
    """The first passphrase of somebody's keys."""
    page.goto(f"{desk}/desk/liaison/keys")
    page.get_by_label("Passphrase of your keys").fill(KEYS)
    page.get_by_label("The same passphrase again").fill(KEYS)
    page.get_by_role("button", name="Make my key").click()
    expect(page.get_by_text("Your keys are open.")).to_be_visible()


def begins_a_team(page: Page, folder: Path, desk: str, name: str, county: str) -> None:
    beside(folder, "name", name, county)
    page.goto(f"{desk}/desk/liaison/teams")
    page.get_by_label("County", exact=True).first.select_option(county)
    page.get_by_role("button", name="Begin this team").click()
    expect(page.get_by_text("The team has begun.")).to_be_visible()


@pytest.mark.parametrize("script", [False, True])
def test_invited_joined_enrolled_read_answered_handed_over_and_closed(
    chromium: Browser, folder: Path, desk: str, somebody: Callable[..., Any], script: bool
) -> None:
    here, there = (COUNTY, OTHER) if script else ("Oxford", "Lincoln")
    contexts = [chromium.new_context(java_script_enabled=script) for _ in range(2)]
    ann, ben = (one.new_page() for one in contexts)
    for page, name, county in ((ann, f"Ann {script}", here), (ben, f"Ben {script}", there)):
        joins(page, folder, desk, name)
        page.get_by_role("link", name="Conversations").click()
        expect(page.get_by_text("You belong to no team yet.")).to_be_visible()
        makes_a_key(page, desk)
        begins_a_team(page, folder, desk, name, county)
    written = somebody(county=here, text=WORDS)

    ann.goto(f"{desk}/desk/liaison/")
    assert WORDS not in ann.content()
    ann.get_by_role("link", name=f"{here} County").click()
    assert ann.title() == "Local services"
    expect(ann.get_by_text(WORDS)).to_be_visible()
    expect(ann.get_by_text("The first contact says nothing about what it is")).to_be_visible()
    address = ann.url
    ann.get_by_label("Your answer").fill("Come on Tuesday, until four.")
    ann.get_by_role("button", name="Keep this answer").click()
    expect(ann.get_by_text("Your answer is kept.")).to_be_visible()
    ann.reload()
    assert somebody(code=written["code"]) == [WORDS, "Come on Tuesday, until four."]

    ann.get_by_role("button", name="The word was wrong Call").click()
    expect(ann.get_by_text("The word was wrong once.")).to_be_visible()
    ann.get_by_role("button", name="The word was wrong Call").click()
    expect(ann.get_by_text("Closed. The word was wrong twice.")).to_be_visible()

    ann.get_by_label("To the team of").select_option(there)
    ann.get_by_label("I am sure. My team cannot read it after that.").check()
    ann.get_by_role("button", name="Hand over").click()
    expect(ann.get_by_text("Handed over.")).to_be_visible()
    assert ann.goto(address).status == 404  # type: ignore[union-attr]

    ben.goto(address)
    expect(ben.get_by_text("Come on Tuesday, until four.")).to_be_visible()
    ben.get_by_role("button", name="Close this conversation").click()
    expect(ben.get_by_text("Closed. It stays readable")).to_be_visible()
    ben.goto(f"{desk}/desk/liaison/")
    ben.get_by_role("button", name="Close my keys").click()
    ben.goto(address)
    assert WORDS not in ben.content()
    ben.get_by_label("Passphrase of your keys").fill(KEYS)
    ben.get_by_role("button", name="Open my keys").click()
    ben.goto(address)
    expect(ben.get_by_text(WORDS)).to_be_visible()
    for context in contexts:
        context.close()


def test_each_page_is_free_of_barriers(
    chromium: Browser, folder: Path, desk: str, somebody: Callable[..., Any]
) -> None:
    context = chromium.new_context()
    page = with_authenticator(context)
    page.goto(dooryard(folder, "invite", "Cleo", "--site", desk, "--role", "liaison").strip())
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url(f"{desk}/desk/")
    found = {}

    def judged(path: str) -> None:
        assert page.goto(f"{desk}/desk/liaison/{path}").status == 200  # type: ignore[union-attr]
        if wrong := violations(page):
            found[path] = wrong
        for width in (375, 1280) if PICTURES else ():
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=f"{PICTURES}/{path.partition('/')[0] or 'inbox'}-{width}.png", full_page=True)

    judged("keys")
    page.get_by_role("button", name="Make my key with my passkey").click()
    expect(page.get_by_text("Your keys are open.")).to_be_visible()
    judged("")
    begins_a_team(page, folder, desk, "Cleo", "York")
    written = somebody(county="York", text="Where can I sleep tonight?\nIt is cold.")
    for path in (
        "",
        f"thread/{written['thread']}",
        "keys",
        "shifts",
        "teams",
        "times",
        "notices",
        "keys?said=keys",
        "?said=opened",
    ):
        judged(path)
    page.goto(f"{desk}/desk/liaison/shifts")
    page.get_by_role("group", name="Monday").get_by_label("From").fill("09:00")
    page.get_by_role("group", name="Monday").get_by_label("To").fill("17:00")
    page.get_by_role("button", name="Keep my week York County").click()
    expect(page.get_by_text("Somebody reads here: Monday, 9 am to 5 pm.")).to_be_visible()
    page.goto(f"{desk}/desk/liaison/")
    page.get_by_role("link", name="York County").click()
    expect(page.get_by_text("Where can I sleep tonight?")).to_be_visible()
    page.get_by_label("Taken by").select_option(label="Cleo (you)")
    page.get_by_role("button", name="Keep this", exact=True).click()
    expect(page.get_by_text("You have taken this conversation.")).to_be_visible()
    judged("?said=assigned")
    judged("shifts?said=shifts")
    page.goto(f"{desk}/desk/liaison/thread/{written['thread']}")
    assert violations(page) == []
    page.get_by_role("button", name="The word was wrong Call").click()
    page.get_by_role("button", name="The word was wrong Call").click()
    assert violations(page) == []
    page.goto(f"{desk}/desk/liaison/keys")
    page.get_by_role("button", name="Close my keys").click()
    judged("keys")
    page.get_by_role("button", name="Open with my passkey").click()
    expect(page.get_by_text("Your keys are open.")).to_be_visible()
    assert found == {}
    context.close()


def test_an_administrator_names_who_may_begin_a_team(chromium: Browser, folder: Path, desk: str) -> None:
    contexts = [chromium.new_context(java_script_enabled=script) for script in (True, False)]
    boss, gil = contexts[0].new_page(), contexts[1].new_page()
    joins(boss, folder, desk, "Boss", "administrator")
    joins(gil, folder, desk, "Gil")
    makes_a_key(gil, desk)
    gil.goto(f"{desk}/desk/liaison/teams")
    expect(gil.get_by_text("after an administrator named you for it")).to_be_visible()
    boss.get_by_role("link", name="Liaisons and their counties").click()
    assert violations(boss) == []
    boss.get_by_label("County", exact=True).select_option("Hancock")
    boss.get_by_label("Liaison", exact=True).select_option(label="Gil")
    boss.get_by_role("button", name="Name them").click()
    expect(boss.get_by_text("Named.")).to_be_visible()
    assert violations(boss) == []
    for width in (375, 1280) if PICTURES else ():
        boss.set_viewport_size({"width": width, "height": 800})
        boss.screenshot(path=f"{PICTURES}/named-{width}.png", full_page=True)
    gil.reload()
    gil.get_by_label("County", exact=True).first.select_option("Hancock")
    gil.get_by_role("button", name="Begin this team").click()
    expect(gil.get_by_text("The team has begun.")).to_be_visible()
    for context in contexts:
        context.close()


def test_after_signing_out_back_shows_nothing(
    chromium: Browser, folder: Path, desk: str, somebody: Callable[..., Any]
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    joins(page, folder, desk, "Fay")
    makes_a_key(page, desk)
    begins_a_team(page, folder, desk, "Fay", "Sagadahoc")
    written = somebody(county="Sagadahoc", text=WORDS)
    page.goto(f"{desk}/desk/liaison/thread/{written['thread']}")
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{desk}/desk/enter")
    for _ in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert WORDS not in page.content()
        page.reload()
        assert WORDS not in page.content()
    context.close()
