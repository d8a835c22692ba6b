"""One's own account and those of others in a browser: a second passkey, a lost one, a new passphrase, and the keys."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.journeys.conftest import served
from tests.journeys.keys import Keys
from tests.journeys.test_desk import PASSPHRASE, dooryard, violations

NEW = "nine grey herons at low tide"
PICTURES = os.environ.get("DOORYARD_PICTURES", "")
"""A folder for pictures of the pages, to be looked at."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the served site."""
    return tmp_path_factory.mktemp("accounts")


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[str]:
    """The address of a served site, by a name that a passkey can belong to."""
    with served(folder) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context()
    yield made
    made.close()


class Devices:
    """The devices of one person, each with a passkey of its own: one of them is at hand at a time."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        self.known: list[str] = []

    def takes(self, transport: str = "usb") -> str:
        """Take another device into the hand: the others are not there."""
        for one in self.known:
            self._there(one, False)
        told = {"protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": transport, "hasResidentKey": True}
        told |= {"hasUserVerification": True, "isUserVerified": True, "hasPrf": True}
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": told})
        self.known.append(made["authenticatorId"])
        self._there(self.known[-1], True)
        return self.known[-1]

    def holds(self, device: str) -> None:
        """Take a known one into the hand."""
        for one in self.known:
            self._there(one, one == device)

    def _there(self, device: str, enabled: bool) -> None:
        self.session.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": device, "enabled": enabled})


def joins(page: Page, folder: Path, desk: str, name: str, *roles: str) -> None:
    """Take an invitation with a passkey."""
    options = [part for role in roles for part in ("--role", role)]
    page.goto(dooryard(folder, "invite", name, "--site", desk, *options).strip())
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url(f"{desk}/desk/")


def joins_with_passphrase(page: Page, link: str, desk: str) -> str:
    """Take an invitation with a passphrase; the secret of the app."""
    page.goto(link)
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("The same passphrase again").fill(PASSPHRASE)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Use this from now on").click()
    page.wait_for_url(f"{desk}/desk/")
    return secret


def next_code(secret: str) -> str:
    """The code of the next half minute, which is taken already: nobody waits for it."""
    return pyotp.TOTP(secret).at(time.time() + 30)


def proves(page: Page) -> None:
    """Show by the passkey once more that it is you."""
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(lambda address: "/prove" not in address)


def test_a_second_passkey_is_added_used_and_the_first_removed_but_never_the_last(
    context: BrowserContext, folder: Path, desk: str
) -> None:
    page = context.new_page()
    devices = Devices(page)
    phone = devices.takes()
    joins(page, folder, desk, "Ada", "steward")
    page.get_by_role("link", name="Your account").first.click()
    page.get_by_role("link", name="Add a passkey").click()
    proves(page)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("That did not work")).to_be_visible()  # the phone has one already
    key = devices.takes()
    page.get_by_label("A name for it").fill("the key in my bag")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    expect(page.get_by_role("heading", name="the key in my bag")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{desk}/desk/")

    page.goto(f"{desk}/desk/account")
    page.get_by_role("link", name="Name or remove Passkey").click()
    proves(page)
    page.get_by_label("I am sure").check()
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.get_by_text("It is removed.")).to_be_visible()
    page.get_by_role("link", name="Name or remove the key in my bag").click()
    page.get_by_label("I am sure").check()
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.get_by_text("this is the only way you can sign in")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    devices.holds(phone)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That passkey did not fit.")).to_be_visible()
    devices.holds(key)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{desk}/desk/")


def test_a_cookie_that_was_copied_before_a_new_passphrase_opens_nothing_after_it_without_script(
    chromium: Browser, folder: Path, desk: str
) -> None:
    mine, thiefs = (chromium.new_context(java_script_enabled=False) for _ in range(2))
    page = mine.new_page()
    link = dooryard(folder, "invite", "Sam", "--site", desk, "--role", "analyst").strip()
    secret = joins_with_passphrase(page, link, desk)
    page.goto(f"{desk}/desk/account/passkeys")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_label("Code").fill(next_code(secret))
    page.get_by_role("button", name="Go on").click()
    assert page.locator("noscript p").last.inner_text() == "Passkeys need scripts in your browser to be switched on."
    expect(page.get_by_role("button", name="Make a passkey")).to_have_count(0)

    thiefs.add_cookies(mine.cookies())  # type: ignore[arg-type]
    theirs = thiefs.new_page()
    theirs.goto(f"{desk}/desk/account")
    assert theirs.url == f"{desk}/desk/account", "until then it is as good as the owner's"
    page.get_by_role("link", name="Your account").first.click()
    page.get_by_role("link", name="New passphrase").click()
    page.get_by_label("Passphrase", exact=True).fill(NEW)
    page.get_by_label("The same passphrase again").fill(NEW)
    page.get_by_role("button", name="Use this from now on").click()
    expect(page.get_by_text("Your new passphrase is kept.")).to_be_visible()
    theirs.goto(f"{desk}/desk/account")
    assert theirs.url == f"{desk}/desk/enter"
    for one in (mine, thiefs):
        one.close()


def test_a_liaisons_keys_stay_open_and_open_with_the_second_passkey(
    context: BrowserContext, folder: Path, desk: str
) -> None:
    page = context.new_page()
    devices = Devices(page)
    phone = devices.takes()
    joins(page, folder, desk, "Lia", "liaison")
    page.goto(f"{desk}/desk/liaison/keys")
    page.get_by_role("button", name="Make my key with my passkey").click()
    expect(page.get_by_text("Your keys are open.")).to_be_visible()
    page.goto(f"{desk}/desk/account/passkeys")
    proves(page)
    devices.takes()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    page.get_by_role("link", name="What opens your keys to messages").click()
    expect(page.get_by_text("Your keys are open for this session.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Let it open my keys").click()
    expect(page.get_by_text("That passkey opens your keys too")).to_be_visible()
    page.get_by_role("button", name="Close my keys").click()
    page.get_by_role("button", name="Open with my passkey").click()
    expect(page.get_by_text("Your keys are open.")).to_be_visible()
    page.goto(f"{desk}/desk/liaison/keys")
    page.get_by_role("button", name="Close my keys").click()
    devices.holds(phone)
    page.get_by_role("button", name="Open with my passkey").click()
    expect(page.get_by_text("Your keys are open.")).to_be_visible()


@pytest.mark.parametrize("script", [False, True])
def test_an_administrator_invites_changes_roles_signs_out_and_closes(
    chromium: Browser, folder: Path, desk: str, script: bool
) -> None:
    contexts = [chromium.new_context(java_script_enabled=script) for _ in range(2)]
    boss, new = (one.new_page() for one in contexts)
    link = dooryard(folder, "invite", f"Boss {script}", "--site", desk, "--role", "administrator").strip()
    secret = joins_with_passphrase(boss, link, desk)
    boss.get_by_role("link", name="Accounts").click()
    boss.get_by_role("link", name="Invite somebody").click()
    boss.get_by_label("Passphrase").fill(PASSPHRASE)
    boss.get_by_label("Code").fill(next_code(secret))
    boss.get_by_role("button", name="Go on").click()
    boss.get_by_label("Name").fill(f"Noa {script}")
    boss.get_by_label("Analyst: reads figures.").check()
    boss.get_by_role("button", name="Make a link").click()
    shown = boss.locator("code").inner_text()
    assert shown.startswith(f"{desk}/desk/join/") and "join" not in boss.url
    joins_with_passphrase(new, shown, desk)

    boss.get_by_role("link", name="Accounts").click()
    boss.get_by_role("link", name=f"Noa {script}").click()
    boss.get_by_label("Steward: keeps the directory true.").check()
    boss.get_by_role("button", name="Keep these roles").click()
    expect(boss.get_by_text("The roles are kept.")).to_be_visible()
    new.goto(f"{desk}/desk/")
    expect(new.get_by_text("Steward: keeps the directory true.")).to_be_visible()
    boss.get_by_role("button", name="Sign out everywhere").click()
    expect(boss.get_by_text("They are signed out everywhere.")).to_be_visible()
    new.goto(f"{desk}/desk/")
    assert new.url == f"{desk}/desk/enter"
    boss.get_by_label("I am sure").check()
    boss.get_by_role("button", name="Close this account").click()
    expect(boss.get_by_text("The account is closed.")).to_be_visible()
    for one in contexts:
        one.close()


def pages_of(page: Page, desk: str, look: Callable[[str], None]) -> None:
    """Every page of accounts, with what stands above it when something went wrong, shown to `look`."""

    def at(path: str) -> None:
        assert page.goto(f"{desk}/desk/{path}").status == 200  # type: ignore[union-attr]
        look(path)

    for path in ("", "account", "account/prove?said=proof", "accounts"):
        at(path)
    page.goto(f"{desk}/desk/account/passkeys")
    proves(page)
    key, mine = (
        re.search(rf"/{part}/(\d+)", page.goto(f"{desk}/desk/{path}").text())  # type: ignore[union-attr]
        for part, path in (("passkeys", "account"), ("accounts", "accounts"))
    )
    assert key and mine
    for path in (
        "account/passkeys?said=taken",
        f"account/passkeys/{key[1]}?said=last",
        "account/passphrase?said=weak",
        "account/sessions",
        "accounts/new?said=no-role",
        f"accounts/{mine[1]}?said=roles",
    ):
        at(path)
    page.goto(f"{desk}/desk/accounts/new")
    page.get_by_label("Name").fill(f"Invited {time.monotonic_ns()}")
    page.get_by_label("Liaison: answers people who wrote.").check()
    page.get_by_role("button", name="Make a link").click()
    look("link")


def test_each_page_is_free_of_barriers_and_reached_by_the_keyboard(chromium: Browser, folder: Path, desk: str) -> None:
    context = chromium.new_context(reduced_motion="reduce")  # what still slides says nothing about what hides it
    page = context.new_page()
    Devices(page).takes()
    joins(page, folder, desk, "Cleo", *("administrator", "liaison", "analyst"))
    found: dict[str, Any] = {}

    def look(path: str) -> None:
        if wrong := violations(page):
            found[path] = wrong
        keys = Keys(page)
        stops = keys.stops()
        assert sorted(keys.walk()[:stops]) == list(range(stops)), path
        _picture(page, path)

    pages_of(page, desk, look)
    assert found == {}
    context.close()


def _picture(page: Page, path: str) -> None:
    name = re.sub(r"\d+", "one", path.partition("?")[0]).replace("/", "-") or "home"
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    for width in (375, 1280) if PICTURES else ():
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=f"{PICTURES}/{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme=None)
