"""By what two equal values of a unique field are known."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from records.schema.kinds import ValueKind


def unique_key(kind: ValueKind, value: Any) -> str:
    """Return 128 bits, as hexadecimal digits, that equal values share."""
    return blake2b(kind.identity(value).encode(), digest_size=16).hexdigest()
