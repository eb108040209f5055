"""Key cases: both come in, one goes out (contract resource §12.2)."""

from __future__ import annotations

import re
from functools import lru_cache

_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")


@lru_cache(maxsize=4096)
def snake(name: str) -> str:
    """Return ``first_name`` for ``firstName``; snake_case stays as it is."""
    return _CAPITAL.sub(r"_\1", name).lower() if not name.islower() else name


@lru_cache(maxsize=4096)
def camel(name: str) -> str:
    """Return ``firstName`` for ``first_name``."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)
