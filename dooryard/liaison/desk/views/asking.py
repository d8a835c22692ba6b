"""What the liaisons' pages share: the keys a request needs, what is said above a page, and the fields of a form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from dooryard.desk import passkeys
from dooryard.desk.passkeys import Asked
from dooryard.desk.views.door import SAFE, here, posted, see
from dooryard.desk.views.pages import page
from dooryard.directory.presenters import county_name
from dooryard.liaison.desk import drafts, keys, reading
from dooryard.liaison.desk.drafts import Draft
from dooryard.liaison.desk.wording import DONE, WRONG
from dooryard.liaison.sealing import name_of

View = Callable[..., HttpResponse]
KEYS = "/desk/liaison/keys"
OPEN = "open liaison keys"
"""What a passkey is asked to sign, so that what was signed to come in opens nothing."""
ADD = "add to liaison keys"
"""The same for one passkey more, so that what was signed to open them does not change who opens them."""
SALT = "ZG9vcnlhcmQgbGlhaXNvbiBwcmYgc2FsdCBudW1iZXI"
"""What a passkey makes its 32 bytes of: the same for all, each passkey has a secret of its own."""


def with_keys(view: View) -> View:
    """A view for who has their keys open: `request.ring` is what they hold. Whoever has not is shown how."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        request.ring = keys.opened(request.desk)
        if request.ring is not None:
            return view(request, *args, **named)
        return closed(request) if request.method in SAFE else _unsent(request, int(named.get("thread", 0)))

    return opened


def _unsent(request: HttpRequest, thread: int) -> HttpResponse:
    """To the page of the keys, which says that nothing was done; an answer that was typed goes along, sealed."""
    text = posted(request, "text").strip()
    if not text:
        return back(request, KEYS, "shut")
    draft = Draft(request.desk.session.digest, thread, posted(request, "once"), text)
    token = drafts.seal(draft) if len(text) <= drafts.LONGEST else ""
    return see(request, f"{KEYS}?said=unsent&draft={token}") if token else back(request, KEYS, "lost")


def draft_of(request: HttpRequest, token: str) -> Draft | None:
    """The answer that waits until the keys are open, of this session."""
    return drafts.of_session(token, request.desk.session.digest)


def closed(request: HttpRequest) -> HttpResponse:
    """The page on which somebody opens their keys, or makes them."""
    account = request.desk.account
    ways, draft = keys.ways(account.by), request.GET.get("draft", "")
    context = {
        "ways": ways,
        "asked": asked(request),
        "salt": SALT,
        "more": asked(request, to_add=True) if ways else None,
        "open": keys.opened(request.desk) is not None,
        "in_use": reading.opens_something(account.by),
        "draft": draft if draft_of(request, draft) else "",
        "teams": [(county_name(one), reading.is_alone(one, account.by)) for one in reading.my_counties(account.by)],
    }
    return shown(request, "keys.html", context)


def asked(request: HttpRequest, *, to_add: bool = False) -> Asked | None:
    """What a passkey is asked for that opens the keys, or `to_add` one that does not yet; None where there is none.

    Who has no key yet makes it with any of their passkeys.
    """
    wrapped = keys.wrapped_by(request.desk.account.by)
    own = request.desk.account.passkeys.all()
    fit = tuple(one for one in own if not wrapped or (name_of(bytes(one.credential_id)) in wrapped) is not to_add)
    return passkeys.ask(here(request), ADD if to_add else OPEN, fit) if fit else None


def shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the liaisons, with what was done, or not, said above it."""
    said = request.GET.get("said", "")
    told = {"done": DONE.get(said), "problem": WRONG.get(said)}
    return page(request, f"liaison_desk/{template}", told | context)


def back(request: HttpRequest, path: str, said: str) -> HttpResponse:
    """To a page, which says what was done."""
    return see(request, f"{path}?said={said}")
