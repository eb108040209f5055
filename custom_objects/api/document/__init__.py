"""Objects and fields in the document dialect (contract document §5, §6)."""

from custom_objects.api.document.actions import ACTIONS
from records.schema.registry import registry


def register() -> None:
    """Register the routes of this dialect."""
    for action in ACTIONS:
        registry.register_action(action)
