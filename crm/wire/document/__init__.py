"""The built-in types in the document dialect (contract document §5)."""

from crm.wire.document.projections import PROJECTIONS
from records.schema.registry import registry


def register() -> None:
    """Register the projections of this dialect."""
    for projection in PROJECTIONS:
        registry.register_projection(projection)
