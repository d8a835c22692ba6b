"""A passkey in memory that answers as an authenticator does, and can be told to answer wrongly."""

from __future__ import annotations

import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


def letters(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One passkey. `flags` are what it says of the person: there, and known by a finger or a PIN."""

    PARTS = ("clientDataJSON", "attestationObject", "transports")
    """What the answer about a new passkey is made of."""

    def __init__(self, origin: str = "http://testserver", host: str = "testserver") -> None:
        self.origin, self.host = origin, host
        self.flags = PRESENT | VERIFIED
        self.signed = 0
        self.id, self.handle = os.urandom(16), b""
        self._key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: str) -> str:
        """The answer to somebody who asks for a new passkey."""
        asked = json.loads(options)
        self.handle = read(asked["user"]["id"])
        numbers = self._key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        credential = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(key)
        told = {"fmt": "none", "attStmt": {}, "authData": self._data(NEW) + credential}
        return self._answer(
            {
                "clientDataJSON": letters(self._client("webauthn.create", asked["challenge"])),
                "attestationObject": letters(cbor2.dumps(told)),
                "transports": ["internal", "made-up"],
            }
        )

    def sign(self, options: str) -> str:
        """The answer to somebody who asks who is there."""
        self.signed += 1
        client, data = self._client("webauthn.get", json.loads(options)["challenge"]), self._data()
        signature = self._key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": letters(client),
                "authenticatorData": letters(data),
                "signature": letters(signature),
                "userHandle": letters(self.handle),
            }
        )

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _data(self, more: int = 0) -> bytes:
        return sha256(self.host.encode()).digest() + struct.pack(">BI", self.flags | more, self.signed)

    def _answer(self, response: dict[str, object]) -> str:
        return json.dumps(
            {"id": letters(self.id), "rawId": letters(self.id), "type": "public-key", "response": response}
        )
