"""Passkeys: what the browser is asked, and whether what it answers is true. Nothing is stored here."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from dooryard.desk import sealed, tokens
from dooryard.desk.models import Account, Passkey

PATIENCE = 300.0
"""Seconds that somebody has to answer."""
LONGEST = 16_384
"""Letters of the longest answer that is read."""
TRANSPORTS = {"usb", "nfc", "ble", "smart-card", "hybrid", "internal"}
_REQUIRED = UserVerificationRequirement.REQUIRED


class Site(msgspec.Struct, frozen=True):
    """Where the browser is: passkeys belong to a host, and the answer names the whole origin."""

    host: str
    origin: str


class Challenge(msgspec.Struct, frozen=True, array_like=True):
    """What must be signed, and for what: "enter", or the digest of an invitation, or a name of another room's own."""

    once: bytes
    purpose: str


class Asked(msgspec.Struct, frozen=True):
    """What goes into a page: the options for the browser, as JSON, and the challenge, sealed, for the form."""

    options: str
    sealed: str


class NewPasskey(msgspec.Struct, frozen=True):
    """A passkey that was made just now."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]
    challenge: bytes


class Proven(msgspec.Struct, frozen=True):
    """A passkey that has just signed: whose, for which challenge, and how often it has by now."""

    passkey: Any
    challenge: bytes
    sign_count: int


class NotProven(Exception):
    """The answer proves nothing, for whatever reason."""


def ask_for_new(account: Account, site: Site, purpose: str, known: tuple[Passkey, ...] = ()) -> Asked:
    """Ask the browser to make a passkey for an account, and not on a device that has one of those `known`."""
    challenge = Challenge(tokens.random(32), purpose)
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.host,
        user_name=account.name,
        user_id=bytes(account.handle),
        challenge=challenge.once,
        timeout=int(PATIENCE * 1000),
        exclude_credentials=_named(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_REQUIRED
        ),
    )
    return Asked(options_to_json(options), sealed.seal(challenge))


def ask(site: Site, purpose: str, passkeys: tuple[Passkey, ...] = ()) -> Asked:
    """Ask the browser to sign with a passkey, with any of `passkeys` where there are some."""
    challenge = Challenge(tokens.random(32), purpose)
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge.once,
        timeout=int(PATIENCE * 1000),
        allow_credentials=_named(passkeys),
        user_verification=_REQUIRED,
    )
    return Asked(options_to_json(options), sealed.seal(challenge))


def _named(passkeys: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes(one.credential_id)) for one in passkeys]


def new(answer: str, token: str, site: Site, purpose: str) -> NewPasskey:
    """The passkey that the browser made; NotProven where it does not hold."""
    challenge, said = _challenge(token, purpose), _said(answer)
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge.once,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        told = said["response"].get("transports", ())
        transports = tuple(sorted(TRANSPORTS & {str(one) for one in told}))
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError):
        raise NotProven from None
    return NewPasskey(found.credential_id, found.credential_public_key, found.sign_count, transports, challenge.once)


def proven(answer: str, token: str, site: Site, purpose: str) -> Proven:
    """The passkey that signed, of an account that may sign in; NotProven where anything does not hold."""
    challenge, said = _challenge(token, purpose), _said(answer)
    try:
        passkey = _passkey(said)
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge.once,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError):
        raise NotProven from None
    return Proven(passkey, challenge.once, found.new_sign_count)


def _challenge(token: str, purpose: str) -> Challenge:
    found = sealed.unseal(token, Challenge, seconds=PATIENCE)
    if found is None or found.purpose != purpose:
        raise NotProven
    return found


def _said(answer: str) -> dict[str, Any]:
    try:
        said = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise NotProven
    return said


def _passkey(said: dict[str, Any]) -> Passkey:
    """The passkey that an answer names, whose account has roles now; the answer must name the same account."""
    rows = Passkey.objects.select_related("account")
    passkey = rows.filter(credential_id=base64url_to_bytes(said["rawId"])).first()
    handle = said["response"].get("userHandle")
    if passkey is None or not passkey.account.roles_now:
        raise NotProven
    if handle and base64url_to_bytes(handle) != bytes(passkey.account.handle):
        raise NotProven
    return passkey
