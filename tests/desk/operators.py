"""Walks Django's admin as every role in a process of its own, where it is switched on; prints what it found."""

from __future__ import annotations

import json
import os
import re
from typing import Any

FIRST = "/desk/admin/"
NEVER = ("login/", "password_change/", "desk/account/add/")
ASKED = "desk/account/?passphrase__hash__startswith=$"


def pages(client: Any) -> list[str]:
    """Every page of the admin that its first one leads to."""
    seen: list[str] = []
    todo = [FIRST]
    while todo:
        page = todo.pop()
        seen.append(page)
        for found in re.findall(rf'href="({FIRST}[^"?#]*)"', client.get(page).content.decode()):
            if found not in seen and found not in todo:
                todo.append(found)
    return seen


def browsers() -> dict[str, Any]:
    """A browser for each role, one whose session has ended, and one of nobody."""
    from django.test import Client

    from dooryard.desk.actions.accounts import invite
    from dooryard.desk.actions.sessions import enter, go
    from dooryard.desk.models import Account, Passphrase, Session
    from dooryard.desk.policies import ROLES
    from dooryard.desk.sessions import COOKIE

    def browser(who: str) -> Any:
        made = Client(headers={"Sec-Fetch-Site": "same-origin"}, SERVER_NAME="localhost")
        account = Account.objects.get(name=who)
        made.cookies[COOKIE] = enter(account, Session.PASSKEY, by=account.by)
        return made

    for role in ROLES:
        invite(role, [role], by="test")
        Account.objects.filter(name=role).update(roles=[role], state=Account.ACTIVE)
        account = Account.objects.get(name=role)
        Passphrase.objects.create(account=account, hash="$planted-hash$", totp_secret="PLANTEDSECRET")
    ended = browser("administrator")
    go(Session.objects.get(), by="test")
    return {
        "nobody": Client(SERVER_NAME="localhost"),
        "an ended session": ended,
        **{role: browser(role) for role in ROLES},
    }


def walked() -> dict[str, Any]:
    """What each is answered at each page, what is answered to what is sent, and what the pages hold."""
    from django.db import connection

    from dooryard.desk.models import Session

    clients = browsers()
    admin = clients["administrator"]
    found = pages(admin)
    told = {
        page: {who: client.get(page).status_code for who, client in clients.items()}
        for page in [*found, *(f"{FIRST}{page}" for page in NEVER)]
    }
    word = admin.get("/desk/leave").content.decode().partition('name="word" type="hidden" value="')[2][:64]
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM auth_user) + (SELECT count(*) FROM django_admin_log)")
        rows = cursor.fetchone()[0]
    return {
        "told": told,
        "posted": {page: admin.post(page, {"word": word, "name": "x"}).status_code for page in found},
        "text": "".join(admin.get(page).content.decode() for page in found),
        "asked": admin.get(f"{FIRST}{ASKED}").status_code,
        "digests": list(Session.objects.values_list("digest", flat=True)),
        "cookies": sorted({name for client in clients.values() for name in client.cookies}),
        "rows": rows,
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "dooryard.web.settings"
    import django

    django.setup()
    from dooryard.web import preparing

    preparing.migrate()
    print(json.dumps(walked()))
