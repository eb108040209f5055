"""Do the fields of a formula exist, do its types fit, and what does it give?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from custom_objects.formulas.errors import FormulaError
from custom_objects.formulas.functions import FUNCTIONS
from custom_objects.formulas.nodes import (
    Call,
    Chain,
    Comparison,
    Constant,
    FieldName,
    Inverse,
    Logic,
    Negative,
    Node,
    Power,
)
from custom_objects.formulas.parser import DEEPEST, guess, too_deep
from custom_objects.formulas.values import FormulaType, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.formulas.functions import Function, Parameter

    Found = FormulaType | None
    """The type of an expression, ``None`` for one that is always null."""

_TYPES: tuple[tuple[type, FormulaType], ...] = (
    (bool, FormulaType.BOOLEAN),
    (str, FormulaType.TEXT),
)
_DATES = (FormulaType.DATE, FormulaType.MOMENT)


class Checker:
    """Checks one tree; afterwards it knows what the tree makes use of.

    ``used`` are the types of the fields named, ``is_volatile`` tells of today and now,
    ``uses_time_zone`` of a value that another time zone may change.
    """

    def __init__(self, fields: Mapping[str, FormulaType]) -> None:
        self._fields = fields
        self.used: dict[str, FormulaType] = {}
        self.is_volatile = False
        self.uses_time_zone = False

    def check(self, node: Node, depth: int = 0) -> Found:
        """Return the type of the node's value. Raises :class:`FormulaError`."""
        if depth > DEEPEST:
            raise too_deep(node.position)
        match node:
            case Constant(_, value):
                return _type_of(value)
            case FieldName():
                return self._field(node)
            case Call():
                return self._call(node, depth)
            case _:
                return self._operation(node, depth)

    def _operation(
        self,
        node: Negative | Power | Chain | Comparison | Inverse | Logic,
        depth: int,
    ) -> FormulaType:
        match node:
            case Negative(_, operand):
                return self._numbers("-", (operand,), depth)
            case Power(_, base, exponent):
                return self._numbers("^", (base, exponent), depth)
            case Chain():
                return self._chain(node, depth)
            case Comparison():
                return self._comparison(node, depth)
            case Inverse(_, operand):
                return self._truths("not", (operand,), depth)
            case Logic(_, operator, operands):
                return self._truths(operator, operands, depth)

    def _field(self, node: FieldName) -> FormulaType:
        found = self._fields.get(node.slug)
        if found is not None:
            self.used[node.slug] = found
            return found
        if node.slug.lower() in FUNCTIONS:
            message = _("Expected “(” after the function “%(name)s”%(guess)s")
            end = "."
        else:
            message = _("Expected a field, there is no “%(name)s”%(guess)s")
            end = guess(node.slug, self._fields)
        raise FormulaError(message % {"name": node.slug, "guess": end}, node.position)

    def _chain(self, node: Chain, depth: int) -> FormulaType:
        operands = (node.first, *(operand for _operator, operand in node.rest))
        if node.rest[0][0] != "&":
            # Of the first operand's two neighbors only one is there.
            operators = (node.rest[0][0], *(operator for operator, _one in node.rest))
            for operator, operand in zip(operators, operands, strict=True):
                self._numbers(operator, (operand,), depth)
            return FormulaType.NUMBER
        found = {self.check(one, depth + 1) for one in operands}
        self.uses_time_zone |= FormulaType.MOMENT in found
        return FormulaType.TEXT

    def _numbers(
        self, operator: str, operands: tuple[Node, ...], depth: int
    ) -> FormulaType:
        for one in operands:
            found = self.check(one, depth + 1)
            if found not in (FormulaType.NUMBER, None):
                raise _wrong_operand(operator, FormulaType.NUMBER, found, one)
        return FormulaType.NUMBER

    def _truths(
        self, operator: str, operands: tuple[Node, ...], depth: int
    ) -> FormulaType:
        for one in operands:
            found = self.check(one, depth + 1)
            if found not in (FormulaType.BOOLEAN, None):
                raise _wrong_operand(operator, FormulaType.BOOLEAN, found, one)
        return FormulaType.BOOLEAN

    def _comparison(self, node: Comparison, depth: int) -> FormulaType:
        left = self.check(node.left, depth + 1)
        right = self.check(node.right, depth + 1)
        if left is None or right is None:
            nothing = node.left if left is None else node.right
            raise FormulaError(
                _("Expected a value to compare, null equals nothing; use is_empty(…)."),
                nothing.position,
            )
        if left is not right:
            raise FormulaError(
                _("Expected %(left)s to compare with %(left)s, found %(right)s%(hint)s")
                % {
                    "left": left.label,
                    "right": right.label,
                    "hint": _mixed(left, right),
                },
                node.right.position,
            )
        if left is FormulaType.BOOLEAN and node.operator not in ("=", "!="):
            raise FormulaError(
                _("Expected = or != between truth values, found %(operator)s.")
                % {"operator": node.operator},
                node.position,
            )
        return FormulaType.BOOLEAN

    def _call(self, node: Call, depth: int) -> Found:
        function = node.function
        _check_count(node)
        common: Found = None
        found: set[FormulaType] = set()
        for place, argument in enumerate(node.arguments):
            one = self.check(argument, depth + 1)
            if one is None:
                continue
            parameter = function.parameter(place)
            _check_argument(function, parameter, argument, one)
            found.add(one)
            if parameter.is_common:
                common = _united(function, common, one, argument)
        _check_literal(node)
        self.is_volatile |= function.is_volatile
        self.uses_time_zone |= bool(function.zoned_by & found)
        return function.result or common


def _type_of(value: Value) -> Found:
    if value is None:
        return None
    for python_type, found in _TYPES:
        if isinstance(value, python_type):
            return found
    return FormulaType.NUMBER


def _wrong_operand(
    operator: str, wanted: FormulaType, found: FormulaType | None, operand: Node
) -> FormulaError:
    hint = "."
    if operator == "+" and found is FormulaType.TEXT:
        hint = _("; & joins texts.")
    elif operator in ("+", "-") and found in _DATES:
        hint = _("; see add_days and days_between.")
    return FormulaError(
        _("Expected %(wanted)s for %(operator)s, found %(found)s%(hint)s")
        % {
            "wanted": wanted.label,
            "operator": operator,
            "found": found.label if found else "null",
            "hint": hint,
        },
        operand.position,
    )


def _mixed(left: FormulaType, right: FormulaType) -> str:
    """Return the end of the sentence that says how two types come together."""
    types = {left, right}
    if types == set(_DATES):
        return _("; use date(…) or datetime(…).")
    if types == {FormulaType.NUMBER, FormulaType.TEXT}:
        return _("; use number(…) or text(…).")
    return "."


def _check_count(node: Call) -> None:
    fewest, most = node.function.fewest, node.function.most
    count = len(node.arguments)
    if count >= fewest and (most is None or count <= most):
        return
    raise FormulaError(
        _("Expected %(signature)s, found %(count)d arguments.")
        % {"signature": node.function.signature, "count": count},
        node.position if count < fewest else node.arguments[most or 0].position,
    )


def _check_argument(
    function: Function, parameter: Parameter, argument: Node, found: FormulaType
) -> None:
    if found in parameter.types:
        return
    wanted = [str(one.label) for one in FormulaType if one in parameter.types]
    raise FormulaError(
        _("Expected %(wanted)s as “%(parameter)s” of %(function)s, found %(found)s.")
        % {
            "wanted": _(" or ").join(wanted),
            "parameter": parameter.name,
            "function": function.name,
            "found": found.label,
        },
        argument.position,
    )


def _united(
    function: Function, common: FormulaType | None, found: FormulaType, argument: Node
) -> FormulaType:
    if common in (None, found):
        return found
    raise FormulaError(
        _("Expected %(common)s like the other values of %(function)s, found %(found)s.")
        % {
            "common": common.label if common else "",
            "function": function.name,
            "found": found.label,
        },
        argument.position,
    )


def _check_literal(node: Call) -> None:
    if node.function.literal is None:
        return
    parse, form = node.function.literal
    argument = node.arguments[0]
    match argument:
        case Constant(position, str() as text) if parse(text) is None:
            raise FormulaError(
                _("Expected %(form)s in %(function)s(…), found “%(text)s”.")
                % {"form": form, "function": node.function.name, "text": text[:40]},
                position,
            )
