"""A test client that checks every page it ever fetches: structure, labels, headers, silence."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from dooryard.directory import languages
from dooryard.web import carried

NEUTRAL = {
    "About this site",
    "Local services",
    "Parts of the pages",
    "Service",
    "Services",
    "Talk to someone",
    "What to do now",
}
OURS = {"", str(carried.way_out()), str(carried.style())}
"""What stands in a page that runs or dresses it."""
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
POLICY = re.compile(
    r"default-src 'none'; script-src 'nonce-(?P<nonce>[A-Za-z0-9_-]{22})'; style-src 'self' 'nonce-(?P=nonce)'; "
    r"img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    r"require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cache-Control": "no-store",
}


class Page(HTMLParser):
    """What a page is made of, gathered in one pass; `faults` says what is broken in its markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.faults: list[str] = []
        self.titles: list[str] = []
        self.carried: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag in ("script", "style"):
            self.carried.append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.titles.append(data.strip())
        if self._open and self._open[-1] in ("script", "style"):
            self.carried[-1] += data

    def of(self, *tags: str) -> list[dict[str, str]]:
        """The attributes of every element of some tags."""
        return [attributes for tag, attributes in self.elements if tag in tags]


def neutral(language: str) -> set[str]:
    """The neutral titles in a language."""
    with languages.speaking(language):
        return {languages.gettext(title) for title in NEUTRAL}


def faults(html: str, nonce: str = "") -> list[str]:
    """Everything that is wrong with a page; its scripts must carry the word that its answer was given."""
    page = Page(html)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    found = list(page.faults)
    language = page.of("html")[0].get("lang", "")
    found += [f"{len(page.of('h1'))} h1"] * (len(page.of("h1")) != 1)
    found += [f"titles {page.titles}"] * (len(page.titles) != 1 or page.titles[0] not in neutral(language))
    found += [f"id {name} twice" for name in {name for name in ids if ids.count(name) > 1}]
    found += ["no language"] * (not language)
    found += ["a page in the page"] * bool(page.of("iframe", "object", "embed"))
    found += ["a script or style in the page that is not ours"] * (not {*page.carried} <= OURS)
    found += ["a style without its word"] * any(one.get("nonce") != nonce for one in page.of("style"))
    for attributes in page.of("script"):
        # Only the way out may hold a page up: it must be there before anything is painted, and stands in the page.
        ours = "src" not in attributes or ("defer" in attributes and attributes["src"].startswith("/static/js/"))
        found += ["a script that is not ours"] * (not ours or attributes.get("nonce") != nonce)
    labelled = {attributes.get("for") for attributes in page.of("label")}
    for attributes in page.of("input", "select", "textarea"):
        if attributes.get("type") != "hidden" and attributes.get("id") not in labelled:
            found.append(f"no label for {attributes.get('name')}")
    for _, attributes in page.elements:
        found += [f"inline {name}" for name in attributes if name == "style" or name.startswith("on")]
        for name in ("aria-labelledby", "aria-describedby"):
            found += [f"{name} leads nowhere"] * (name in attributes and attributes[name] not in ids)
    loaded = [attributes.get("src") or attributes.get("href") or "" for attributes in page.of("link", "img", "source")]
    found += [f"loads {address}" for address in loaded if not address.startswith("/static/")]
    return found


class CheckingClient(Client):
    """Django's client; a page that breaks a rule fails the test that fetched it."""

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        assert not response.cookies, "a cookie was set"
        for name, value in HEADERS.items():
            assert response.headers.get(name) == value, f"{name}: {response.headers.get(name)}"
        policy = POLICY.fullmatch(response.headers.get("Content-Security-Policy", ""))
        assert policy, response.headers.get("Content-Security-Policy")
        assert "geolocation=()" in response.headers["Permissions-Policy"]
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            found = faults(response.content.decode(), policy["nonce"])
            assert not found, found
        return response
