"""What an organization has defined, as a value that all requests of a process share.

A schema is known by its version, which every caller carries (read with its credential).
A version is never used twice, not even after a rollback, so a process can keep what it
has read without ever asking whether it is still true.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from custom_objects.models import FieldDefinition, FieldOption, ObjectDefinition
from custom_objects.specification import (
    FieldSpecification,
    ObjectSpecification,
    Option,
)
from records.access.models import Organization

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from records.access.caller import OrganizationInfo
    from records.schema.object_types import ObjectType

_MOST_SCHEMAS = 256
"""Schemas a process keeps; the least recently used goes first."""

FIRST_VERSION = 1
"""The version of an organization that has never defined anything."""

_TEXT_TYPES = ("text", "email", "long_text")


@dataclass(frozen=True, slots=True)
class Schema:
    """All live objects of an organization at one version, by slug.

    ``types`` keeps the record types built from it, which are as long-lived.
    """

    organization_id: int
    version: int
    objects: Mapping[str, ObjectSpecification] = field(default_factory=dict)
    types: dict[str, ObjectType] = field(default_factory=dict, compare=False)

    def fields(self) -> Iterable[tuple[ObjectSpecification, FieldSpecification]]:
        """Yield every field an admin defined, with its object."""
        for one in self.objects.values():
            for specification in one.fields:
                yield one, specification


def load_schema(organization_id: int) -> Schema:
    """Read an organization's schema. Four statements, more when it changes meanwhile."""
    version = _version(organization_id)
    while True:
        objects = _load_objects(organization_id)
        again = _version(organization_id)
        if again == version:
            return Schema(organization_id, version, objects)
        version = again


def _version(organization_id: int) -> int:
    found = Organization.objects.filter(pk=organization_id)
    return found.values_list("schema_version", flat=True).first() or 0


def _load_objects(organization_id: int) -> dict[str, ObjectSpecification]:
    options = _load_options(organization_id)
    fields: dict[int, list[tuple[int, FieldSpecification]]] = defaultdict(list)
    rows = FieldDefinition.objects.for_organization(organization_id).filter(
        archived_at__isnull=True
    )
    for row in rows.order_by("position", "pk"):
        fields[row.object_id].append(
            (row.pk, specify_field(row, options.get(row.pk, ())))
        )
    objects = ObjectDefinition.objects.for_organization(organization_id).filter(
        archived_at__isnull=True
    )
    return {
        row.slug: _specify_object(row, fields.get(row.pk, []))
        for row in objects.order_by("position", "pk")
    }


def _load_options(organization_id: int) -> dict[int, tuple[Option, ...]]:
    options: dict[int, list[Option]] = defaultdict(list)
    rows = FieldOption.objects.for_organization(organization_id)
    for row in rows.order_by("position", "pk"):
        options[row.field_id].append(
            Option(
                id=row.pk,
                name=row.name,
                slug=row.slug,
                color=row.color,
                position=row.position,
                is_archived=row.archived_at is not None,
                is_terminal=row.is_terminal,
            )
        )
    return {key: tuple(members) for key, members in options.items()}


def specify_field(
    row: FieldDefinition, options: tuple[Option, ...] = ()
) -> FieldSpecification:
    """Return a field definition as a value."""
    return FieldSpecification(
        id=row.pk,
        slug=row.slug,
        type=row.type,
        label=row.label,
        help_text=row.help_text,
        icon=row.icon,
        is_required=row.is_required,
        is_unique=row.is_unique,
        is_filterable=row.is_filterable,
        is_searchable=row.is_searchable,
        is_hidden=row.is_hidden,
        default=row.default,
        settings=row.settings,
        options=options,
        position=row.position,
        is_ready=row.backfilled_to is None,
        is_built_in=row.is_built_in,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _specify_object(
    row: ObjectDefinition, fields: list[tuple[int, FieldSpecification]]
) -> ObjectSpecification:
    own = tuple(one for _pk, one in fields if not one.is_built_in)
    by_id = dict(fields)
    chosen = by_id.get(row.display_field_id or 0)
    return ObjectSpecification(
        id=row.pk,
        slug=row.slug,
        label=row.label,
        label_plural=row.label_plural,
        description=row.description,
        icon=row.icon,
        icon_color=row.icon_color,
        settings=row.settings,
        position=row.position,
        is_built_in=row.is_built_in,
        is_hidden=row.is_hidden,
        fields=own,
        adjustments=tuple(one for _pk, one in fields if one.is_built_in),
        display=chosen.slug if chosen is not None else _first_text(own),
    )


def _first_text(fields: Iterable[FieldSpecification]) -> str | None:
    for type_slug in _TEXT_TYPES:
        for one in fields:
            if one.type == type_slug:
                return one.slug
    return None


class SchemaCache:
    """The schemas a process has read, by organization and version."""

    def __init__(self, load: Callable[[int], Schema] = load_schema) -> None:
        self._load = load
        self._kept: OrderedDict[tuple[int, int], Schema] = OrderedDict()
        self._lock = Lock()

    def get(self, organization: OrganizationInfo) -> Schema:
        """Return the schema of the caller's version, or a newer one that is in force."""
        if organization.schema_version <= FIRST_VERSION:
            return Schema(organization.id, organization.schema_version)
        key = (organization.id, organization.schema_version)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        schema = self._load(organization.id)
        with self._lock:
            self._kept[organization.id, schema.version] = schema
            while len(self._kept) > _MOST_SCHEMAS:
                self._kept.popitem(last=False)
        return schema

    def clear(self) -> None:
        """Forget everything. For tests that write definitions behind our back."""
        with self._lock:
            self._kept.clear()


schemas = SchemaCache()


def schema_of(organization: OrganizationInfo) -> Schema:
    """Return an organization's schema."""
    return schemas.get(organization)
