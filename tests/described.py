"""An OpenAPI document as its readers use it: operations, references, validators."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openapi_schema_validator import OAS31Validator, oas31_format_checker
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from tests.tenants import Answer

METHODS = ("get", "post", "put", "patch", "delete")
_BASE = "urn:document"


@dataclass(frozen=True)
class Described:
    """A parsed document."""

    document: dict[str, Any]

    @property
    def schemas(self) -> dict[str, Any]:
        """The schemas of the components, by name."""
        found: dict[str, Any] = self.document["components"]["schemas"]
        return found

    def operations(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return method, path and description of every operation."""
        return [
            (method, path, item[method])
            for path, item in self.document["paths"].items()
            for method in METHODS
            if method in item
        ]

    def resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        """Follow a reference into the components."""
        if "$ref" not in part:
            return part
        found = self.document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return found

    def schema_of(self, response: dict[str, Any]) -> dict[str, Any]:
        """Return the schema of a response's body."""
        content = self.resolved(response)["content"]
        schema: dict[str, Any] = content["application/json"]["schema"]
        return schema

    @cached_property
    def _components(self) -> Registry[Any]:
        resource = DRAFT202012.create_resource(self.document)
        known: Registry[Any] = Registry().with_resource(_BASE, resource)
        return known.crawl()

    def validator(self, schema: dict[str, Any]) -> Any:
        """Return a validator that knows the components and checks formats."""
        absolute = json.loads(
            json.dumps(schema).replace('"#/components', f'"{_BASE}#/components')
        )
        return OAS31Validator(
            absolute,
            registry=self._components,
            format_checker=oas31_format_checker,
        )

    def errors(self, schema: dict[str, Any], value: Any) -> list[str]:
        """Return what a schema finds wrong with a value."""
        return [one.message for one in self.validator(schema).iter_errors(value)]

    def faults(self) -> list[str]:
        """Return what is wrong with the document itself and with its examples."""
        found = [
            str(one) for one in OpenAPIV31SpecValidator(self.document).iter_errors()
        ]
        for name, schema in self.schemas.items():
            OAS31Validator.check_schema(schema)
            for example in schema.get("examples", []):
                found += [f"{name}: {one}" for one in self.errors(schema, example)]
        ids = [one["operationId"] for _method, _path, one in self.operations()]
        found += sorted({f"{one} twice" for one in ids if ids.count(one) > 1})
        return found

    def assert_answers(
        self, operation: dict[str, Any], answer: Answer, *, well: bool = True
    ) -> None:
        """Fail unless an answer is one that the operation is documented to give."""
        assert (answer.status < 300) is well, answer.json
        assert str(answer.status) in operation["responses"], answer.json
        response = self.resolved(operation["responses"][str(answer.status)])
        assert self.errors(self.schema_of(response), answer.json) == []
        for header, told in response["headers"].items():
            schema = self.resolved(told)["schema"]
            value = answer.headers[header]
            typed = int(value) if schema["type"] == "integer" else value
            assert self.validator(schema).is_valid(typed), header
