"""Which tree does the text of a formula spell?

Operators bind as :class:`Level` lists them, the loosest first. Those of one level are
applied from left to right, but powers from right to left; comparisons do not chain.
"""

from __future__ import annotations

from difflib import get_close_matches
from enum import IntEnum
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
from custom_objects.formulas.tokens import Token, TokenKind, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

DEEPEST = 50
"""How deep parentheses, functions and operators may nest: Python's stack is finite."""
MOST_NODES = 500

_LONGEST_GUESS = 63


class Level(IntEnum):
    """How tightly an operator binds."""

    OR = 1
    AND = 2
    NOT = 3
    COMPARISON = 4
    JOIN = 5
    SUM = 6
    PRODUCT = 7
    POWER = 8


LEVELS = {
    "or": Level.OR,
    "and": Level.AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), Level.COMPARISON),
    "&": Level.JOIN,
    **dict.fromkeys(("+", "-"), Level.SUM),
    **dict.fromkeys(("*", "/", "%"), Level.PRODUCT),
    "^": Level.POWER,
}


def parse(text: str) -> Node:
    """Return the tree. Raises :class:`FormulaError`.

    Whether the fields exist and the types fit is for the checker to say.
    """
    return _Parser(tokens_of(text)).formula()


def guess(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that offers the likeliest name, if there is one."""
    alike = get_close_matches(name.lower()[:_LONGEST_GUESS], list(known), 1)
    return _("; did you mean “%(name)s”?") % {"name": alike[0]} if alike else "."


def too_deep(position: int) -> FormulaError:
    """Return the error for an expression nested beyond the limit."""
    return FormulaError(
        _("Expected at most %(limit)d levels of nesting.") % {"limit": DEEPEST},
        position,
    )


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = iter(tokens)
        self._token = next(self._tokens)
        self._depth = 0
        self._nodes = 0

    def formula(self) -> Node:
        if self._is_at_end():
            raise FormulaError(_("Expected a formula, found nothing."), 0)
        node = self._expression(Level.OR)
        if not self._is_at_end():
            raise self._unexpected(_("an operator or the end of the formula"))
        return node

    def _is_at_end(self) -> bool:
        return self._token.kind is TokenKind.END

    def _advance(self) -> Token:
        """Return the token and step beyond it; the end is never stepped over."""
        token = self._token
        self._token = next(self._tokens)
        return token

    def _unexpected(self, expected: str) -> FormulaError:
        return FormulaError(
            _("Expected %(expected)s, found %(found)s.")
            % {"expected": expected, "found": self._token},
            self._token.position,
        )

    def _count(self, position: int) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise FormulaError(
                _("Expected at most %(limit)d values and operators.")
                % {"limit": MOST_NODES},
                position,
            )

    def _nested(self, level: Level, position: int) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise too_deep(position)
        node = self._expression(level)
        self._depth -= 1
        return node

    def _expression(self, loosest: Level) -> Node:
        node = self._operand()
        while (level := self._level()) is not None and level >= loosest:
            node = self._continued(node, level)
        return node

    def _level(self) -> Level | None:
        return LEVELS.get(self._token.text) if self._token.is_sign(*LEVELS) else None

    def _continued(self, first: Node, level: Level) -> Node:
        match level:
            case Level.POWER:
                return self._power(first)
            case Level.COMPARISON:
                return self._comparison(first)
            case _:
                return self._chain(first, level)

    def _power(self, base: Node) -> Node:
        position = self._advance().position
        self._count(position)
        return Power(base.position, base, self._nested(Level.POWER, position))

    def _comparison(self, left: Node) -> Node:
        operator = self._advance()
        self._count(operator.position)
        right = self._expression(Level.JOIN)
        if self._level() is Level.COMPARISON:
            raise self._unexpected(_("“and” between two comparisons"))
        return Comparison(left.position, operator.text, left, right)

    def _chain(self, first: Node, level: Level) -> Node:
        rest = []
        while self._level() is level:
            operator = self._advance()
            self._count(operator.position)
            rest.append((operator.text, self._expression(Level(level + 1))))
        if level in (Level.OR, Level.AND):
            operands = (first, *(operand for _operator, operand in rest))
            return Logic(first.position, rest[0][0], operands)
        return Chain(first.position, first, tuple(rest))

    def _operand(self) -> Node:
        token = self._token
        self._count(token.position)
        if token.kind in (TokenKind.CONSTANT, TokenKind.FIELD, TokenKind.NAME):
            return self._named(self._advance())
        if token.is_sign("-"):
            self._advance()
            operand = self._nested(Level.POWER, token.position)
            return Negative(token.position, operand)
        if token.is_sign("not"):
            self._advance()
            operand = self._nested(Level.COMPARISON, token.position)
            return Inverse(token.position, operand)
        if token.is_sign("("):
            return self._parenthesis()
        raise self._unexpected(_("a field, value, function or “(”"))

    def _named(self, token: Token) -> Node:
        if token.kind is TokenKind.CONSTANT:
            return Constant(token.position, token.value)
        if token.kind is TokenKind.NAME and self._token.is_sign("("):
            return self._call(token)
        return FieldName(token.position, token.text)

    def _parenthesis(self) -> Node:
        position = self._advance().position
        node = self._nested(Level.OR, position)
        if not self._token.is_sign(")"):
            raise self._unexpected(_("an operator or “)”"))
        self._advance()
        return node

    def _call(self, name: Token) -> Node:
        function = FUNCTIONS.get(name.text.lower())
        if function is None:
            raise FormulaError(
                _("Expected a function, there is no “%(name)s”%(guess)s")
                % {"name": name.text, "guess": guess(name.text, FUNCTIONS)},
                name.position,
            )
        self._advance()
        arguments = [] if self._token.is_sign(")") else [self._argument()]
        while self._token.is_sign(","):
            self._advance()
            arguments.append(self._argument())
        if not self._token.is_sign(")"):
            raise self._unexpected(_("an operator, “,” or “)”"))
        self._advance()
        return Call(name.position, function, tuple(arguments))

    def _argument(self) -> Node:
        return self._nested(Level.OR, self._token.position)
