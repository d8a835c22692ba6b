"""Static files, each held in memory with its compressed form: WhiteNoise finds them, this answers with them."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from whitenoise import WhiteNoise
from whitenoise.responders import NOT_ALLOWED_RESPONSE, Response

from dooryard.web import stylesheet
from dooryard.web.compressing import GZIP, takes_gzip

FOREVER = "max-age=31536000, public, immutable"
_KEPT = ("Cache-Control", "ETag", "Vary")


class Held:
    """One file: its bytes, the same compressed where that is shorter, and its headers.

    Asked for under the address that names its `version` (?v=), it may be kept for good: the next one has another
    address. Under any other it is looked at again soon, as one machine of several may still serve the one before.
    """

    def __init__(self, body: bytes, headers: Headers, version: str = "") -> None:
        self._headers = headers
        self._version = version
        self._forms = {"": body}
        packed = zlib.compress(body, 9, GZIP)
        if len(packed) < len(body):
            self._forms["gzip"] = packed
            headers["Vary"] = "Accept-Encoding"
        # Weak: the two forms hold the same, and are not the same bytes.
        headers["ETag"] = f'W/"{sha256(body).hexdigest()[:16]}"'

    def get_response(self, method: str, environ: dict[str, Any]) -> Response:
        """What WhiteNoise sends for a request."""
        if method not in ("GET", "HEAD"):
            return NOT_ALLOWED_RESPONSE
        headers = Headers(self._headers.items())
        if self._version and environ.get("QUERY_STRING") == f"v={self._version}":
            headers["Cache-Control"] = FOREVER
        if environ.get("HTTP_IF_NONE_MATCH") == headers["ETag"]:
            kept = [(name, value) for name, value in headers.items() if name in _KEPT]
            return Response(HTTPStatus.NOT_MODIFIED, kept, None)
        coding = "gzip" if "gzip" in self._forms and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) else ""
        if coding:
            headers["Content-Encoding"] = coding
        headers["Content-Length"] = str(len(self._forms[coding]))
        return Response(HTTPStatus.OK, headers.items(), None if method == "HEAD" else BytesIO(self._forms[coding]))


class Files(WhiteNoise):
    """The files of static/ as they are, and the style sheet made of those in static/css."""

    def __init__(self, application: Any, **options: Any) -> None:
        super().__init__(application, **options)
        headers = self._headers_of(stylesheet.ADDRESS, stylesheet.ADDRESS)
        self.files[stylesheet.ADDRESS] = Held(stylesheet.sheet(), headers, stylesheet.version())

    def get_static_file(self, path: str, url: str, stat_cache: object = None) -> Held:
        """A file found under the root."""
        return Held(Path(path).read_bytes(), self._headers_of(path, url))

    @staticmethod
    def serve(static_file: Held, asked: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """An answer with a file, as a list (web/sending.py)."""
        response = static_file.get_response(asked["REQUEST_METHOD"], asked)
        start_response(f"{response.status} {response.status.phrase}", list(response.headers))
        return [response.file.getvalue()] if response.file is not None else []

    def _headers_of(self, path: str, url: str) -> Headers:
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        self.add_headers_function(headers, path, url)
        return headers
