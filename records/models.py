"""The models of the kernel's own app, gathered for Django."""

from records.dialects.envelope.sync.models import SyncDevice, SyncItem
from records.engine.tallies import Tally
from records.history.models import Action, Change

__all__ = ["Action", "Change", "SyncDevice", "SyncItem", "Tally"]
