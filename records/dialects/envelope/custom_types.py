"""The types of custom fields on the wire, and how their values are spelled (contract §3).

A value that a type does not know is *ignored*, as the vendor's documentation says of
lists and numbers: the field keeps what it holds. Whatever passes is cleaned by the
field's own kind like any other value.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.dialects.envelope.keys import FORM
from records.schema.kinds.numbers import clean_decimal, plain_number
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from records.dialects.base.openapi import Json
    from records.schema.kinds import ValueKind

IGNORED = object()
"""What reading answers for a value that is to be passed over."""

_AMERICAN = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
)


@dataclass(frozen=True, slots=True)
class CustomType:
    """A type as clients know it.

    ``show`` makes the JSON value of a stored one, ``read`` the value to be cleaned of
    one that was sent, or :data:`IGNORED`. ``filterable`` and ``sortable`` say whether
    the contract lets collections be narrowed and ordered by such fields.
    """

    name: str
    show: Callable[[Any, ValueKind], Any]
    read: Callable[[Any, ValueKind], Any]
    schema: Json
    filterable: bool = False
    sortable: bool = False
    has_choices: bool = False


def options_of(kind: ValueKind) -> tuple[Any, ...]:
    """Return the options that can be chosen: each has an ``id`` and a ``name``."""
    options: tuple[Any, ...] = getattr(kind, "options", ())
    return tuple(one for one in options if not one.is_archived)


def _option_name(value: Any, kind: ValueKind) -> str | None:
    # Archived ones still spell the values that hold them.
    options: tuple[Any, ...] = getattr(kind, "options", ())
    return next((one.name for one in options if one.id == value), None)


def _option_names(value: Any, kind: ValueKind) -> list[str]:
    names = (_option_name(one, kind) for one in value)
    return [name for name in names if name is not None]


def _represented(value: Any, kind: ValueKind) -> Any:
    return kind.represent(value, FORM)


def _as_text(value: Any, kind: ValueKind) -> str:
    return str(kind.represent(value, FORM))


def _numeral(value: Decimal | int, _kind: ValueKind) -> str:
    return str(plain_number(clean_decimal(value)))


def _as_sent(value: Any, _kind: ValueKind) -> Any:
    return value


def _read_text(value: Any, _kind: ValueKind) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _read_number(value: Any, _kind: ValueKind) -> Any:
    try:
        return clean_decimal(value)
    except ValueProblem:
        return IGNORED


def _read_moment(value: Any, _kind: ValueKind) -> Any:
    """Return a moment; ``4/28/2016 6:00`` is understood beside ISO 8601."""
    found = _AMERICAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return value
    parts = {name: int(part or 0) for name, part in found.groupdict().items()}
    try:
        return dt.datetime(**parts, tzinfo=dt.UTC)
    except ValueError:
        return value  # refused as what it is: no date


def _read_choice(value: Any, kind: ValueKind) -> Any:
    """Return the exact name of a choice, also from ``{"id"}`` or ``{"name"}``."""
    for one in options_of(kind):
        if value == one.name or value in ({"name": one.name}, {"id": one.id}):
            return one.name
        if value == {"id": one.id, "name": one.name}:
            return one.name
    return IGNORED


def _read_choices(value: Any, kind: ValueKind) -> Any:
    members = value if isinstance(value, list) else [value]
    read = (_read_choice(one, kind) for one in members)
    return [one for one in read if one is not IGNORED]


_TEXT: Json = {"type": "string"}

STRING = CustomType("string", _represented, _read_text, _TEXT, True, True)
TEXT = CustomType("text", _represented, _read_text, _TEXT)
EMAIL = CustomType("email", _represented, _read_text, _TEXT)
PHONE = CustomType("phone", _represented, _read_text, _TEXT)
URL = CustomType("url", _represented, _read_text, _TEXT)
NUMBER = CustomType("number", _numeral, _read_number, _TEXT, True, True)
BOOL = CustomType("bool", _represented, _as_sent, {"type": "boolean"})
DATE = CustomType(
    "date", _represented, _read_moment, {"type": "string", "format": "date"}
)
DATETIME = CustomType(
    "datetime", _represented, _read_moment, {"type": "string", "format": "date-time"}
)
ADDRESS = CustomType("address", _represented, _as_sent, {"type": "object"})
LIST = CustomType("list", _option_name, _read_choice, _TEXT, True, True, True)
MULTI_SELECT_LIST = CustomType(
    "multi_select_list",
    _option_names,
    _read_choices,
    {"type": "array", "items": _TEXT},
    filterable=True,
    has_choices=True,
)
# What the contract has no type for is told as text: the id of a record, say.
_REFERENCE = CustomType("string", _as_text, _as_sent, _TEXT)
_REFERENCES = CustomType(
    "string",
    lambda value, _kind: [str(one) for one in value],
    _as_sent,
    {"type": "array", "items": _TEXT},
)

_BY_KIND: dict[str, CustomType] = {
    "text": STRING,
    "choice": STRING,
    "email": EMAIL,
    "phone": PHONE,
    "url": URL,
    "number": NUMBER,
    "integer": NUMBER,
    "boolean": BOOL,
    "date": DATE,
    "moment": DATETIME,
    "address": ADDRESS,
    "option": LIST,
    "stage": LIST,
    "options": MULTI_SELECT_LIST,
    "references": _REFERENCES,
}


def custom_type(kind: ValueKind) -> CustomType:
    """Return the type under which clients know values of a kind."""
    if getattr(kind, "multiline", False):
        return TEXT
    return _BY_KIND.get(kind.name, _REFERENCE)
