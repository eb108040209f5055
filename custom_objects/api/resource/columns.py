"""``/api/schema/<tableName>``: columns as NocoDB tells them (contract §6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst

from custom_objects.api.resource.requests import permit_reading
from custom_objects.api.resource.subjects import Subject, find_table
from custom_objects.api.resource.ui_types import ui_types
from custom_objects.definitions.holders import shown_label
from custom_objects.field_types import field_type
from custom_objects.naming import SYSTEM_SLUGS
from records.dialects.resource.rendering import FORM
from records.dialects.resource.views import projection_of
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from rest_framework.request import Request

    from custom_objects.specification import FieldSpecification
    from records.access.caller import Caller
    from records.schema.fields import Field


def list_columns(
    request: Request, caller: Caller, path: dict[str, str]
) -> tuple[int, Any]:
    """Answer the keys of a resource's records and its custom fields, in their order."""
    permit_reading(request, caller)
    subject = find_table(caller, path["table"])
    if subject is None:
        raise UnknownObjectType(path["table"])
    fields = subject.object_type.fields_by_name
    projection = projection_of(subject.object_type)
    shown = [
        (one.name, fields[one.field])
        for one in projection.wire_fields(subject.object_type)
    ]
    if "custom_fields" not in projection.hidden:
        inside = subject.object_type.custom_fields
        shown += [(one.name, one) for one in inside if not one.outside]
    own = _specifications(caller, subject)
    return 200, {
        "columns": [
            _column(
                subject, name, one, own.get(one.name) if one.custom else None, order
            )
            for order, (name, one) in enumerate(shown, 1)
        ]
    }


def _specifications(caller: Caller, subject: Subject) -> dict[str, FieldSpecification]:
    """Return the custom fields of a type, which a summary has from another one."""
    holder = subject.object_type.custom_fields_of
    if holder and holder != subject.slug:
        subject = find_table(caller, holder) or subject
    return {one.slug: one for one in subject.fields}


def _column(
    subject: Subject,
    name: str,
    field: Field,
    specification: FieldSpecification | None,
    order: int,
) -> dict[str, Any]:
    looks = ui_types(field, specification)
    options = _options(specification)
    return {
        "id": f"custom_{specification.id}" if specification else name,
        "fk_model_id": subject.table,
        "title": capfirst(shown_label(field)),
        "column_name": name,
        "uidt": looks.uidt,
        "dt": looks.dt,
        "pk": name == "id",
        "pv": field.name == subject.primary,
        "rqd": field.required,
        "un": False,
        "ai": name == "id",
        "unique": field.unique or name == "id",
        "cdf": _default(field, specification),
        "dtxp": ",".join(one["title"] for one in options),
        "order": order,
        "system": field.name in SYSTEM_SLUGS,
        "description": str(field.help_text) or None,
        "colOptions": _column_options(field, options),
        "meta": None,
    }


def _default(field: Field, specification: FieldSpecification | None) -> Any:
    if specification is None or specification.default is None:
        return None
    return field.kind.represent(field.kind.from_json(specification.default), FORM)


def _options(specification: FieldSpecification | None) -> list[dict[str, Any]]:
    if specification is None or not field_type(specification.type).has_options:
        return []
    return [
        {"title": one.name, "color": one.color or None, "order": order}
        for order, one in enumerate(specification.choices, 1)
    ]


def _column_options(
    field: Field, options: list[dict[str, Any]]
) -> dict[str, Any] | None:
    if options:
        return {"options": options}
    if field.referenced_type is not None:
        return {"fk_related_model_id": _table_of(field.referenced_type)}
    return None


def _table_of(slug: str) -> str:
    built_in = {one.slug for one in registry.built_in()}
    return slug if slug in built_in else f"custom_{slug}"
