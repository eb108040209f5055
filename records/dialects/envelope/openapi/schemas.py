"""The schemas of one resource, made from the keys of its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.dialects.base.openapi import Json, component, sample
from records.dialects.envelope import custom_fields
from records.dialects.envelope.custom_types import options_of
from records.dialects.envelope.openapi.answers import (
    collection_schema,
    envelope_schema,
)
from records.dialects.envelope.resources import resources

if TYPE_CHECKING:
    from records.dialects.envelope.custom_fields import CustomField
    from records.dialects.envelope.keys import Key
    from records.dialects.envelope.plans import Plan
    from records.dialects.envelope.resources import Resource

_SAMPLE_ID = 42


@dataclass(frozen=True)
class ResourceSchemas:
    """The records of one resource: as they are read, created and changed."""

    plan: Plan

    @property
    def resource(self) -> Resource:
        """The table."""
        return self.plan.resource

    @property
    def name(self) -> str:
        """What the schemas are called: the type."""
        return self.resource.type

    @property
    def single(self) -> Json:
        """A reference to a record in its envelope."""
        return component("schemas", f"{self.name}.envelope")

    @property
    def collection(self) -> Json:
        """A reference to a collection."""
        return component("schemas", f"{self.name}.collection")

    def sent(self, purpose: str) -> Json:
        """Return a body's schema; ``purpose`` is ``create`` or ``update``."""
        return {
            "type": "object",
            "required": ["data"],
            "properties": {
                "data": component("schemas", f"{self.name}.{purpose}"),
                "meta": {
                    "type": "object",
                    "properties": {"type": {"const": self.name}},
                },
            },
        }

    def components(self) -> dict[str, Json]:
        """Return every schema of this resource under its name."""
        data = component("schemas", self.name)
        found = {
            self.name: self._record(),
            f"{self.name}.envelope": envelope_schema(data, self.name),
        }
        if self.resource.can("L"):
            found[f"{self.name}.collection"] = collection_schema(self.single)
        if self.resource.can("C"):
            found[f"{self.name}.create"] = self._written(is_new=True)
        if self.resource.can("U"):
            found[f"{self.name}.update"] = self._written(is_new=False)
        return found

    def _record(self) -> Json:
        properties: Json = {}
        for key in self.resource.keys:
            if not key.write_only:
                schema = self._told(key, key.read_schema(self._known))
                if key.read_only:
                    schema["readOnly"] = True
                properties[key.name] = schema
        required = list(properties)
        if self.resource.has_custom_fields:
            properties[custom_fields.KEY] = self._custom()
            required.append(custom_fields.KEY)
        for one in self.resource.includes:
            properties[one.name] = {
                **self._included(one.resource, is_many=bool(one.parent_field)),
                "description": f"With `includes={one.name}`.",
                "readOnly": True,
            }
        return {
            "title": self.name,
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }

    @staticmethod
    def _included(name: str, *, is_many: bool) -> Json:
        kind = next(one.type for one in resources() if one.resource == name)
        if is_many:
            return component("schemas", f"{kind}.collection")
        return {"anyOf": [component("schemas", f"{kind}.envelope"), {"type": "null"}]}

    def _written(self, *, is_new: bool) -> Json:
        properties: Json = {}
        for key in self.resource.keys:
            if not key.read_only:
                schema = self._told(key, key.written_schema(self._known))
                if not is_new:
                    schema.pop("default", None)
                properties[key.name] = schema
        if self.resource.has_custom_fields:
            properties[custom_fields.KEY] = self._custom()
        schema = {
            "title": f"{self.name}, {'new' if is_new else 'changes'}",
            "type": "object",
            "properties": properties,
            "examples": [self.example_sent()],
        }
        required = [key.name for key in self.resource.keys if key.required]
        return {**schema, "required": required} if required and is_new else schema

    @property
    def _known(self) -> Any:
        return self.plan.object_type.fields_by_name

    def _told(self, key: Key, schema: Json) -> Json:
        """Return a schema with what it points at in the words of this dialect."""
        field = self._known.get(key.neutral)
        target = None if field is None else field.referenced_type
        if target is None:
            return schema
        told = [one.resource for one in resources() if target in one.sources]
        rest = {name: part for name, part in schema.items() if name != "description"}
        return {**rest, "description": f"Id in `/v2/{told[0]}`."} if told else rest

    def _custom(self) -> Json:
        return {
            "type": "object",
            "description": "The fields your organization defined, by label.",
            "properties": {
                one.name: _custom_schema(one) for one in self.plan.custom.all
            },
        }

    def example_sent(self) -> Json:
        """Return data that creates a record."""
        sent = dict(self.resource.example)
        for key in self.resource.keys:
            if key.required and key.name not in sent:
                sent[key.name] = sample(key.written_schema(self._known))
        return sent

    def example_id(self) -> int:
        """Return an id for paths."""
        return _SAMPLE_ID


def _custom_schema(one: CustomField) -> Json:
    schema = dict(one.type.schema)
    names = [option.name for part in one.parts for option in options_of(part.kind)]
    if names:
        told = ", ".join(f"`{name}`" for name in dict.fromkeys(names))
        schema["description"] = f"One of {told}."
    return schema
