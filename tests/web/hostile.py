"""Hostile input for every field, address, header and body, and what a good answer to any of it looks like."""

from __future__ import annotations

import re
import unicodedata

from django.http import HttpResponse

from tests.web.checking import CheckingClient

HOSTILE = {
    "100 kB of words": "narcan " * 15_000,
    "100 kB of one word": "a" * 100_000,
    "nothing": "",
    "spaces": " \t\r\n\u00a0\u3000",
    "control characters": "nar\x00can\x01\x07\x08\x1b[31m\x7f\x85",
    "right-to-left overrides": "\u202enacran\u202c\u2066\u200f\ufeff",
    "piled up accents": "a" + "\u0301" * 1500,
    "unassigned and private": "\U000e0001\ue000\uffff\U0010ffff",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 300,
    "SQL": "' OR 1=1; DROP TABLE directory_service; --",
    "a template": "{{ 7919*7919 }}{% for x in ().__class__.__base__.__subclasses__() %}${7919*7919}<%= 7919*7919 %>",
    "markup": "\"'><script>alert(1)</script><img src=x onerror=alert(1)><!--at-->",
    "entities": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;&#0;&lt;b&gt;',
    "a way up": "../../../../etc/passwd",
    "a coded way up": "..%2f..%2f..%5c..%00.html",
    "an address": "javascript:alert(1)//https://elsewhere.example/",
    "another header": "x\r\nSet-Cookie: a=b\r\nLocation: https://elsewhere.example\r\n\r\n<h1>x</h1>",
    "a format": "%s%n%x%(words)s{0}{words}{0.__class__}$1\\1",
    "a lookup": "${jndi:ldap://elsewhere.example/x}",
    "brackets": "(((((((((([[[[[{{{{{" * 90,
    "a pattern": "(a+)+$" + "a" * 1900 + "!",
    "JSON": '{"$ne": null, "__proto__": {"x": 1}}',
    "no number": "nan",
    "endless": "inf",
    "below nothing": "-1",
    "a very large number": "9" * 400,
    "an exponent": "1e309",
    "figures of others": "١٢٣４５",
    "an impossible date": "2026-02-30T25:61:61+99:99",
    "an impossible place": "95,200",
    "an unknown place": "Nowhereville",
    "no id": "00000000-0000-0000-0000-000000000000",
    "a command": "`id`;$(id)|id&id",
}
FORM = "application/x-www-form-urlencoded"
PART = b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\nnarcan\r\n'
CODED = (
    b"--b\r\nContent-Disposition: form-data; name=words\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--\r\n"
)
BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", FORM),
    "bytes that are no text": (b"words=%ff%fe%c0%af%ed%a0%80&near=\xff\xfe", FORM),
    "a zero byte": (b"words=nar\x00can%00&near=%00", FORM),
    "fields without names": (b"=&&&==&=x&;", FORM),
    "the same field often": (b"words=narcan&" * 45 + b"words=food", FORM),
    "10,000 fields": (b"&".join(b"f%d=x" % at for at in range(10_000)), FORM),
    "10,000 times one field": (b"keep=naloxone&" * 10_000, FORM),
    "a long name": (b"a" * 100_000 + b"=x", FORM),
    "more than is read": (b"words=" + b"a" * 300_000, FORM),
    "another alphabet": (b"words=narcan", f"{FORM}; charset=utf-7"),
    "no alphabet": (b"words=narcan", f"{FORM}; charset=nope"),
    "JSON": (b'{"words": "narcan"}', "application/json"),
    "broken JSON": (b'{"words": ', "application/json"),
    "XML": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "application/xml"),
    "plain text": (b"words=narcan", "text/plain"),
    "no type": (b"words=narcan", ""),
    "a type of nothing": (b"words=narcan", "/;=;;"),
    "parts": (PART % (b"words", b"") + b"--b--\r\n", "multipart/form-data; boundary=b"),
    "parts cut short": (PART % (b"words", b""), "multipart/form-data; boundary=b"),
    "parts without an end": (b"--b\r\nContent-Disposition: form-data", "multipart/form-data; boundary=b"),
    "parts without a boundary": (PART % (b"words", b""), "multipart/form-data"),
    "parts with a long boundary": (b"x", f"multipart/form-data; boundary={'b' * 5000}"),
    "a file": (PART % (b"words", b'; filename="../../x"') + b"--b--\r\n", "multipart/form-data; boundary=b"),
    "many parts": (PART % (b"words", b"") * 500 + b"--b--\r\n", "multipart/form-data; boundary=b"),
    "coded parts": (CODED, "multipart/form-data; boundary=b"),
}
MOST = 400_000
"""Bytes of the longest answer: what is sent to us does not come back in bulk."""


def follow(client: CheckingClient, answer: HttpResponse) -> HttpResponse:
    """The page behind a redirect to a neutral address of ours."""
    if answer.status_code == 303:
        assert re.fullmatch(r"/[\w/-]+(#n\d+)?", answer["Location"]), "a redirect that is not neutral"
        answer = client.get(answer["Location"].partition("#")[0])  # type: ignore[assignment]
    return answer


def wrong(answer: HttpResponse, value: str) -> list[str]:
    """What is wrong with an answer to something bad; its make is looked at by the client that fetched it."""
    page = answer.content.decode()
    told = [f"status {answer.status_code}"] * (answer.status_code not in (200, 400, 403, 404, 405, 409, 410, 413, 429))
    told += ["no page of ours"] * ("<main" not in page or not re.search('href="(/[a-z]{2})?/now"', page))
    told += ["a traceback"] * bool(re.search(r"Traceback|Exception|Error at|django|site-packages", page))
    told += ["too long"] * (len(answer.content) > MOST)
    told += ["unescaped"] * ("<" in value and value.strip() in page)
    told += ["calculated"] * ("62710561" in page)
    strange = {char for char in page if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and char not in "\n\t"}
    told += [f"characters {strange}"] * bool(strange)
    return told + ["an override"] * bool(re.search("[\u202a-\u202e\u2066\u2067]", page))


def flipped(token: str) -> str:
    """The same address with one letter changed in the middle."""
    at = len(token) // 2
    return f"{token[:at]}{'A' if token[at] != 'A' else 'B'}{token[at + 1 :]}"
