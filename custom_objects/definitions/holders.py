"""The object that a definition belongs to: its row, its built-in type, its names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from custom_objects.models import FieldDefinition, FieldOption, ObjectDefinition
from custom_objects.naming import (
    RESERVED_SLUGS,
    built_in_names,
    free_slug,
    is_slug,
    slug_of,
)
from custom_objects.schema import specify_field
from records.engine.errors import Conflict, FieldNotFound
from records.schema.folding import fold
from records.schema.problems import Code
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from custom_objects.definitions.changes import SchemaChange
    from custom_objects.definitions.findings import Findings
    from custom_objects.specification import FieldSpecification
    from records.access.caller import Caller
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType


@dataclass(slots=True)
class Names:
    """Slugs and labels that the fields of one object have, or had.

    ``slugs`` holds those of archived fields too; ``labels`` maps the fold of a label to
    the slug of the field that bears it.
    """

    slugs: set[str] = field(default_factory=lambda: set(RESERVED_SLUGS))
    labels: dict[str, str] = field(default_factory=dict)

    def add(self, slug: str, label: str) -> None:
        """Take the names of a field."""
        self.slugs.add(slug)
        if label:
            self.labels[fold(label)] = slug

    def choose_slug(
        self, label: str, wanted: str | None, findings: Findings
    ) -> str | None:
        """Return the slug of a new field: the one asked for, or one from its label."""
        if wanted is None:
            found = slug_of(label, noun="field")
            return free_slug(found, self.slugs) if found else None
        check_slug(wanted, findings)
        if wanted in self.slugs:
            message = _("“%(slug)s” is the name of another field.") % {"slug": wanted}
            findings.fail("slug", message, Code.TAKEN)
        return wanted

    def check_label(self, label: str, slug: str | None, findings: Findings) -> None:
        """Report a label that another field has for a label or a slug."""
        holder = self.labels.get(fold(label))
        if holder is not None and holder != slug:
            message = _("“%(label)s” is the label of another field.")
        elif label in self.slugs - RESERVED_SLUGS and label != slug:
            message = _("“%(label)s” is the slug of another field.")
        else:
            return
        findings.fail("label", message % {"label": label}, Code.TAKEN)


@dataclass(slots=True)
class Holder:
    """An object as its definitions stand under the lock.

    ``row`` is missing while nobody has defined anything for a built-in type.
    """

    slug: str
    row: ObjectDefinition | None
    built_in: ObjectType | None
    fields: list[FieldDefinition]
    names: Names

    def live(self) -> list[FieldDefinition]:
        """Return the fields an admin defined and did not archive, in their order."""
        return [
            one for one in self.fields if not one.is_built_in and not one.archived_at
        ]

    def specifications(self) -> list[FieldSpecification]:
        """Return those fields as their types see them, options left out."""
        return [specify_field(one) for one in self.live()]

    def find(self, slug: str, *, is_archived: bool = False) -> FieldDefinition:
        """Return one of those fields. Raises :class:`FieldNotFound`."""
        for one in self.fields:
            # A purged one has no label, and is none any more.
            is_asked_for = one.slug == slug and one.label and not one.is_built_in
            if is_asked_for and bool(one.archived_at) is is_archived:
                return one
        raise FieldNotFound(self.slug, slug)

    @property
    def takes_fields(self) -> bool:
        """Whether the object's records have custom fields."""
        return self.built_in is None or self.built_in.custom_fields_of == self.slug

    def declared(self, slug: str) -> Field | None:
        """Return the built-in field of a name."""
        return self.built_in.fields_by_name.get(slug) if self.built_in else None

    def adjustment(self, slug: str) -> FieldDefinition | None:
        """Return the row that adjusts a built-in field."""
        for one in self.fields:
            if one.slug == slug and one.is_built_in:
                return one
        return None

    def ensured(self, change: SchemaChange) -> ObjectDefinition:
        """Return the row, made on first need for a built-in type."""
        if self.row is None:
            self.row = ObjectDefinition.objects.create(
                organization_id=change.caller.organization_id,
                slug=self.slug,
                is_built_in=True,
                created_at=change.at,
                updated_at=change.at,
            )
        return self.row


def find_holder(caller: Caller, slug: str, *, is_archived: bool = False) -> Holder:
    """Return an object of the caller's organization.

    Raises :class:`UnknownObjectType`.
    """
    rows = ObjectDefinition.objects.for_organization(caller.organization_id)
    row = rows.filter(slug=slug, archived_at__isnull=not is_archived).first()
    built_in = _built_in(slug)
    if is_archived and built_in is not None:
        raise Conflict(_("A built-in object is hidden, never archived."))
    if row is None and built_in is None:
        raise UnknownObjectType(slug)
    fields = _fields_of(row) if row is not None else []
    return Holder(slug, row, built_in, fields, _names(built_in, fields))


def _built_in(slug: str) -> ObjectType | None:
    try:
        return registry.built_in_type(slug)
    except UnknownObjectType:
        return None


def _fields_of(row: ObjectDefinition) -> list[FieldDefinition]:
    rows = FieldDefinition.objects.for_organization(row.organization_id)
    return list(rows.filter(object=row).order_by("position", "pk"))


def _names(built_in: ObjectType | None, fields: Sequence[FieldDefinition]) -> Names:
    names = Names()
    if built_in is not None:
        names.slugs |= built_in_names(built_in)
        for one in built_in.fields:
            names.labels[fold(shown_label(one))] = one.name
    for row in fields:
        if row.is_built_in and row.label:
            names.labels = {
                label: slug for label, slug in names.labels.items() if slug != row.slug
            }
        names.add(row.slug, "" if row.archived_at else row.label)
    return names


def shown_label(one: Field) -> str:
    """Return what a built-in field is called unless an admin says otherwise."""
    return str(one.label) or one.name.removesuffix("_id").replace("_", " ")


def options_of(row: FieldDefinition) -> list[FieldOption]:
    """Return the options of a field in their order, archived ones included."""
    rows = FieldOption.objects.for_organization(row.organization_id)
    return list(rows.filter(field=row).order_by("position", "pk"))


def check_slug(slug: str, findings: Findings) -> None:
    """Report what is no slug."""
    if not is_slug(slug):
        findings.fail(
            "slug",
            _("A slug is a small letter, then small letters, digits and single “_”."),
        )
