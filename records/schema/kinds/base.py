"""What every kind of value answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from django.db.models import F, Q
from django.utils.translation import gettext as _

from records.query import Operator
from records.query.operators import EQUALITY
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django import forms
    from django.db.models.expressions import Combinable

_JSON_NAMES: dict[type, str] = {
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}


@dataclass(frozen=True, slots=True)
class IdForm:
    """How a dialect spells the ids of records: here, as the numbers they are.

    ``target`` is the slug of the type of the record, ``""`` where that is not known.
    """

    def spell(self, target: str, record_id: int) -> Any:
        """Return the JSON form of an id."""
        return record_id

    def read(self, target: str, value: object) -> object:
        """Return the number that an id on the wire stands for.

        Raises :class:`ValueProblem`; its code is ``DANGLING`` for what is written as
        ids are but is none of a record of the target.
        """
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong_type("number", value)
        return value

    def place(self, target: str) -> str:
        """Return what the dialect calls the records that ids of a target are of."""
        return target

    def schema(self, target: str) -> dict[str, Any]:
        """Return the JSON Schema of an id."""
        return {"type": "integer", "format": "int64", "minimum": 1}


@dataclass(frozen=True, slots=True)
class WireForm:
    """How a dialect spells values whose JSON form the dialects disagree about."""

    moment_precision: Literal["milliseconds", "seconds"] = "milliseconds"
    ids: IdForm = IdForm()


NEUTRAL = WireForm()
"""The form of the change log."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A short text that people know a value by, on a color if it has one."""

    text: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Where a value lies: an ORM path, and that of its fold when it keeps one."""

    path: str
    fold_path: str | None = None


_LOOKUPS = {
    Operator.EQ: "exact",
    Operator.GT: "gt",
    Operator.GTE: "gte",
    Operator.LT: "lt",
    Operator.LTE: "lte",
    Operator.IN: "in",
}


class ValueKind:
    """What a value is: how it is cleaned, compared, ordered, spelled and edited.

    Kinds are immutable values; two equal kinds behave alike. ``None`` is no value for
    every kind. Subclasses override what differs.
    """

    name: ClassVar[str]
    operators: ClassVar[frozenset[Operator]] = EQUALITY
    sortable: ClassVar[bool] = True
    json_types: ClassVar[tuple[type, ...]] = ()
    """The JSON types a strict dialect accepts for a value (``bool`` is no number)."""
    is_multiple: ClassVar[bool] = False
    """Whether a value is a list of members, and no value the empty list."""

    def clean(self, value: object) -> Any:
        """Return the stored form of a value as a client wrote it, ``None`` for none.

        Raises :class:`ValueProblem`. Lenient where no information is lost (numeric
        strings); dialects that are stricter ask :meth:`accepts_json` first.
        """
        raise NotImplementedError

    def accepts_json(self, value: object) -> bool:
        """Tell whether the value has this kind's own JSON type, or is null."""
        if value is None:
            return True
        if isinstance(value, bool) and bool not in self.json_types:
            return False
        return isinstance(value, self.json_types)

    @property
    def json_name(self) -> str:
        """What a value is in JSON, in a word for messages."""
        return _JSON_NAMES[self.json_types[0]]

    def strict(self) -> ValueKind:
        """Return the kind that also refuses what this one stores though it is none.

        Built-in columns take any text for an e-mail address, as the API did that gave
        them their names; a stricter dialect does not.
        """
        return self

    def read_json(self, value: object, form: WireForm) -> object:
        """Return a value of a strict dialect as :meth:`clean` takes it.

        Raises :class:`ValueProblem` unless it has this kind's own JSON type: nothing
        is read as something else.
        """
        if not self.accepts_json(value):
            raise wrong_type(self.json_name, value)
        return value

    def read_member(self, value: object, form: WireForm) -> object:
        """Return one operand of a strict dialect as :meth:`clean_operand` takes it."""
        return self.read_json(value, form)

    def alike(
        self, operator: Operator, value: object, form: WireForm
    ) -> tuple[Any, Any] | None:
        """Return the stored values that a dialect spells like this operand.

        They reach from the first (included) to the second (excluded, ``None`` for no
        end). ``None`` when the operand stands for itself alone. Raises
        :class:`ValueProblem` for what is no value of the kind.
        """
        return None

    def clean_operand(self, operator: Operator, value: object) -> Any:
        """Return the operand of a comparison in stored form.

        Raises :class:`ValueProblem` for an operator this kind does not answer or an
        operand that is not a value of the kind.
        """
        if operator not in self.operators:
            raise ValueProblem(
                _("The operator “%(operator)s” does not fit a value of kind %(kind)s.")
                % {"operator": operator.value, "kind": self.name}
            )
        if operator is Operator.EMPTY:
            return None
        if operator is Operator.IN:
            if not isinstance(value, list | tuple):
                raise ValueProblem(_("A list of values is needed."), Code.INVALID_TYPE)
            return tuple(self.clean_member(operator, member) for member in value)
        return self.clean_member(operator, value)

    def clean_member(self, operator: Operator, value: object) -> Any:
        """Return one operand in stored form; what most operators compare with."""
        cleaned = self.clean(value)
        if cleaned is None:
            raise ValueProblem(_("A value is needed."), Code.BLANK)
        return cleaned

    def predicate(self, column: Column, operator: Operator, operand: Any) -> Q:
        """Return the rows that match. ``operand`` comes from :meth:`clean_operand`."""
        if operator is Operator.EMPTY:
            return self.empty(column)
        if operator is Operator.IN:
            return Q(**{f"{column.path}__in": list(operand)})
        return Q(**{f"{column.path}__{_LOOKUPS[operator]}": operand})

    def empty(self, column: Column) -> Q:
        """Return the rows without a value."""
        return Q(**{f"{column.path}__isnull": True})

    def order_key(self, column: Column) -> Combinable:
        """Return what to order by; null exactly where the value is empty."""
        return F(column.path)

    def represent(self, value: Any, form: WireForm) -> Any:
        """Return the JSON-ready form of a stored value. Never called with ``None``."""
        return value

    def describe(self, value: Any) -> str:
        """Return a stored value as a line of text for people; never for ``None``."""
        return str(value)

    def to_json(self, value: Any) -> Any:
        """Return the form in which a JSON column keeps a value; never for ``None``."""
        return value

    def from_json(self, stored: Any) -> Any:
        """Return the value that :meth:`to_json` wrote."""
        return stored

    def same(self, one: Any, other: Any) -> bool:
        """Tell whether storing one over the other would change nothing."""
        return bool(one == other)

    def identity(self, value: Any) -> str:
        """Return a text that two values share exactly when equality holds them for one.

        By it a unique value is known, whatever its length.
        """
        return str(value)

    def is_empty(self, value: Any) -> bool:
        """Tell whether a stored value counts as no value."""
        return value is None

    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the neutral form (without null)."""
        raise NotImplementedError

    def wire_schema(self, form: WireForm) -> dict[str, Any]:
        """Return the JSON Schema of a dialect's form (without null)."""
        return self.json_schema()

    def read_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of values as they are read.

        Wider than :meth:`json_schema` where records keep what can no longer be written.
        """
        return self.json_schema()

    def form_field(self, **options: Any) -> forms.Field:
        """Return the form field the admin edits a value with."""
        raise NotImplementedError

    def form_value(self, value: Any) -> Any:
        """Return a stored value as :meth:`form_field` shows it; never for ``None``."""
        return value

    def offered(self) -> Sequence[tuple[str, Any]]:
        """Return the operands that people choose from, each with what it is called.

        Empty when a value can be anything.
        """
        return ()

    def badges(self, value: Any) -> Sequence[Badge]:
        """Return what a value is shown as instead of text; none for most kinds."""
        return ()


def wrong_type(expected: str, value: object) -> ValueProblem:
    """Return the problem of a value whose JSON type is not the expected one."""
    received = _JSON_NAMES.get(type(value), type(value).__name__)
    return ValueProblem(
        _("Expected %(expected)s, received %(received)s.")
        % {"expected": expected, "received": received},
        Code.INVALID_TYPE,
    )
