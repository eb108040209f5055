"""The models of the kernel's own app, gathered for Django."""

from records.history.models import Action, Change

__all__ = ["Action", "Change"]
