"""How do custom fields come over? They are defined here alike, unless they are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm.moving.ledger import Entry, Fault
from records.dialects.envelope import DIALECT
from records.dialects.envelope.custom_types import custom_type, options_of
from records.engine.errors import Conflict, ValidationFailed
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.moving.source import Json, Source
    from records.access.caller import Caller
    from records.schema.fields import Field

HOLDERS = ("lead", "contact", "deal")
"""First parts of ``/v2/<…>/custom_fields`` that together tell every definition."""
_OBJECTS = {"lead": ("leads",), "deal": ("deals",)}
_FLAGS = {
    "contacts": ("for_contact",),
    "companies": ("for_company", "for_organisation"),
}


@dataclass(frozen=True, slots=True)
class Definition:
    """A custom field of the other server. ``objects`` are the types here that get it."""

    foreign_id: str
    label: str
    type: str
    choices: tuple[str, ...]
    objects: tuple[str, ...]

    @classmethod
    def read(cls, holder: str, data: Json) -> Definition:
        """Return what an answer says of a field of ``holder``."""
        choices = data.get("choices") or data.get("options") or ()
        return cls(
            foreign_id=str(data.get("id")),
            label=" ".join(str(data.get("name") or "").split()),
            type=str(data.get("type")),
            choices=tuple(_names(choices)),
            objects=_OBJECTS.get(holder) or _flagged(data),
        )


def _names(choices: object) -> Iterator[str]:
    for one in choices if isinstance(choices, list) else ():
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str):
            yield name


def _flagged(data: Json) -> tuple[str, ...]:
    """Return whether people or organizations have a field; both where nothing says."""
    flagged = [
        slug for slug, flags in _FLAGS.items() if any(data.get(one) for one in flags)
    ]
    return tuple(flagged or _FLAGS)


@dataclass(slots=True)
class Definitions:
    """Defines the fields of one holder. ``caller`` knows the schema that came of it."""

    caller: Caller
    holder: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def resource(self) -> str:
        """What the definitions are remembered and reported as."""
        return f"{self.holder}/custom_fields"

    def copy(self, source: Source) -> None:
        """Define what the other server has; note what could not be."""
        for page in source.pages(self.resource):
            for data in page:
                self._define(Definition.read(self.holder, data))

    def _define(self, definition: Definition) -> None:
        faults: list[Fault] = []
        made: int | None = None
        for slug in definition.objects:
            problem = self._define_on(slug, definition)
            if problem is not None:
                faults.append(Fault(f"{slug}/{definition.label}", problem))
                continue
            there = self._find(slug, definition.label)
            made = there.origin.id if there and there.origin else made
        self.entries.append(
            Entry(self.resource, definition.foreign_id, made, tuple(faults))
        )

    def _define_on(self, slug: str, definition: Definition) -> str | None:
        """Define a field on one type; return what stands against it, if anything."""
        there = self._find(slug, definition.label)
        values: dict[str, Any] = {"label": definition.label, "type": definition.type}
        if definition.choices:
            values["options"] = list(definition.choices)
        editor = registry.schema_editor
        try:
            if there is None:
                self.caller = editor.define_field(
                    self.caller, dialect=DIALECT, object_slug=slug, values=values
                )
                return None
            known = custom_type(there.kind).name
            if known != definition.type:
                return f"A field of this name is here, of type {known}."
            if _missing(there, definition.choices):
                self.caller = editor.add_options(
                    self.caller,
                    object_slug=slug,
                    slug=there.name,
                    names=definition.choices,
                )
        except ValidationFailed as failed:
            return " ".join(
                dict.fromkeys(f"{one.field}: {one.message}" for one in failed.problems)
            )
        except Conflict as conflict:
            return conflict.message
        return None

    def _find(self, slug: str, label: str) -> Field | None:
        known = registry.resolve(self.caller.organization, slug)
        for one in known.custom_fields:
            if (str(one.label) or one.name) == label:
                return one
        return None


def _missing(there: Field, choices: Sequence[str]) -> bool:
    names = {one.name for one in options_of(there.kind)}
    return any(one not in names for one in choices)
