"""Whose the keys in a second copy are: they know an account by its number, and numbers are given out anew.

Beside the copy stands which account each number was, as a digest of what a passkey knows it by: it is random and says
nothing of anybody. Where it is another account now, somebody would be taken for who they are not.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from dooryard.desk.models import Account
from dooryard.directory import durable
from dooryard.liaison.models import Holder

NOTED = "accounts.json"


class Foreign(Exception):
    """These accounts are not those whose keys the copy holds, or there are none."""

    def __init__(self, accounts: list[str]) -> None:
        super().__init__(", ".join(accounts))
        self.accounts = accounts


def note(folder: Path) -> None:
    """Write down beside the copy which account each number is. It is on disk when this returns."""
    accounts = _accounts()
    content = msgspec.json.encode({name: accounts[name] for name in _holders() if name in accounts})
    path = folder / NOTED
    if path.exists() and path.read_bytes() == content:
        return
    unfinished = path.with_suffix(".unfinished")
    durable.write(unfinished, content)
    unfinished.replace(path)
    durable.sync(folder)


def check(folder: Path, holders: list[str]) -> None:
    """Raises Foreign unless each of these numbers is the account here that it was where the copy was made.

    A number that was not written down, as of a key that was made on the copy's last day, needs only to be given out.
    """
    path = folder / NOTED
    try:
        noted = msgspec.json.decode(path.read_bytes(), type=dict[str, str]) if path.exists() else {}
    except (OSError, msgspec.DecodeError):
        noted = {}
    accounts = _accounts()
    foreign = [name for name in holders if name not in accounts or noted.get(name, accounts[name]) != accounts[name]]
    if foreign:
        raise Foreign(sorted(foreign))


def _holders() -> list[str]:
    return sorted(Holder.objects.values_list("account", flat=True))


def _accounts() -> dict[str, str]:
    return {one.by: hashlib.sha256(bytes(one.handle)).hexdigest() for one in Account.objects.all()}
