"""Sealing: known answers, so that a change of the format is noticed, and nothing that opens for anybody else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from dooryard.liaison import hashing, sealing
from dooryard.liaison.sealing import BLOCK, Code, NotOpened, TeamKey, seal, unseal
from dooryard.liaison.words import words

CODE = Code(("amber", "brook", "cedar", "delta", "ember", "fjord", "grove"))


@pytest.mark.parametrize(
    ("secret", "salt", "info", "length", "expected"),
    [
        (
            "0b" * 22, "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "0b" * 22, "", "", 42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
    ids=["RFC 5869, A.1", "RFC 5869, A.3"],
)  # fmt: skip
def test_the_library_derives_what_the_standard_says(
    secret: str, salt: str, info: str, length: int, expected: str
) -> None:
    made = HKDF(SHA256(), length, bytes.fromhex(salt) or None, bytes.fromhex(info)).derive(bytes.fromhex(secret))
    assert made.hex() == expected
    if not salt:
        assert sealing.derive(bytes.fromhex(secret), b"") == made[:32], "ours is the same without a salt and a label"


def test_the_keys_of_a_code_are_what_they_always_were() -> None:
    assert CODE.lookup.hex() == "600c3b2bd5b58f5e18d20b71cd50235b67604223181caacf0d0a0134dbcb2101"
    assert CODE.key.hex() == "f3e5b00cdbecf4a4c13850568796223a78abc2ec25fc2f7fc6d8791eba377bb3"
    assert CODE.public.hex() == "a69667f855ccaffc51ebd4755a6f5909ea9c3df7f1b01458588e42954c0ea222"
    assert (
        sealing.mark(CODE.key, b"a", b"b").hex() == "1b31cabbf77575c0ee99945e7981e6be7ab048db953281b5889eba61fa90d7cd"
    )


def test_a_key_wrapped_long_ago_still_opens() -> None:
    by_passphrase = bytes.fromhex(
        "518b801beebaabfebc4d77b1166ed8d93cf9216ac3d152f2a2d9a2084f3f6e04b6c84491f1de15875076d346daee9346"
        "1c568fbdcdb4f6a5847d0b3c688f8007833ed9adccd4578d"
    )
    assert sealing.unwrap(by_passphrase, "caf\u00e9 in the dooryard", b"s" * 16) == bytes(range(32))
    assert sealing.unwrap(by_passphrase, "cafe\u0301 in the dooryard", b"s" * 16) == bytes(range(32)), (
        "another keyboard"
    )
    by_passkey = bytes.fromhex(
        "c5b44aa5fa6cc3690aabc5c9052896d3025b6b929d50c25e88edfc0bf6003d81892db1c1e919fb096b20fb3c2f576ec4"
        "2ae463b7416065745923bc698b5b1ef8ba839d67f82570b7"
    )
    assert sealing.unwrap_with(by_passkey, b"p" * 32) == bytes(range(32))


def test_what_was_sealed_long_ago_still_opens() -> None:
    sealed = Path(__file__).with_name("sealed_once.bin").read_bytes()
    assert unseal(sealed, CODE.key) == b"I am still here."


def test_a_passphrase_costs_128_megabytes_and_three_passes() -> None:
    assert (hashing.PASSES, hashing.MEMORY_KB, hashing.LANES) == (3, 128 * 1_024, 1)


def test_a_new_code_is_seven_words_of_the_list_and_another_each_time() -> None:
    codes = {Code.new().words for _ in range(200)}
    assert len(codes) == 200
    assert all(len(one) == 7 and set(one) <= set(words()) for one in codes)
    assert len(words()) ** 7 >= 2**90


def test_a_code_that_is_typed_is_the_code_that_was_shown() -> None:
    code = Code.new()
    assert Code.read(" ".join(code.words).upper()).key == code.key


def test_a_code_has_two_keys_that_say_nothing_of_each_other_and_is_never_printed() -> None:
    assert CODE.lookup != CODE.key
    assert hashlib.sha256(CODE.lookup).digest() not in (CODE.lookup, CODE.key, CODE.public)
    assert repr(CODE) == str(CODE) == "Code"
    assert repr(TeamKey.new()) == "TeamKey"


@given(st.binary(max_size=5_000))
def test_only_the_number_of_blocks_shows(plain: bytes) -> None:
    sealed = seal(plain, CODE.public)
    assert unseal(sealed, CODE.key) == plain
    assert len(sealed) == 48 + BLOCK * (len(plain) // BLOCK + 1)


def test_the_longest_fits_and_one_more_does_not() -> None:
    assert unseal(seal(b"x" * (sealing.MOST - 1), CODE.public), CODE.key) == b"x" * (sealing.MOST - 1)
    with pytest.raises(sealing.TooLong):
        seal(b"x" * sealing.MOST, CODE.public)


@given(st.integers(0, BLOCK + 47), st.integers(1, 255))
def test_one_byte_that_was_changed_opens_nothing(at: int, by: int) -> None:
    sealed = bytearray(seal(b"I use alone.", CODE.public))
    sealed[at] ^= by
    with pytest.raises(NotOpened):
        unseal(bytes(sealed), CODE.key)


@given(st.binary(max_size=2_200))
def test_what_was_never_sealed_opens_nothing(made_up: bytes) -> None:
    with pytest.raises(NotOpened):
        unseal(made_up, CODE.key)


def test_the_wrong_key_opens_nothing() -> None:
    other = TeamKey.new()
    with pytest.raises(NotOpened):
        unseal(seal(b"I use alone.", CODE.public), other.private)


@pytest.mark.usefixtures("light")
def test_the_wrong_passphrase_salt_or_passkey_unwraps_nothing() -> None:
    wrapped, private = sealing.wrap(b"k" * 32, "right", b"s" * 16), b"k" * 32
    assert sealing.unwrap(wrapped, "right", b"s" * 16) == private
    for passphrase, salt in (("wrong", b"s" * 16), ("right", b"t" * 16), ("", b"s" * 16)):
        with pytest.raises(NotOpened):
            sealing.unwrap(wrapped, passphrase, salt)
    with pytest.raises(NotOpened):
        sealing.unwrap_with(sealing.wrap_with(private, b"p" * 32), b"q" * 32)
    with pytest.raises(NotOpened):
        sealing.unwrap(wrapped[:-1], "right", b"s" * 16)


def test_what_a_session_carries_opens_with_its_token_only() -> None:
    sealed = sealing.carry(b"keys", b"t" * 32)
    assert sealing.carried(sealed, b"t" * 32) == b"keys"
    with pytest.raises(NotOpened):
        sealing.carried(sealed, b"u" * 32)


def test_a_mark_tells_other_words_apart_and_where_one_ends() -> None:
    marks = [sealing.mark(b"k" * 32, *parts) for parts in ((b"ab", b"c"), (b"a", b"bc"), (b"abc",), (b"abc", b""))]
    assert len(set(marks)) == 4
    assert sealing.mark(b"j" * 32, b"abc") != marks[2], "nobody without the key can guess at the words"
