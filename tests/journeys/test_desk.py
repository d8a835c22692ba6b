"""The desk in a browser: a passkey from invitation to sign-out, the passphrase without script, what a browser keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import served
from tests.journeys.judging import Judge
from tests.journeys.staffed import PASSPHRASE, dooryard

Invited = Callable[..., str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the served site."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[str]:
    """The address of a served site. By its name: a passkey belongs to a name, and 127.0.0.1 is none."""
    with served(folder) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def invited(folder: Path, desk: str) -> Invited:
    """Invites somebody on the command line; the link."""

    def invite(name: str, *roles: str) -> str:
        options = [part for role in roles for part in ("--role", role)]
        return dooryard(folder, "invite", name, "--site", desk, *options).strip()

    return invite


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser with script, of one person."""
    made = chromium.new_context()
    yield made
    made.close()


@pytest.fixture
def without_script(chromium: Browser) -> Iterator[Page]:
    made = chromium.new_context(java_script_enabled=False)
    yield made.new_page()
    made.close()


def violations(page: Page) -> list[str]:
    """What axe finds on a page, on a wide screen and a narrow one, and what is wrong with how it is made."""
    judge, found = Judge(page), []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found += judge.barriers() + judge.faults(title="Local services", language="en", direction="ltr")
    return found


def with_authenticator(context: BrowserContext, **other: Any) -> Page:
    """A page whose browser has a passkey's authenticator, with a finger that is always there."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    told = {"protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True}
    told |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True, "hasPrf": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": told | other})
    return page


def test_a_passkey_from_the_invitation_to_the_way_out_and_in_again(
    context: BrowserContext, invited: Invited, desk: str
) -> None:
    page = with_authenticator(context)
    link = invited("Ada", "liaison", "analyst")
    page.goto(link)
    assert violations(page) == []
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url(f"{desk}/desk/")
    expect(page.get_by_text("Signed in as Ada")).to_be_visible()
    expect(page.get_by_text("Liaison: answers people who wrote.")).to_be_visible()
    assert violations(page) == []
    [cookie] = context.cookies()
    assert (cookie["name"], cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (
        "__Host-desk", True, True, "Strict",
    )  # fmt: skip
    assert (cookie["path"], cookie["expires"]) == ("/", -1)

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{desk}/desk/enter")
    assert not context.cookies()
    assert violations(page) == []
    page.goto(f"{desk}/desk/")
    page.wait_for_url(f"{desk}/desk/enter")

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{desk}/desk/")
    expect(page.get_by_text("Signed in as Ada")).to_be_visible()
    assert page.goto(link).status == 410  # type: ignore[union-attr]


def test_a_cookie_that_was_copied_opens_nothing_after_signing_out(
    chromium: Browser,
    context: BrowserContext,
    invited: Invited,
    desk: str,
) -> None:
    page = with_authenticator(context)
    page.goto(invited("Cleo", "steward"))
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url(f"{desk}/desk/")
    thief = chromium.new_context()
    thief.add_cookies(context.cookies())  # type: ignore[arg-type]
    theirs = thief.new_page()
    theirs.goto(f"{desk}/desk/")
    assert theirs.url == f"{desk}/desk/", "until then it is as good as the owner's"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{desk}/desk/enter")
    theirs.goto(f"{desk}/desk/")
    assert theirs.url == f"{desk}/desk/enter"
    thief.close()


def test_a_finger_that_is_not_known_signs_nobody_in(context: BrowserContext, invited: Invited, desk: str) -> None:
    page = with_authenticator(context, isUserVerified=False)
    page.goto(invited("Dora", "liaison"))
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("That did not work")).to_be_visible()
    assert "/desk/join/" in page.url
    assert not context.cookies()


def test_a_passphrase_and_a_code_work_without_script(without_script: Page, invited: Invited, desk: str) -> None:
    page = without_script
    page.goto(invited("Sam", "administrator"))
    expect(page.get_by_role("button", name="Make a passkey")).to_have_count(0)
    expect(page.locator("noscript p")).to_have_text("Passkeys need scripts in your browser to be switched on.")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("The same passphrase again").fill(PASSPHRASE)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Use this from now on").click()
    page.wait_for_url(f"{desk}/desk/")
    page.goto(f"{desk}/desk/accounts")
    expect(page.get_by_role("rowheader", name="Sam")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    page.get_by_label("Name").fill("Sam")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("That did not fit")).to_be_visible()  # the code of joining was used
    assert page.get_by_label("Passphrase").input_value() == ""


def test_back_after_signing_out_shows_nothing_of_the_desk(context: BrowserContext, invited: Invited, desk: str) -> None:
    page = with_authenticator(context)
    page.goto(invited("Bo", "administrator"))
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url(f"{desk}/desk/")
    page.goto(f"{desk}/desk/accounts")
    expect(page.get_by_role("rowheader", name="Bo")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/desk/enter")
    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("heading", name="Sign in to the desk")).to_be_visible()
        assert "Bo" not in page.locator("main").inner_text()


def test_a_page_of_another_site_cannot_sign_anybody_out(
    chromium: Browser,
    invited: Invited,
    desk: str,
) -> None:
    """127.0.0.1 is another site than localhost, to a browser and to us: its cookie is not brought along."""
    context = chromium.new_context()
    page = with_authenticator(context)
    page.goto(invited("Eve", "liaison"))
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url(f"{desk}/desk/")
    word = page.locator("input[name=word]").get_attribute("value")
    form = (
        f'<form method="post" action="{desk}/desk/leave"><input name="word" value="{word}"><button>go</button></form>'
    )
    theirs = desk.replace("localhost", "127.0.0.1") + "/theirs"
    context.route(theirs, lambda route: route.fulfill(body=form, content_type="text/html"))
    other = context.new_page()
    other.goto(theirs)
    other.get_by_role("button").click()
    expect(other.get_by_role("heading", name="Sign in to the desk")).to_be_visible()  # nobody, as it seems to us
    page.goto(f"{desk}/desk/")
    expect(page.get_by_text("Signed in as Eve")).to_be_visible()
    context.close()


def test_the_log_of_all_that_was_done_is_whole(folder: Path, desk: str) -> None:
    assert re.fullmatch(r"rows \d+\nhead \d+:[0-9a-f]{64}\n", dooryard(folder, "audit"))
