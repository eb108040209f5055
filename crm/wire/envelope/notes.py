"""``/v2/notes``: the notes about leads, contacts and deals in one collection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.wire.envelope.shared import CREATED_BY, CREATOR, ID, TIMES
from crm.wire.envelope.targets import CONTACT, DEAL, LEAD, Targets
from records.dialects.envelope.keys import Key, TagsKey
from records.dialects.envelope.resources import Filter, Resource
from records.query import Condition, Node, Operator
from records.schema.kinds import TextKind
from records.schema.object_types import READ_ONLY

if TYPE_CHECKING:
    from records.dialects.envelope.incoming import Incoming
    from records.schema.object_types import ObjectType

_TARGETS = Targets((DEAL, LEAD, *CONTACT))
_SOURCES = {
    "deal_id": "deal_notes",
    "lead_id": "lead_notes",
    "contact_id": "contact_notes",
    "company_id": "company_notes",
}


def _all_notes(*types: ObjectType) -> ObjectType:
    """Return the type that all notes are read through; none is written by it."""
    fields = {one.name: one for kind in types for one in kind.fields if not one.custom}
    return replace(
        types[0],
        slug="notes",
        label=gettext_lazy("Note"),
        label_plural=gettext_lazy("Notes"),
        scope=None,
        operations=READ_ONLY,
        fields=(*fields.values(), _TARGETS.sortable_type()),
    )


def _field_of(incoming: Incoming) -> str | None:
    """Return the field by which a stored note points at what it is about."""
    for field in _TARGETS.fields:
        if incoming.stored(field) is not None:
            return field
    return None


def _source_of(incoming: Incoming) -> str:
    field = _field_of(incoming)
    if field is None:
        told = next((one for one in _TARGETS.fields if one in incoming.values), None)
        field = told or "contact_id"
    return _SOURCES[field]


def _prepare(incoming: Incoming) -> None:
    """Let the note be about what is said; what kind of record that is stays."""
    target = _TARGETS.take(incoming)
    if target is None:
        return
    field = _field_of(incoming)
    if field is not None and field != target.field:
        incoming.fail(
            "resource_type",
            _("A note stays with the kind of record it is about."),
        )
        return
    incoming.values[target.field] = incoming.current("resource_id")


def _searches(value: str, origin: str) -> Node:
    return Condition("text", Operator.CONTAINS, value, origin)


NOTES = Resource(
    resource="notes",
    type="note",
    sources=tuple(_SOURCES.values()),
    view=_all_notes,
    source_of=_source_of,
    description=(
        "What was said about a lead, a contact or a deal. A note of the type "
        "`restricted` is its author's alone."
    ),
    keys=(
        ID,
        CREATOR,
        *_TARGETS.keys(required=True),
        Key("content", field="text", required=True),
        Key("is_important"),
        TagsKey("tags"),
        Key("type", field="visibility"),
        *TIMES,
    ),
    filters=(
        CREATED_BY,
        *_TARGETS.filters(),
        Filter(
            "q", kind=TextKind(), build=_searches, description="Searches `content`."
        ),
    ),
    sorts=("updated_at", "resource_type", "created_at", "id"),
    default_sort="updated_at",
    ignores_includes=True,
    prepare=_prepare,
    example={
        "resource_type": "contact",
        "resource_id": 42,
        "content": "Highly important.",
    },
)
