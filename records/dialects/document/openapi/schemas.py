"""The schemas and examples of one object's records, from its spelling and kinds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from records.dialects.base.openapi import (
    Json,
    component,
    read_schema,
    sample,
    written_schema,
)
from records.dialects.document.filters import operators_of
from records.dialects.document.identifiers import FORM, object_id, record_id
from records.schema.object_types import Operation

if TYPE_CHECKING:
    from records.dialects.document.naming import Spelling
    from records.schema.fields import Field

_SAMPLE_NUMBER = 42
_MOMENT = "2026-03-14T09:26:53Z"
_PERSON = "user_3"


@dataclass(frozen=True)
class RecordSchemas:
    """The records of one object: as they are read, created and changed.

    Slugs hold no dot, so the names of the components cannot clash.
    """

    spelling: Spelling

    @property
    def slug(self) -> str:
        """The slug of the object, which names its components."""
        return self.spelling.slug

    @property
    def object_id(self) -> str:
        """The id of the object."""
        return object_id(self.slug)

    @cached_property
    def can_be_created(self) -> bool:
        """Whether the object takes new records."""
        return self.spelling.object_type.can(Operation.CREATE)

    @cached_property
    def can_be_changed(self) -> bool:
        """Whether the object's records can be changed."""
        return self.spelling.object_type.can(Operation.UPDATE)

    @cached_property
    def can_be_removed(self) -> bool:
        """Whether the object's records can be deleted."""
        able = self.spelling.object_type.can
        return able(Operation.ARCHIVE) or able(Operation.DELETE)

    @cached_property
    def writable(self) -> dict[str, Field]:
        """The keys that a body may hold."""
        return {
            key: one
            for key, one in self.spelling.values.items()
            if self.spelling.can_write(one)
        }

    @cached_property
    def required(self) -> list[str]:
        """The keys without which no record is created.

        A value that follows from others need not be sent, so it is not among them.
        """
        return [key for key, one in self.writable.items() if _must_be_sent(one)]

    def components(self) -> dict[str, Json]:
        """Return every schema of this object under its name."""
        schemas = {self.slug: self._record()}
        if self.can_be_created:
            schemas[f"{self.slug}.create"] = self._creation()
        if self.can_be_changed:
            schemas[f"{self.slug}.update"] = self._change()
        return schemas

    @property
    def record(self) -> Json:
        """A reference to the schema of a record as it is read."""
        return component("schemas", self.slug)

    @property
    def creation(self) -> Json:
        """A reference to the schema of a body that creates."""
        return component("schemas", f"{self.slug}.create")

    @property
    def change(self) -> Json:
        """A reference to the schema of a body that changes."""
        return component("schemas", f"{self.slug}.update")

    def _record(self) -> Json:
        values: Json = {}
        for key, one in self.spelling.values.items():
            schema = _read(one)
            schema["description"] = " ".join(
                part for part in (schema.get("description"), _answers(one)) if part
            )
            if key not in self.writable:
                schema["readOnly"] = True
            values[key] = schema
        return {
            "title": str(self.spelling.object_type.label),
            "type": "object",
            "properties": {
                "id": FORM.ids.schema(self.slug),
                "object_id": {"type": "string", "const": self.object_id},
                "field_values": {
                    "type": "object",
                    "properties": values,
                    "required": list(values),
                    "additionalProperties": False,
                },
                **{key: self._system(key) for key in ("created_at", "updated_at")},
                "created_by": self._system("created_by"),
            },
            "required": [
                *("id", "object_id", "field_values"),
                *("created_at", "updated_at", "created_by"),
            ],
            "additionalProperties": False,
            "examples": [self.example()],
        }

    def _system(self, key: str) -> Json:
        """Return the schema of a system value, null where the object has none."""
        one = self.spelling.system.get(key)
        return {"type": "null"} if one is None else _read(one)

    def _creation(self) -> Json:
        values: Json = {
            "type": "object",
            "properties": {
                key: written_schema(one, FORM) for key, one in self.writable.items()
            },
            "additionalProperties": False,
        }
        if self.required:
            values["required"] = self.required
        if one_of := self.spelling.projection.one_of:
            values["anyOf"] = [{"required": list(keys)} for keys in one_of]
        return {
            "title": f"{self.spelling.object_type.label}, new",
            "type": "object",
            "properties": {
                "object_id": {"type": "string", "const": self.object_id},
                "field_values": values,
            },
            "required": ["object_id", "field_values"],
            "examples": [self.example_sent()],
        }

    def _change(self) -> Json:
        return {
            "title": f"{self.spelling.object_type.label}, changes",
            "type": "object",
            "properties": {
                "field_values": {
                    "type": "object",
                    "properties": {
                        key: written_schema(one, FORM, is_new=False)
                        for key, one in self.writable.items()
                        if not one.fixed
                    },
                    "additionalProperties": False,
                },
            },
            "required": ["field_values"],
            "examples": [{"field_values": self.changed()}],
        }

    # -- examples -------------------------------------------------------------------

    def example_sent(self) -> Json:
        """Return a body that creates a record."""
        return {"object_id": self.object_id, "field_values": self._sent()}

    def _sent(self) -> Json:
        sent = dict(self.spelling.projection.example)
        custom = {key: one for key, one in self.writable.items() if one.custom}
        for key in (*self.required, *custom):
            if key not in sent:
                sent[key] = _sample_of(self.writable[key])
        return sent

    def changed(self) -> Json:
        """Return values that an existing record may be given."""
        fixed = {key for key, one in self.writable.items() if one.fixed}
        return {key: one for key, one in self._sent().items() if key not in fixed}

    def example(self) -> Json:
        """Return a record as it would be read after :meth:`example_sent`."""
        known = {**self._sent(), **self.spelling.projection.example_answer}
        values = {
            key: known[key] if key in known else self._sample(one)
            for key, one in self.spelling.values.items()
        }
        singleton = self.spelling.object_type.singleton
        system = {
            "created_at": _MOMENT,
            "updated_at": _MOMENT,
            "created_by": _PERSON,
        }
        return {
            "id": record_id(self.slug, 1 if singleton else _SAMPLE_NUMBER),
            "object_id": self.object_id,
            "field_values": values,
            **{
                key: one if key in self.spelling.system else None
                for key, one in system.items()
            },
        }

    @staticmethod
    def _sample(field: Field) -> Any:
        if field.kind.is_multiple:
            return []
        if field.default is not None and not callable(field.default):
            return field.kind.represent(field.default, FORM)
        return None if field.is_nullable else _sample_of(field)


def _read(field: Field) -> Json:
    schema = read_schema(field, FORM)
    if schema.get("format") == "email":
        # What was stored through another dialect may be none.
        del schema["format"]
    if field.kind.is_multiple and isinstance(schema.get("type"), list):
        # No value is the empty list here, never null.
        schema["type"] = "array"
    return schema


def _answers(field: Field) -> str:
    """Return what can be asked of a field, in a sentence."""
    if not field.filterable:
        return "Cannot be filtered by."
    told = f"Filters: {', '.join(f'`{one}`' for one in operators_of(field))}."
    return told if field.is_sortable else f"{told} Cannot be sorted by."


def _must_be_sent(field: Field) -> bool:
    is_given = field.default is not None or field.derived
    return field.required and not is_given


def _sample_of(field: Field) -> Any:
    schema = field.kind.wire_schema(FORM)
    return _MOMENT if schema.get("format") == "date-time" else sample(schema)
