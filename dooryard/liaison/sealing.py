"""Sealing: the return code and its two keys, the team's key pair, and boxes that only their owners open.

All of it is libsodium (PyNaCl), HKDF (cryptography) and Argon2id (argon2-cffi); what is ours is the labels, the order
and the padding. They are the format: to change one is to lose every conversation.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterator
from functools import cached_property

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from dooryard.core import words as spelling
from dooryard.liaison.hashing import stretched
from dooryard.liaison.words import words

BLOCK = 1_024
"""Bytes to whose multiples everything is padded: the size of what is kept tells how many blocks, and no more."""
MOST = 64 * BLOCK
"""Bytes that can be sealed in one box."""

LOOKUP = b"dooryard thread lookup 1"
KEY = b"dooryard thread key 1"
ONCE = b"dooryard thread once 1"
PASSKEY = b"dooryard liaison passkey wrap 1"
SESSION = b"dooryard liaison session 1"


class NotOpened(Exception):
    """The wrong key, or not what was sealed: nobody can tell which."""


class TooLong(ValueError):
    """More than one box holds."""


class Code:
    """A return code: seven words that only the person has, from which both their keys are made. Never stored.

    It shows itself as "Code" wherever it is printed, so that no traceback spells it.
    """

    def __init__(self, said: tuple[str, ...]) -> None:
        self.words = said

    @classmethod
    def new(cls) -> Code:
        """A code that nobody had before: 7 words drawn evenly by the machine's own source of chance."""
        listed = words()
        return cls(spelling.spoken(secrets.randbelow(len(listed) ** 7), listed))

    @classmethod
    def read(cls, text: str) -> Code:
        """The code that somebody typed; raises core's BadCode."""
        return cls(spelling.read(text, words()))

    @classmethod
    def readings(cls, text: str) -> Iterator[Code]:
        """The codes that somebody may have meant, the likeliest first; raises core's BadCode."""
        return map(cls, spelling.readings(text, words()))

    @cached_property
    def lookup(self) -> bytes:
        """Finds the thread; only its SHA-256 is stored."""
        return derive(self._secret, LOOKUP)

    @cached_property
    def key(self) -> bytes:
        """The X25519 private key that opens what is sealed for the person."""
        return derive(self._secret, KEY)

    @property
    def public(self) -> bytes:
        """The key to which things are sealed for the person."""
        return public_of(self.key)

    @property
    def _secret(self) -> bytes:
        # The words and not their number: a list that is put in another order must not lose anybody's thread.
        return " ".join(self.words).encode()

    def __repr__(self) -> str:
        return "Code"


class TeamKey:
    """A key pair of a team or of one liaison; the private half is in memory only and is not printed."""

    def __init__(self, private: bytes) -> None:
        self.private = private
        self.public = public_of(private)

    @classmethod
    def new(cls) -> TeamKey:
        """A pair drawn by libsodium."""
        return cls(PrivateKey.generate().encode())

    def __repr__(self) -> str:
        return "TeamKey"


def derive(secret: bytes, label: bytes) -> bytes:
    """32 bytes of HKDF-SHA256 without a salt; each label gives a key of its own."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=label).derive(secret)


def name_of(credential: bytes) -> bytes:
    """What a passkey is called where a key is wrapped by it: the SHA-256 of its id."""
    return hashlib.sha256(credential).digest()


def public_of(private: bytes) -> bytes:
    """The public half of an X25519 key."""
    return PrivateKey(private).public_key.encode()


def mark(key: bytes, *parts: bytes) -> bytes:
    """What was sent, as 32 bytes that nobody without the key can guess at: tells a form sent twice from another one."""
    told = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.digest(derive(key, ONCE), told, "sha256")


def pad(plain: bytes) -> bytes:
    """Bytes filled up to whole blocks (ISO/IEC 7816-4); at least one byte is added. Raises TooLong."""
    if len(plain) >= MOST:
        raise TooLong
    return sodium_pad(plain, BLOCK)


def unpad(padded: bytes) -> bytes:
    """The bytes without their filling; raises NotOpened where there is none."""
    try:
        return sodium_unpad(padded, BLOCK)
    except CryptoError:
        raise NotOpened from None


def seal(plain: bytes, public: bytes) -> bytes:
    """Bytes that only the owner of the private key opens, in whole blocks besides the 48 bytes of the box."""
    return SealedBox(PublicKey(public)).encrypt(pad(plain))


def unseal(sealed: bytes, private: bytes) -> bytes:
    """What was sealed to the owner of this key; raises NotOpened."""
    try:
        return unpad(SealedBox(PrivateKey(private)).decrypt(sealed))
    except (CryptoError, ValueError):
        raise NotOpened from None


def wrap(private: bytes, passphrase: str, salt: bytes) -> bytes:
    """A private key under a passphrase: Argon2id, 128 MB, one at a time (liaison/hashing.py)."""
    return _boxed(private, _stretched(passphrase, salt))


def unwrap(wrapped: bytes, passphrase: str, salt: bytes) -> bytes:
    """The private key again; raises NotOpened."""
    return _unboxed(wrapped, _stretched(passphrase, salt))


def wrap_with(private: bytes, secret: bytes) -> bytes:
    """A private key under the 32 bytes that a passkey's PRF gives to its owner's browser."""
    return _boxed(private, derive(secret, PASSKEY))


def unwrap_with(wrapped: bytes, secret: bytes) -> bytes:
    """The private key again; raises NotOpened."""
    return _unboxed(wrapped, derive(secret, PASSKEY))


def carry(plain: bytes, token: bytes) -> bytes:
    """What a session keeps of its keys, sealed by its token."""
    return _boxed(plain, derive(token, SESSION))


def carried(sealed: bytes, token: bytes) -> bytes:
    """What a session kept; raises NotOpened."""
    return _unboxed(sealed, derive(token, SESSION))


def _stretched(passphrase: str, salt: bytes) -> bytes:
    # One keyboard writes é as one letter and another as two.
    return stretched(unicodedata.normalize("NFKC", passphrase).encode(), salt)


def _boxed(plain: bytes, key: bytes) -> bytes:
    return bytes(SecretBox(key).encrypt(plain))


def _unboxed(wrapped: bytes, key: bytes) -> bytes:
    try:
        return SecretBox(key).decrypt(wrapped)
    except (CryptoError, ValueError):
        raise NotOpened from None
