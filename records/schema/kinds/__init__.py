"""What a value *is*: one class per kind, answering everything about its values."""

from records.schema.kinds.base import (
    NEUTRAL,
    Badge,
    Column,
    IdForm,
    ValueKind,
    WireForm,
)
from records.schema.kinds.moments import DateKind, MomentKind
from records.schema.kinds.numbers import BooleanKind, IntegerKind, NumberKind
from records.schema.kinds.references import ReferenceKind, ReferenceSetKind
from records.schema.kinds.structures import (
    AddressKind,
    AttachmentsKind,
    DocumentKind,
    NameSetKind,
    TextListKind,
)
from records.schema.kinds.text import ChoiceKind, EmailKind, TextKind, UrlKind

__all__ = [
    "NEUTRAL",
    "AddressKind",
    "AttachmentsKind",
    "Badge",
    "BooleanKind",
    "ChoiceKind",
    "Column",
    "DateKind",
    "DocumentKind",
    "EmailKind",
    "IdForm",
    "IntegerKind",
    "MomentKind",
    "NameSetKind",
    "NumberKind",
    "ReferenceKind",
    "ReferenceSetKind",
    "TextKind",
    "TextListKind",
    "UrlKind",
    "ValueKind",
    "WireForm",
]
