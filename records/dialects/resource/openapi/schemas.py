"""The schemas and examples of one resource's records, from its projection and kinds."""

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
from records.dialects.resource.bodies import LARGEST_BATCH
from records.schema.object_types import Operation

if TYPE_CHECKING:
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType
    from records.schema.projections import Projection

_SAMPLE_ID = 42


@dataclass(frozen=True)
class RecordSchemas:
    """The records of one resource: as they are read, created, changed and removed.

    Slugs hold no dot, so the names of the components cannot clash.
    """

    object_type: ObjectType
    projection: Projection

    @property
    def slug(self) -> str:
        """The name of the resource in paths."""
        return self.object_type.slug

    @cached_property
    def shown(self) -> dict[str, Field]:
        """Keys to fields, custom fields apart."""
        fields = self.object_type.fields_by_name
        wire = self.projection.wire_fields(self.object_type)
        return {one.name: fields[one.field] for one in wire}

    @cached_property
    def writable(self) -> dict[str, Field]:
        """Those keys that a body may hold: none where nothing can be written."""
        if not self.object_type.operations:
            return {}
        fields = self.object_type.fields_by_name
        wire = self.projection.wire_fields(self.object_type)
        return {one.name: fields[one.field] for one in wire if not one.read_only}

    @cached_property
    def fixed(self) -> frozenset[str]:
        """Those keys that only a new record is given."""
        return frozenset(name for name, one in self.writable.items() if one.fixed)

    @property
    def has_custom_fields(self) -> bool:
        """Whether records have a place for custom fields at all."""
        return "custom_fields" not in self.projection.hidden

    @cached_property
    def inside(self) -> list[Field]:
        """The fields whose values lie in ``custom_fields``."""
        return [one for one in self.object_type.custom_fields if not one.outside]

    @cached_property
    def required(self) -> list[str]:
        """Keys without which no record is created."""
        return [
            name
            for name, one in self.writable.items()
            if name in self.projection.required or _must_be_sent(one)
        ]

    def components(self) -> dict[str, Json]:
        """Return every schema of this resource under its name."""
        schemas = {self.slug: self._record()}
        if self.object_type.can(Operation.CREATE):
            schemas[f"{self.slug}.create"] = self._creation()
        if self.object_type.can(Operation.UPDATE):
            schemas[f"{self.slug}.update"] = self._change()
        if self.object_type.can(Operation.ARCHIVE):
            schemas[f"{self.slug}.archived"] = self._archived()
        return schemas

    @property
    def record(self) -> Json:
        """A reference to the schema of a record as it is read."""
        return component("schemas", self.slug)

    @property
    def archived(self) -> Json:
        """A reference to the schema of the answer to archiving."""
        return component("schemas", f"{self.slug}.archived")

    @property
    def change(self) -> Json:
        """A reference to the schema of a change."""
        return component("schemas", f"{self.slug}.update")

    @property
    def creation(self) -> Json:
        """The schema of a body that creates: a record or an array of them."""
        one = component("schemas", f"{self.slug}.create")
        many = {
            "type": "array",
            "items": one,
            "minItems": 1,
            "maxItems": LARGEST_BATCH,
        }
        return {"oneOf": [one, many]}

    def _record(self) -> Json:
        properties: Json = {}
        for name, one in self.shown.items():
            schema = read_schema(one)
            if name not in self.writable:
                schema["readOnly"] = True
            properties[name] = schema
        if self.has_custom_fields:
            schema = self._custom_read()
            properties["custom_fields"] = (
                schema if self.writable else {**schema, "readOnly": True}
            )
        return {
            "title": str(self.object_type.label),
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
            "examples": [self.example()],
        }

    def _creation(self) -> Json:
        schema: Json = {
            "title": f"{self.object_type.label}, new",
            "type": "object",
            "properties": self._written(is_new=True),
            "examples": [self.example_sent()],
        }
        if not self.projection.is_open:
            schema["minProperties"] = 1
        required = list(self.required)
        if self.has_custom_fields and any(
            _must_be_sent(one) for one in self._writable_custom
        ):
            required.append("custom_fields")
        if required:
            schema["required"] = required
        if self.projection.one_of:
            schema["anyOf"] = [
                {"required": list(keys)} for keys in self.projection.one_of
            ]
        return schema

    def _change(self) -> Json:
        written = self._written(is_new=False)
        properties = {
            name: schema for name, schema in written.items() if name not in self.fixed
        }
        return {
            "title": f"{self.object_type.label}, changes",
            "type": "object",
            "properties": properties,
            "examples": [self.example_changed()],
        }

    def _archived(self) -> Json:
        return {
            "title": f"{self.object_type.label}, archived",
            "type": "object",
            "properties": {
                "archived": {"type": "boolean", "const": True},
                "id": {"type": "integer"},
                "record": self.record,
            },
            "required": ["archived", "id", "record"],
            "additionalProperties": False,
        }

    def _written(self, *, is_new: bool) -> Json:
        properties = {
            name: written_schema(one, is_new=is_new)
            for name, one in self.writable.items()
        }
        if self.has_custom_fields:
            properties["custom_fields"] = self._custom_written(is_new=is_new)
        return properties

    @property
    def _writable_custom(self) -> list[Field]:
        return [one for one in self.inside if one.writable]

    def _custom_read(self) -> Json:
        return {
            "type": "object",
            "description": (
                "The fields your organization added, by slug; one without a value is "
                "left out."
            ),
            "properties": {
                one.name: read_schema(one)
                | ({} if one.writable else {"readOnly": True})
                for one in self.inside
            },
            "additionalProperties": False,
        }

    def _custom_written(self, *, is_new: bool) -> Json:
        description = "The fields your organization added, by slug."
        if not is_new:
            description += " Those you leave out stay as they are; null empties one."
        if self.projection.is_open:
            description += " They may also be keys of the record itself."
        fields = self._writable_custom
        schema: Json = {
            "type": "object",
            "description": description,
            "properties": {
                one.name: written_schema(one, is_new=is_new) for one in fields
            },
        }
        needed = [one.name for one in fields if is_new and _must_be_sent(one)]
        return {**schema, "required": needed} if needed else schema

    # -- examples -------------------------------------------------------------------

    def example_sent(self) -> Json:
        """Return a body that creates a record."""
        sent = dict(self.projection.example)
        for name, one in self.writable.items():
            if name not in sent and (name in self.required or one.outside):
                sent[name] = _sample_of(one)
        custom = {one.name: _sample_of(one) for one in self._writable_custom}
        return {**sent, "custom_fields": custom} if custom else sent

    def example_changed(self) -> Json:
        """Return a body that changes a record."""
        sent = self.example_sent()
        return {name: one for name, one in sent.items() if name not in self.fixed}

    def example(self) -> Json:
        """Return a record as it would be read after :meth:`example_sent`."""
        known = {**self.example_sent(), **self.projection.example_answer}
        record = {
            name: known[name] if name in known else self._sample(name, one)
            for name, one in self.shown.items()
        }
        if self.has_custom_fields:
            record["custom_fields"] = known.get("custom_fields", {})
        return record

    def _sample(self, name: str, field: Field) -> Any:
        if name == "id":
            return 1 if self.object_type.singleton else _SAMPLE_ID
        if field.is_side:
            return []
        if field.default is not None and not callable(field.default):
            return field.default
        return None if field.is_nullable else _sample_of(field)


def _must_be_sent(field: Field) -> bool:
    return field.required and field.default is None and not field.derived


def _sample_of(field: Field) -> Any:
    return sample(field.kind.json_schema())
