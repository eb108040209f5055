"""The text of a key."""

import hashlib

import pytest

from records.access.keys import digest_of, is_well_formed, key_from_digest, new_key


def test_a_key_has_64_characters_and_the_prefix():
    key = new_key()
    assert len(key) == 64
    assert key.startswith("dgm_")
    assert key.removeprefix("dgm_").isalnum()
    assert is_well_formed(key)


def test_keys_are_drawn_anew():
    assert len({new_key() for _ in range(50)}) == 50


def test_a_derived_key_is_the_same_for_the_same_digest_only():
    one, other = (hashlib.sha512(seed).digest() for seed in (b"1", b"2"))
    assert key_from_digest(one) == key_from_digest(one)
    assert key_from_digest(one) != key_from_digest(other)
    assert is_well_formed(key_from_digest(one))


def test_what_is_stored_is_the_sha_256_of_the_key():
    key = new_key()
    assert digest_of(key) == hashlib.sha256(key.encode()).hexdigest()
    assert key not in digest_of(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dgm_",
        "dgm_" + "a" * 59,
        "dgm_" + "a" * 61,
        "dgx_" + "a" * 60,
        "dgm_" + "a" * 59 + "-",
        "dgm_" + "a" * 59 + "é",
        "dgm_" + "a" * 59 + "\x00",
    ],
)
def test_what_cannot_be_a_key_never_reaches_the_database(text):
    assert not is_well_formed(text)
