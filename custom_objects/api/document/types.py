"""What this dialect calls the types of fields (contract document §6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.api.document.options import TARGET, render_stages
from custom_objects.field_types import FIELD_TYPES, field_type_by_name
from records.dialects.document import DIALECT
from records.dialects.document.identifiers import object_id
from records.schema.kinds import ChoiceKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.api.document.bodies import Body
    from custom_objects.field_types import FieldType
    from records.access.caller import Caller
    from records.dialects.document.naming import Spelling
    from records.schema.fields import Field

TYPE_NAMES = tuple(one.name_in(DIALECT) for one in FIELD_TYPES.values())
"""The types that a field can be defined with."""

STRUCTURE = "json"
"""The type of built-in fields that hold what no field of an admin can."""

_PEOPLE = "crm_users"
_BY_KIND: Mapping[str, str] = {
    "text": "text",
    "email": "email",
    "phone": "phone",
    "url": "url",
    "choice": "dropdown",
    "number": "number",
    "integer": "number",
    "boolean": "boolean",
    "moment": "datetime",
    "date": "date",
    "address": "address",
    "names": "multi_select",
    "texts": "multi_select",
}
BUILT_IN_TYPES = tuple(dict.fromkeys([*TYPE_NAMES, STRUCTURE]))
"""Every type that a field can be told to have."""


def built_in_type(field: Field, spelling: Spelling) -> str:
    """Return what type a built-in field is like."""
    told = spelling.projection.field_types.get(field.name)
    if told is not None:
        return told
    if field.referenced_type is not None:
        return "user" if field.referenced_type == _PEOPLE else "reference"
    if getattr(field.kind, "multiline", False):
        return "long_text"
    return _BY_KIND.get(field.kind.name, STRUCTURE)


def built_in_options(
    field: Field, spelling: Spelling, caller: Caller
) -> dict[str, Any]:
    """Return the options of a built-in field, as those of its type are told."""
    stages = spelling.projection.stages.get(field.name)
    if stages is not None:
        return {"stages": render_stages(stages(caller))}
    target = field.referenced_type
    if target is not None and target != _PEOPLE:
        return {TARGET: object_id(target)}
    if isinstance(field.kind, ChoiceKind):
        return {"choices": [value for value, _label in field.kind.choices]}
    return {}


def read_type(body: Body) -> FieldType | None:
    """Return the type that a body names, ``None`` when it names none that there is."""
    name = body.typed("type", str, "string")
    found = field_type_by_name(DIALECT, name) if name else None
    if name and found is None:
        message = _("There is no field type “%(name)s”; there are: %(names)s.")
        told = {"name": name, "names": ", ".join(TYPE_NAMES)}
        body.fail("type", message % told)
    return found
