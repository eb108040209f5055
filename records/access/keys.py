"""The text of an API key and what is stored of it (decision 7)."""

import hashlib
import secrets
import string

KEY_PREFIX = "dgm_"
KEY_LENGTH = 64
"""The official clients of the envelope dialect refuse any other length."""
SHOWN_LENGTH = 12
_ALPHABET = string.ascii_letters + string.digits


def new_key() -> str:
    """Return a fresh key: ``dgm_`` and 60 random letters and digits (357 bits)."""
    body = "".join(
        secrets.choice(_ALPHABET) for _ in range(KEY_LENGTH - len(KEY_PREFIX))
    )
    return KEY_PREFIX + body


def key_from_digest(digest: bytes) -> str:
    """Return the key that spells a digest, for keys derived rather than drawn.

    The demo derives its key from SECRET_KEY so that nothing secret is stored in clear
    and the same key can be printed again. ``digest`` needs at least 48 bytes.
    """
    number = int.from_bytes(digest, "big")
    body = ""
    for _ in range(KEY_LENGTH - len(KEY_PREFIX)):
        number, index = divmod(number, len(_ALPHABET))
        body += _ALPHABET[index]
    return KEY_PREFIX + body


def digest_of(key: str) -> str:
    """Return the SHA-256 of a key as 64 hex digits; the only form that is stored.

    A plain hash is enough: the key carries more than 256 bits of randomness, so there
    is nothing to guess that salt or stretching would protect.
    """
    return hashlib.sha256(key.encode()).hexdigest()


def is_well_formed(key: str) -> bool:
    """Tell whether a text could be one of our keys, before the database is asked."""
    return (
        len(key) == KEY_LENGTH
        and key.startswith(KEY_PREFIX)
        and key[len(KEY_PREFIX) :].isascii()
        and key[len(KEY_PREFIX) :].isalnum()
    )
