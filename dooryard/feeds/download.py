"""Fetches one address on the web: bounded in size and time, never led from the open web into this network."""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterable
from typing import IO, Any
from urllib.parse import SplitResult, urlsplit

from dooryard.core.edge import plain
from dooryard.feeds.report import Refused

SCHEMES = ("https", "http")
TIMEOUT = 60.0
"""Seconds that one answer may keep us waiting for its next bytes."""

LONGEST = 600.0
"""Seconds that all of it may take."""

_NOT_WRITTEN = re.compile(r"[\x00-\x20\x7f-\x9f]")
_FAILED = (urllib.error.URLError, OSError, ValueError, http.client.HTTPException, OverflowError)


def download(url: str, limit: int, *, timeout: float = TIMEOUT, longest: float = LONGEST) -> bytes:
    """The bytes at an address; raises Refused, with a message that repeats no password, where there are none."""
    ended: list[bytes | BaseException] = []

    def fetching() -> None:
        try:
            ended.append(_fetched(url, limit, timeout))
        except Exception as error:
            ended.append(error)

    # A thread of its own: an answer that comes byte by byte keeps every single timeout, and all of them for days.
    thread = threading.Thread(target=fetching, daemon=True)
    thread.start()
    thread.join(longest)
    got = ended[0] if ended else TimeoutError(f"it takes longer than {longest:g} seconds")
    if isinstance(got, bytes):
        return got
    if isinstance(got, _FAILED):
        raise Refused(f"{shown(url)} could not be fetched: {plain(_without_login(str(got)))[:200]}") from None
    raise got


def _fetched(url: str, limit: int, timeout: float) -> bytes:
    # Whoever names an address of this network means it; a page out there that leads here does not.
    opener = urllib.request.build_opener(_Redirects(private=_is_private(_split(url))))
    request = urllib.request.Request(url, headers={"User-Agent": "dooryard"})  # noqa: S310
    try:
        with opener.open(request, timeout=timeout) as answer:
            data: bytes = answer.read(limit + 1)
            if len(data) > limit:
                raise Refused(f"The feed is larger than {limit // 1024 // 1024} MB.")
            if answer.length:
                raise ValueError(f"it broke off, {answer.length} bytes before its end")
            return data
    except urllib.error.HTTPError as error:
        error.close()
        raise


def shown(url: str) -> str:
    """An address as messages repeat it: on one line, without the name and the password in it."""
    return plain(_without_login(url))[:200]


def _without_login(text: str) -> str:
    return re.sub(r"//[^/?#]*@", "//", text)


def _split(url: str) -> SplitResult:
    """The parts of an address that can be asked; ValueError says why it cannot."""
    if _NOT_WRITTEN.search(url) or not url.isascii():
        raise ValueError("an address has no spaces, control characters or letters beyond ASCII")
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise ValueError("only http and https are fetched")
    if not parts.hostname or parts.port == 0:
        raise ValueError("it names no host")
    if "@" in parts.netloc:
        raise ValueError("a name and a password do not belong in an address")
    return parts


def _is_private(parts: SplitResult) -> bool:
    """Whether a host is, or may be, on this machine or network."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except socket.gaierror:
        return False  # nobody here knows it; a proxy may
    return not _all_public(str(place[4][0]) for place in found)


def _all_public(hosts: Iterable[str]) -> bool:
    return all(ipaddress.ip_address(host.partition("%")[0]).is_global for host in hosts)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https only, and from the open web to the open web only."""

    def __init__(self, *, private: bool) -> None:
        self._private = private

    def http_error_302(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any) -> Any:
        """Follow a redirect, or close the answer that led nowhere."""
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except Exception:
            fp.close()
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The next request; ValueError where it must not be made."""
        private = _is_private(_split(newurl))
        if private and not self._private:
            raise ValueError("it redirects to an address of this machine or network")
        self._private = private
        return super().redirect_request(req, fp, code, msg, headers, newurl)
