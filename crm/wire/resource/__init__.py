"""The built-in types in the resource dialect (contract resource §2)."""

from crm.wire.resource.merging import MERGE_ACTIONS
from crm.wire.resource.projections import PROJECTIONS
from records.schema.registry import registry


def register() -> None:
    """Register projections and actions of this dialect."""
    for projection in PROJECTIONS:
        registry.register_projection(projection)
    for action in MERGE_ACTIONS:
        registry.register_action(action)
