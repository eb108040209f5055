"""Makes the organization's own schema known to the kernel."""

from __future__ import annotations


def register_all() -> None:
    """Register everything this package brings; called once, when Django is ready."""
