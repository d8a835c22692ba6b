"""Setting up an app for codes: what is shown of it, and what its form carries."""

from __future__ import annotations

from django.http import HttpRequest

from dooryard.desk import entering, totp
from dooryard.desk.views.door import here

LONGEST = 800
"""Letters of what a form carries that go back into an address: ours are shorter."""


def app_to_set_up(request: HttpRequest, bound: str, name: str) -> dict[str, object]:
    """The secret to be read or typed by an app, and the same sealed: the one begun, or a new one."""
    secret, setup = entering.set_up(bound, request.GET.get("setup", ""))
    return {
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "square": totp.square(totp.address(secret, name, here(request).host)),
        "setup": setup,
    }
