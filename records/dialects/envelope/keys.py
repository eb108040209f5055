"""The keys of a record on the wire: how each is shown, written and described.

A resource is a table of keys (see :mod:`records.dialects.envelope.resources`). What a
package needs beyond these it adds as subclasses beside its tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as member
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.dialects.base.openapi import (
    Json,
    nullable,
    read_schema,
    written_schema,
)
from records.schema.kinds import WireForm

if TYPE_CHECKING:
    from records.dialects.envelope.incoming import Incoming
    from records.schema.fields import Field, Row

FORM = WireForm(moment_precision="seconds")
"""Whole seconds and ``Z`` (contract §3)."""

Known = Mapping[str, "Field"]
"""The fields of a type by neutral name, as an organization sees them."""
Reader = Callable[["Row"], Any]

_CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Key:
    """One key that stands for one field.

    ``field`` is its neutral name, the key's own unless given. ``required`` keys must
    have a value when a record is created and may not be emptied.
    """

    name: str = member(kw_only=False)
    field: str = ""
    read_only: bool = False
    write_only: bool = False
    """Whether answers leave the key out."""
    required: bool = False

    @property
    def neutral(self) -> str:
        """The neutral name of the field that the key stands for."""
        return self.field or self.name

    @property
    def fields(self) -> tuple[str, ...]:
        """The neutral names of all fields that the key is read from."""
        return (self.neutral,)

    def reader(self, known: Known) -> Reader:
        """Return what makes the key's JSON value from a row."""
        one = known.get(self.neutral)
        if one is None:
            return _nothing
        read, represent = one.read, one.kind.represent

        def show(row: Row) -> Any:
            value = read(row)
            return None if value is None else represent(value, FORM)

        return show

    def write(self, value: object, incoming: Incoming) -> None:
        """Put a value that was sent among the neutral values; ``""`` is no value."""
        is_blank = isinstance(value, str) and not value.strip()
        incoming.values[self.neutral] = None if is_blank else value

    def read_schema(self, known: Known) -> Json:
        """Return the JSON Schema of the key in an answer."""
        one = known.get(self.neutral)
        return {"type": "null"} if one is None else read_schema(one)

    def written_schema(self, known: Known) -> Json:
        """Return the JSON Schema of the key in a body."""
        one = known.get(self.neutral)
        schema = {} if one is None else written_schema(one)
        return _without_null(schema) if self.required else schema


def _nothing(_row: Row) -> None:
    return None


def _without_null(schema: Json) -> Json:
    types = schema.get("type")
    if isinstance(types, list):
        kept = [one for one in types if one != "null"]
        return {**schema, "type": kept[0] if len(kept) == 1 else kept}
    return schema


@dataclass(frozen=True, kw_only=True)
class Derived(Key):
    """A read-only key that a function makes from one or several fields.

    ``show`` takes their values as they are shown by themselves, in the order of
    ``of``.
    """

    of: tuple[str, ...] = ()
    show: Callable[..., Any]
    schema: Json = member(default_factory=dict)
    read_only: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return self.of

    def reader(self, known: Known) -> Reader:
        parts = [Key(name).reader(known) for name in self.of]
        show = self.show
        return lambda row: show(*(part(row) for part in parts))

    def read_schema(self, known: Known) -> Json:
        return dict(self.schema)


@dataclass(frozen=True, kw_only=True)
class Constant(Key):
    """A key that has the same value in every record; sent, it must be that value."""

    value: Any = None

    @property
    def fields(self) -> tuple[str, ...]:
        return ()

    def reader(self, known: Known) -> Reader:
        return lambda _row: self.value

    def write(self, value: object, incoming: Incoming) -> None:
        if value != self.value:
            incoming.fail(
                self.name, _("This is always “%(value)s”.") % {"value": self.value}
            )

    def read_schema(self, known: Known) -> Json:
        return {"const": self.value}

    def written_schema(self, known: Known) -> Json:
        return {"const": self.value}


@dataclass(frozen=True, kw_only=True)
class AddressKey(Key):
    """A postal address: the parts that are sent replace those stored, null clears."""

    def write(self, value: object, incoming: Incoming) -> None:
        if isinstance(value, Mapping):
            stored = incoming.stored(self.neutral)
            value = {**(stored or {}), **value}
        incoming.values[self.neutral] = value


@dataclass(frozen=True, kw_only=True)
class TagsKey(Key):
    """The tags of a record, replaced as a set; null changes nothing."""

    def write(self, value: object, incoming: Incoming) -> None:
        if value is not None:
            incoming.values[self.neutral] = value


@dataclass(frozen=True, kw_only=True)
class MoneyKey(Key):
    """An amount as text with two decimals, ``"1599.99"``; written as number or text."""

    def reader(self, known: Known) -> Reader:
        one = known.get(self.neutral)
        if one is None:
            return _nothing
        read = one.read

        def show(row: Row) -> Any:
            value = read(row)
            return None if value is None else money(value)

        return show

    def read_schema(self, known: Known) -> Json:
        return nullable({"type": "string", "pattern": r"^-?\d+\.\d\d$"})

    def written_schema(self, known: Known) -> Json:
        return nullable({"type": ["string", "number"]})


def cents(value: Decimal) -> Decimal:
    """Return an amount in whole cents, half a cent rounded away from zero."""
    return Decimal(value).quantize(_CENT, ROUND_HALF_UP)


def money(value: Decimal) -> str:
    """Return ``1599.99`` for an amount."""
    return str(cents(value))
