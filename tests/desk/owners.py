"""Somebody with an account of their own: they join, show once more that it is them, and change how they sign in."""

from __future__ import annotations

import pyotp
from django.utils import timezone

from dooryard.desk import tokens
from dooryard.desk.actions.accounts import invite
from dooryard.desk.models import Account, Session
from tests.desk.authenticator import Authenticator
from tests.desk.client import DeskClient, field, options

PASSPHRASE = "seven horses read slowly"


class Owner(DeskClient):
    """A browser in which somebody has just joined."""

    def __init__(self, name: str, *roles: str, link: str = "") -> None:
        super().__init__()
        self.name, self.passkey, self.secret = name, Authenticator(), ""
        self.link = link or f"/desk/join/{invite(name, roles or ['steward'], by='test')}"

    @property
    def account(self) -> Account:
        return Account.objects.get(name=self.name)

    def with_passkey(self) -> Owner:
        """Join with a passkey."""
        page = self.get(self.link)
        self.post(self.link, {"answer": self.passkey.make(options(page)), "asked": field(page, "asked")})
        return self

    def with_passphrase(self) -> Owner:
        """Join with a passphrase and an app."""
        page = self.get(self.link)
        self.secret = secret_of(page.content.decode())
        given = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "code": self.code(), "setup": field(page, "setup")}
        self.post(f"{self.link}/search", given)
        return self

    def code(self, secret: str = "") -> str:
        """What the app shows now."""
        return pyotp.TOTP(secret or self.secret).at(timezone.now())

    def elsewhere(self) -> DeskClient:
        """Another browser with the same cookie: a thief's."""
        return DeskClient(self.cookie)

    def send(self, path: str, **fields: object) -> str:
        """Send a form of ours below /desk/; where the browser is sent."""
        return str(self.post(f"/desk/{path}", {"word": self.word()} | fields)["Location"])

    def signs(self, to: str = "/desk/account", **other: str) -> str:
        """Show once more that it is them, by the passkey."""
        page = self.get(f"/desk/account/prove?to={to}")
        answer = {"answer": self.passkey.sign(options(page)), "asked": field(page, "asked"), "to": to}
        return self.send("account/prove", **answer | other)

    def types(self, to: str = "/desk/account", **other: str) -> str:
        """The same by the passphrase and a code."""
        given = {"passphrase": PASSPHRASE, "code": self.code(), "to": to}
        return self.send("account/prove/search", **given | other)

    def is_proven(self) -> None:
        """They have shown it a moment ago."""
        Session.objects.filter(digest=tokens.digest(self.cookie)).update(proven=timezone.now())

    def adds(self, passkey: Authenticator, label: str = "", **other: str) -> str:
        """One passkey more."""
        page = self.get("/desk/account/passkeys")
        answer = {"answer": passkey.make(options(page)), "asked": field(page, "asked"), "label": label}
        return self.send("account/passkeys/search", **answer | other)

    def enters(self, passkey: Authenticator) -> str:
        """Sign in anew, in this browser."""
        page = self.get("/desk/enter")
        answer = {"answer": passkey.sign(options(page)), "asked": field(page, "asked")}
        return str(self.post("/desk/enter", answer)["Location"])


def secret_of(page: str) -> str:
    """The key of the app that a page shows."""
    return page.partition("<code>")[2].partition("</code>")[0].replace(" ", "")
