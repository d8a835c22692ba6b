"""Every address of the desk, walked as every role, as nobody and with a cookie that opens nothing.

Whoever adds a page below /desk/ adds its line to WHO: a page that is in no line fails a test.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from dooryard.desk.policies import ROLES
from tests.desk.client import DeskClient
from tests.desk.conftest import Clock, SignedIn

pytestmark = pytest.mark.django_db(databases=["default", "liaison"])

EVERYBODY = frozenset(ROLES)

# The address as web/urls.py has it -> the roles that it opens for; None for what anybody may ask for.
WHO: dict[str, frozenset[str] | None] = {
    "desk": EVERYBODY,
    "desk/": EVERYBODY,
    "desk/leave": EVERYBODY,
    "desk/accounts": frozenset({"administrator"}),
    "desk/liaison/named": frozenset({"administrator"}),
    "desk/log": frozenset({"administrator"}),
    "desk/enter": None,
    "desk/enter/search": None,
    "desk/join/<str:token>": None,
    "desk/join/<str:token>/search": None,
    "desk/refused": None,
    "desk/liaison/times": frozenset({"liaison", "analyst", "administrator"}),
} | dict.fromkeys(
    (
        "desk/liaison",
        "desk/liaison/",
        "desk/liaison/keys",
        "desk/liaison/keys/search",
        "desk/liaison/keys/anew",
        "desk/liaison/keys/lost",
        "desk/liaison/keys/passkey",
        "desk/liaison/lock",
        "desk/liaison/thread/<int:thread>",
        "desk/liaison/thread/<int:thread>/search",
        "desk/liaison/thread/<int:thread>/close",
        "desk/liaison/thread/<int:thread>/over",
        "desk/liaison/thread/<int:thread>/assign",
        "desk/liaison/thread/<int:thread>/missed",
        "desk/liaison/shifts",
        "desk/liaison/shifts/day",
        "desk/liaison/cover",
        "desk/liaison/notices",
        "desk/liaison/teams",
        "desk/liaison/teams/enrol",
        "desk/liaison/teams/add",
        "desk/liaison/teams/leave",
        "desk/liaison/teams/recovery",
        "desk/liaison/teams/search",
    ),
    frozenset({"liaison"}),
)
# One's own account.
WHO |= dict.fromkeys(
    (
        "desk/account",
        "desk/account/prove",
        "desk/account/prove/search",
        "desk/account/sessions",
        "desk/account/sessions/end",
        "desk/account/passkeys",
        "desk/account/passkeys/search",
        "desk/account/passkeys/<int:key>",
        "desk/account/passkeys/<int:key>/search",
        "desk/account/passkeys/<int:key>/remove",
        "desk/account/passphrase",
        "desk/account/passphrase/search",
        "desk/account/passphrase/remove",
        "desk/account/app",
        "desk/account/app/search",
    ),
    EVERYBODY,
)
# The accounts of others.
WHO |= dict.fromkeys(
    (
        "desk/accounts/new",
        "desk/accounts/new/search",
        "desk/accounts/<int:key>",
        "desk/accounts/<int:key>/invite",
        "desk/accounts/<int:key>/roles",
        "desk/accounts/<int:key>/out",
        "desk/accounts/<int:key>/close",
    ),
    frozenset({"administrator"}),
)
# What stands in an address for a value, where it matters to the page.
VALUES: dict[str, str] = {"<str:token>": "A" * 43, "<int:thread>": "7", "<int:key>": "7"}

BEHIND = [route for route, roles in WHO.items() if roles is not None]


def address(route: str) -> str:
    """An address as a browser asks for it."""
    for value, given in VALUES.items():
        route = route.replace(value, given)
    return f"/{route}"


def of_the_desk() -> dict[str, URLPattern]:
    """Every address below /desk/ that the site has."""
    return {str(one.pattern): one for one in get_resolver().url_patterns if str(one.pattern).startswith("desk")}


def is_let_in(answer: Any) -> bool:
    """Whether the page itself answered, or asks first to show once more who it is: a 405 takes no such request."""
    return answer.status_code in (200, 405) or answer.get("Location", "").startswith("/desk/account/prove?")


def test_every_address_of_the_desk_is_in_the_table() -> None:
    assert set(of_the_desk()) == set(WHO)


def test_every_address_of_the_desk_stands_behind_the_door_unless_the_table_says_so() -> None:
    """So that a view whose decorator was forgotten is found, whatever it answers."""
    for route, pattern in of_the_desk().items():
        assert hasattr(pattern.callback, "stands"), f"{route} has no door: @behind(...) or @open_to_all"
        assert (pattern.callback.stands is None) == (WHO[route] is None), route


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", BEHIND)
def test_a_role_is_let_in_where_the_table_says_so_and_nowhere_else(signed_in: SignedIn, role: str, route: str) -> None:
    answer = signed_in(role).get(address(route))
    if role in (WHO[route] or ()):
        assert is_let_in(answer)
    else:
        assert answer.status_code == 403
        assert "Your role does not open this" in answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", BEHIND)
def test_what_is_sent_is_refused_without_the_role_and_without_the_word(
    signed_in: SignedIn, role: str, route: str
) -> None:
    client = signed_in(role)
    why = "forged" if role in (WHO[route] or ()) else "role"
    assert client.post(address(route))["Location"] == f"/desk/refused?why={why}"
    assert client.post(address(route), {"word": "A" * 64})["Location"] == f"/desk/refused?why={why}"
    if why == "role":
        assert client.post(address(route), {"word": client.word()})["Location"] == "/desk/refused?why=role"
    assert client.get("/desk/").status_code == 200, "whoever was refused is still signed in"


def stolen(signed_in: SignedIn) -> DeskClient:
    """The cookie of somebody who has signed out since."""
    client = signed_in(*ROLES, name="Everybody")
    thief = DeskClient(client.cookie)
    client.post("/desk/leave", {"word": client.word()})
    return thief


def old(signed_in: SignedIn, clock: Clock) -> DeskClient:
    """The cookie of a session that has ended by itself."""
    client = signed_in(*ROLES, name="Everybody")
    clock.goes(minutes=31)
    return client


@pytest.mark.parametrize("who", ["nobody", "a stolen cookie", "an old cookie", "a made-up cookie"])
@pytest.mark.parametrize("route", BEHIND)
def test_nobody_and_a_cookie_that_opens_nothing_are_sent_to_sign_in(
    signed_in: SignedIn, clock: Clock, who: str, route: str
) -> None:
    client = {
        "nobody": DeskClient,
        "a made-up cookie": lambda: DeskClient("A" * 43),
        "a stolen cookie": lambda: stolen(signed_in),
        "an old cookie": lambda: old(signed_in, clock),
    }[who]()
    cookie = client.cookie
    assert client.get(address(route))["Location"] == "/desk/enter"
    sent = DeskClient(cookie).post(address(route), {"word": "x"})
    assert sent["Location"] == "/desk/enter?said=ended", "and told that it was not kept"


def test_an_account_without_an_active_role_is_let_in_nowhere(signed_in: SignedIn) -> None:
    from dooryard.desk.models import Account

    client = signed_in("liaison")
    Account.objects.update(roles=[])
    assert [client.get(address(route))["Location"] for route in BEHIND] == ["/desk/enter"] * len(BEHIND)
