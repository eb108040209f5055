"""Makes what organizations define known to the kernel."""

from __future__ import annotations

from custom_objects.api import document, resource
from custom_objects.definitions.time_zones import follow_time_zone
from custom_objects.demonstration import furnish
from custom_objects.editor import DefinitionEditor
from custom_objects.provider import DefinedSchema, find_references
from records.schema.registry import registry

LOGGED = ("objects", "fields", "organizations", "memberships", "api_keys")
"""What the change log calls things that are no records: no object is called so."""


def register_all() -> None:
    """Register everything this package brings; called once, when Django is ready."""
    registry.reserve_slugs(LOGGED)
    registry.register_provider(DefinedSchema())
    registry.register_schema_editor(DefinitionEditor())
    registry.register_reference_finder(find_references)
    registry.on_organization_change(follow_time_zone)
    registry.on_demonstration(furnish)
    document.register()
    resource.register()
