"""Objects and fields in the resource dialect (contract resource §6)."""

from custom_objects.api.resource.actions import ACTIONS
from records.schema.registry import registry


def register() -> None:
    """Register the routes of this dialect."""
    for action in ACTIONS:
        registry.register_action(action)
