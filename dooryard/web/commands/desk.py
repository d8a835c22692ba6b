"""Keep the desk: invite people, list and end accounts, read and verify the audit log, back all of it up.

WHAT is one of these:

invite NAME --role R   print a link with which NAME sets a passkey or a passphrase; it works once, for three days
accounts               list who has an account, and who is invited as what until when
left NAME              end an account: whoever is signed in with it is out at once, and out of every team
log [NAME]             print the audit log in words, the oldest first: all of it, or what concerns NAME
audit                  follow the chain of the audit log; exit 1 and the first faulty row where it does not hold
backup FOLDER          copy the desk's database into FOLDER, a file for each day, and remove those of a week ago
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dooryard.core.edge import BadInput, plain
from dooryard.desk.policies import ROLES
from dooryard.web import backing_up, preparing

if TYPE_CHECKING:
    from dooryard.desk.chain import Head
    from dooryard.desk.log import Line
    from dooryard.desk.models import Account

EXAMPLE = "dooryard desk invite Sam --role liaison"
BY = "dooryard desk"
TAKES = {"invite": "a name", "accounts": "", "left": "a name", "log": "?", "audit": "", "backup": "a folder"}
"""What is done, and what must be named for it; ? where something may be."""
HEAD = re.compile(r"([0-9]{1,15}):([0-9a-f]{64})")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with whom, and as what."""
    parser.add_argument("what", metavar="WHAT", choices=tuple(TAKES), help="see above")
    parser.add_argument(
        "name", metavar="NAME", nargs="?", default="", help="the name that somebody signs in with, or a folder"
    )
    parser.add_argument(
        "--role", metavar="R", action="append", default=[], help=f"one of {', '.join(ROLES)}; repeat it"
    )
    parser.add_argument("--site", metavar="ADDRESS", default="", help="what the link begins with")
    parser.add_argument("--head", metavar="N:DIGEST", default="", help="what audit printed before: finds a cut-off end")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Do one of them."""
    takes = TAKES[arguments.what]
    if takes != "?" and bool(arguments.name) != bool(takes):
        raise BadInput(f"dooryard desk {arguments.what} takes {takes or 'no name'}.")
    goes_with = {"role": "invite", "site": "invite", "head": "audit"}
    for option, what in goes_with.items():
        if getattr(arguments, option) and arguments.what != what:
            raise BadInput(f"--{option} goes with {what}.")
    head = _head(arguments.head) if arguments.head else None
    preparing.open_desk(say=not arguments.json)
    return _done(arguments, head)


def _done(arguments: argparse.Namespace, head: Head | None) -> int:
    name, as_json = arguments.name, arguments.json
    match arguments.what:
        case "invite":
            return invite(name, arguments.role, arguments.site, as_json=as_json)
        case "left":
            return left(name, as_json=as_json)
        case "log":
            return log(name, as_json=as_json)
        case "backup":
            return backup(name, as_json=as_json)
        case "accounts":
            return accounts(as_json=as_json)
    return audit(head, as_json=as_json)


def invite(name: str, roles: list[str], site: str, *, as_json: bool) -> int:
    """Print the link: on stdout alone, so that it can be handed on without being read by others."""
    from dooryard.desk.actions.accounts import VALID
    from dooryard.desk.actions.accounts import invite as invited

    site = _site(site)
    link = f"{site}/desk/join/{invited(name, roles, by=BY)}"
    hours = int(VALID.total_seconds() // 3600)
    print(json.dumps({"name": plain(name), "link": link, "hours": hours}) if as_json else link)
    print(
        f"For the desk at {site}. It works once, for {hours} hours. "
        f"Whoever has it becomes {plain(name)}: hand it over yourself.",
        file=sys.stderr,
    )
    return 0


def _site(given: str) -> str:
    """What a link begins with: as given, or the name that the public knows, or this machine."""
    if given:
        if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]{1,200}/?", given):
            raise BadInput("--site is what the site's address begins with, as in https://dooryard.example.org")
        return given.rstrip("/")
    name = os.environ.get("DOORYARD_HOSTS", "").partition(",")[0].strip()
    return f"https://{name}" if name else "http://localhost:8000"


def accounts(*, as_json: bool) -> int:
    """Who there is, what they may, and how they sign in."""
    from dooryard.desk.models import Account

    rows = [
        {
            "name": account.name,
            "state": account.state,
            "roles": account.roles,
            "passkeys": account.passkeys.count(),
            "passphrase": hasattr(account, "passphrase"),
            "made_on": str(account.made_on),
            "invited": _invited(account),
        }
        for account in Account.objects.all()
    ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        print(plain(_account(row)))
    print(f"{len(rows):,} accounts", file=sys.stderr)
    return 0


def _account(row: dict[str, Any]) -> str:
    """An account in a line."""
    ways = [f"{row['passkeys']} passkey"] * bool(row["passkeys"]) + ["passphrase and code"] * row["passphrase"]
    said = [row["state"], ", ".join(row["roles"]) or "no role yet", ", ".join(ways) or "-"]
    if row["invited"]:
        said.append(f"invited as {', '.join(row['invited']['roles'])} until {row['invited']['until']}")
    return f"{row['name']}: {'; '.join(said)}"


def _invited(account: Account) -> dict[str, Any] | None:
    """What an open invitation gives, and until when it can be taken, in UTC."""
    from django.utils import timezone

    one = account.open_invitation(timezone.now())
    return {"roles": list(one.roles), "until": f"{one.expires_at:%Y-%m-%d %H:%M} UTC"} if one else None


def log(name: str, *, as_json: bool) -> int:
    """Print the audit log in words."""
    from dooryard.desk import keeping
    from dooryard.desk import log as reading
    from dooryard.desk.models import AuditEntry

    rows = reading.concerning(keeping.found(name)) if name else AuditEntry.objects.all()
    lines = reading.lines(rows.chained())
    if as_json:
        print(json.dumps([_row(line) for line in lines], ensure_ascii=False, indent=1))
        return 0
    for line in lines:
        details = " ".join(f"{about}={value}" for about, value in line.details)
        said = f"{line.day} {line.minute or '-'} {line.who}: {line.what}"
        print(plain("; ".join(filter(None, (said, line.record, details)))))
    return 0


def _row(line: Line) -> dict[str, Any]:
    return {
        "row": line.row,
        "at": f"{line.day}T{line.minute}Z" if line.minute else line.day,
        "who": line.who,
        "action": line.action,
        "what": line.what,
        "record": line.record,
        "details": dict(line.details),
    }


def backup(folder: str, *, as_json: bool) -> int:
    """Make the backup of today; the key of the apps' secrets is not in it."""
    if not Path(folder).is_dir():
        raise BadInput(f"There is no folder {plain(folder)}.")
    code = backing_up.made("default", "desk", folder, as_json=as_json)
    print("desk.key of the data folder is not in it: keep a copy of that too, elsewhere.", file=sys.stderr)
    return code


def left(name: str, *, as_json: bool) -> int:
    """End an account."""
    from dooryard.desk import keeping, signals

    account = keeping.found(name)
    for sentence in signals.said(signals.stands_alone, account=account):
        print(sentence, file=sys.stderr)
    undone = keeping.close(account, by=BY, keep_one=False)
    told = {"name": account.name, "state": account.LEFT, "undone": undone}
    print(json.dumps(told) if as_json else "\n".join([f"{account.name} has left.", *undone]))
    return 1 if undone else 0


def audit(head: Head | None, *, as_json: bool) -> int:
    """Verify the chain, and print how many rows it has and its head."""
    from dooryard.desk import chain
    from dooryard.desk.models import AuditEntry

    try:
        found = chain.verify(AuditEntry.objects.chained(), head)
    except chain.Broken as broken:
        told = {"whole": False, "row": broken.row or None, "why": broken.why}
        where = f"row {broken.row}: " if broken.row else ""
        print(json.dumps(told) if as_json else f"The audit log does not hold. {where}{broken.why}.")
        return 1
    told = {"whole": True, "rows": found.rows, "digest": found.digest}
    print(json.dumps(told) if as_json else f"rows {found.rows}\nhead {found.rows}:{found.digest}")
    return 0


def _head(text: str) -> Head:
    from dooryard.desk.chain import Head

    found = HEAD.fullmatch(text)
    if not found:
        raise BadInput("--head is what dooryard desk audit printed behind “head”: a number, a colon and 64 letters.")
    return Head(int(found[1]), found[2])
