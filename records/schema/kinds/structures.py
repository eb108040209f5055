"""Kinds whose values are JSON structures."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from records.query import Operator
from records.query.operators import EQUALITY
from records.schema.folding import fold
from records.schema.kinds.base import Column, ValueKind, WireForm, wrong_type
from records.schema.kinds.text import clean_text
from records.schema.problems import Code, ValueProblem

DEEPEST = 64
"""Nesting of a stored JSON value; the serializer gives up at 254."""
LARGEST_NUMBER = 2**63 - 1
MOST_NAMES = 1_000
"""Names in one set."""


def check_json(value: object, *, depth: int = 0) -> None:
    """Raise :class:`ValueProblem` unless the value can be stored and sent as it is."""
    if depth > DEEPEST:
        raise ValueProblem(
            _("JSON may be nested at most %(depth)d deep.") % {"depth": DEEPEST}
        )
    if isinstance(value, dict):
        for key, member in value.items():
            clean_text(key)
            check_json(member, depth=depth + 1)
    elif isinstance(value, list):
        for member in value:
            check_json(member, depth=depth + 1)
    else:
        _check_scalar(value)


def _check_scalar(value: object) -> None:
    match value:
        case str():
            clean_text(value)
        case float() if not math.isfinite(value):
            raise ValueProblem(_("Numbers must be finite."))
        # PostgreSQL keeps 1e30 as the integer that it is, which no reader of ours takes.
        case int() | float() if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
            raise ValueProblem(_("A number is too large."))
        case _:
            pass  # true, false, null and ordinary numbers


class _StructureKind(ValueKind):
    """Shared by kinds that can only be asked whether they are empty."""

    operators: ClassVar[frozenset[Operator]] = frozenset({Operator.EMPTY})
    sortable: ClassVar[bool] = False

    def is_empty(self, value: Any) -> bool:
        return not value


@dataclass(frozen=True, slots=True)
class DocumentKind(_StructureKind):
    """Any JSON object, stored as sent and replaced whole; ``{}`` is one, not none."""

    name: ClassVar[str] = "object"
    json_types: ClassVar[tuple[type, ...]] = (dict,)

    def clean(self, value: object) -> dict[str, Any] | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise wrong_type("object", value)
        check_json(value)
        return value

    def is_empty(self, value: Any) -> bool:
        return value is None

    def same(self, one: Any, other: Any) -> bool:
        # Equality alone would hold true and 1, or 1 and 1.0, for the same JSON.
        return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": True}

    def form_field(self, **options: Any) -> forms.Field:
        return forms.JSONField(**options)


ADDRESS_PARTS = ("line1", "city", "postal_code", "state", "country")


@dataclass(frozen=True, slots=True)
class AddressKind(_StructureKind):
    """A postal address: an object of five texts, any of them null.

    ``None`` when no part is set, else all five keys.
    """

    name: ClassVar[str] = "address"
    json_types: ClassVar[tuple[type, ...]] = (dict,)

    def clean(self, value: object) -> dict[str, str | None] | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise wrong_type("object", value)
        unknown = [key for key in value if key not in ADDRESS_PARTS]
        if unknown:
            raise ValueProblem(
                _("“%(part)s” is no part of an address (%(parts)s).")
                % {"part": unknown[0], "parts": ", ".join(ADDRESS_PARTS)},
                Code.UNKNOWN_FIELD,
            )
        address: dict[str, str | None] = {}
        for part in ADDRESS_PARTS:
            text = value.get(part)
            address[part] = None if text is None else clean_text(text).strip() or None
            if len(address[part] or "") > 255:
                raise ValueProblem(
                    _("“%(part)s” has more than 255 characters.") % {"part": part},
                    Code.TOO_LONG,
                )
        return address if any(address.values()) else None

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                part: {"type": ["string", "null"]} for part in ADDRESS_PARTS
            },
            "additionalProperties": False,
        }

    def form_field(self, **options: Any) -> forms.Field:
        return forms.JSONField(**options)


@dataclass(frozen=True, slots=True)
class AttachmentsKind(_StructureKind):
    """Links to files: a list of ``{url, name?, type?}`` (contract resource §2)."""

    name: ClassVar[str] = "attachments"
    json_types: ClassVar[tuple[type, ...]] = (list,)
    is_multiple: ClassVar[bool] = True

    def clean(self, value: object) -> list[dict[str, str]] | None:
        if value is None:
            return None
        if not isinstance(value, list):
            raise wrong_type("array", value)
        return [self._clean_one(index, one) for index, one in enumerate(value)]

    @staticmethod
    def _clean_one(index: int, value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            raise wrong_type("object", value)
        unknown = [key for key in value if key not in ("url", "name", "type")]
        if unknown:
            raise ValueProblem(
                _("[%(index)d]: “%(key)s” is no key of an attachment.")
                % {"index": index, "key": unknown[0]},
                Code.UNKNOWN_FIELD,
            )
        cleaned = {key: clean_text(text) for key, text in value.items()}
        if not cleaned.get("url"):
            raise ValueProblem(_("[%(index)d]: “url” is needed.") % {"index": index})
        return cleaned

    def empty(self, column: Column) -> Q:
        return Q(**{f"{column.path}__isnull": True}) | Q(**{column.path: []})

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["url"],
                "properties": {
                    "url": {"type": "string", "minLength": 1},
                    "name": {"type": "string"},
                    "type": {"type": "string"},
                },
                "additionalProperties": False,
            },
        }

    def form_field(self, **options: Any) -> forms.Field:
        return forms.JSONField(**options)


@dataclass(frozen=True, slots=True)
class TextListKind(_StructureKind):
    """A list of texts kept with the record itself (a note's tags)."""

    name: ClassVar[str] = "texts"
    json_types: ClassVar[tuple[type, ...]] = (list,)
    is_multiple: ClassVar[bool] = True

    def clean(self, value: object) -> list[str] | None:
        return NameSetKind().clean(value)

    def empty(self, column: Column) -> Q:
        return Q(**{f"{column.path}__isnull": True}) | Q(**{column.path: []})

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}

    def form_field(self, **options: Any) -> forms.Field:
        return forms.JSONField(**options)


@dataclass(frozen=True, slots=True)
class NameSetKind(ValueKind):
    """An ordered set of names (tags). ``EQ`` asks whether a name is in it."""

    max_length: int = 255

    name: ClassVar[str] = "names"
    operators: ClassVar[frozenset[Operator]] = EQUALITY | {Operator.CONTAINS}
    sortable: ClassVar[bool] = False
    json_types: ClassVar[tuple[type, ...]] = (list,)
    is_multiple: ClassVar[bool] = True

    def clean(self, value: object) -> list[str] | None:
        """Return the names in order, doubles and blanks dropped; ``[]`` for none."""
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise wrong_type("array", value)
        cleaned = (self.clean_name(member) for member in value)
        names = list(dict.fromkeys(name for name in cleaned if name))
        if len(names) > MOST_NAMES:
            raise ValueProblem(
                _("At most %(limit)d names, these are %(length)d.")
                % {"limit": MOST_NAMES, "length": len(names)},
                Code.TOO_LONG,
            )
        return names

    def clean_name(self, value: object) -> str:
        """Return one name, trimmed."""
        name = clean_text(value).strip()
        if len(name) > self.max_length:
            raise ValueProblem(
                _("At most %(limit)d characters, this has %(length)d.")
                % {"limit": self.max_length, "length": len(name)},
                Code.TOO_LONG,
            )
        return name

    def read_member(self, value: object, form: WireForm) -> object:
        return clean_text(value)

    def clean_member(self, operator: Operator, value: object) -> str:
        name = clean_text(value)
        return fold(name) if operator is Operator.CONTAINS else name

    def is_empty(self, value: Any) -> bool:
        return not value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}

    def form_field(self, **options: Any) -> forms.Field:
        return forms.CharField(**options)
