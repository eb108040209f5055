"""Which words and signs is a formula written in?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from custom_objects.formulas.errors import FormulaError
from custom_objects.formulas.values import DECIMALS, DIGITS, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_FORMULA = 2_000

_SPACE = re.compile(r"\s*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_AFTER_NUMBER = re.compile(r"[A-Za-z0-9_.]")
_FIELD = re.compile(r"\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}")
_SIGN = re.compile(r"<=|>=|<>|!=|==|&&|\|\||[-+*/%^&=<>!(),]")

SAME_SIGN = {"==": "=", "<>": "!=", "&&": "and", "||": "or", "!": "not"}
_WORD_SIGNS = frozenset({"and", "or", "not"})
_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None}
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
_OTHER_QUOTES = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u0060\u00b4"
"""Typed by mistake, or put there by a word processor."""
_LONGEST_QUOTATION = 20


class TokenKind(StrEnum):
    """What a token is."""

    CONSTANT = "constant"
    NAME = "name"
    FIELD = "field"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign.

    ``text`` is the sign in its first spelling, the name or the slug; ``value`` what a
    constant stands for; ``written`` how it stands in the formula.
    """

    kind: TokenKind
    position: int
    written: str
    text: str = ""
    value: Value = None

    def is_sign(self, *signs: str) -> bool:
        """Whether this is one of the signs."""
        return self.kind is TokenKind.SIGN and self.text in signs

    def __str__(self) -> str:
        if self.kind is TokenKind.END:
            return _("the end of the formula")
        return f"“{self.written[:_LONGEST_QUOTATION]}”"


def tokens_of(text: str) -> list[Token]:
    """Return the tokens, the last one being the end.

    Raises :class:`FormulaError` for a text that is too long, or where it holds what
    begins no token.
    """
    if len(text) > LONGEST_FORMULA:
        raise FormulaError(
            _("Expected at most %(limit)d characters, this has %(length)d.")
            % {"limit": LONGEST_FORMULA, "length": len(text)},
            LONGEST_FORMULA,
        )
    return list(_read(text))


def _read(text: str) -> Iterator[Token]:
    position = _skip_space(text, 0)
    while position < len(text):
        token = _token_at(text, position)
        yield token
        position = _skip_space(text, position + len(token.written))
    yield Token(TokenKind.END, len(text), "")


def _skip_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _token_at(text: str, position: int) -> Token:
    if text[position] in "'\"":
        return _text_at(text, position)
    if text[position] == "{":
        return _field_at(text, position)
    if number := _NUMBER.match(text, position):
        return _number_at(text, position, number.group())
    if name := _NAME.match(text, position):
        return _name_at(position, name.group())
    if sign := _SIGN.match(text, position):
        written = sign.group()
        spelled = SAME_SIGN.get(written, written)
        return Token(TokenKind.SIGN, position, written, spelled)
    raise _unknown(text[position], position)


def _unknown(character: str, position: int) -> FormulaError:
    # What cannot be seen, or not even encoded, is told by its number.
    found = character if character.isprintable() else f"U+{ord(character):04X}"
    if character in _OTHER_QUOTES:
        message = _("Expected texts in ' or \", found “%(found)s”.")
    else:
        message = _("Expected a field, value, function or operator, found “%(found)s”.")
    return FormulaError(message % {"found": found}, position)


def _name_at(position: int, written: str) -> Token:
    word = written.lower()
    if word in _CONSTANTS:
        constant = _CONSTANTS[word]
        return Token(TokenKind.CONSTANT, position, written, value=constant)
    if word in _WORD_SIGNS:
        return Token(TokenKind.SIGN, position, written, word)
    return Token(TokenKind.NAME, position, written, written)


def _field_at(text: str, position: int) -> Token:
    field = _FIELD.match(text, position)
    if field is None:
        raise FormulaError(
            _("Expected the slug of a field in braces, such as {amount}."), position
        )
    return Token(TokenKind.FIELD, position, field.group(), field.group(1))


def _number_at(text: str, position: int, written: str) -> Token:
    after = position + len(written)
    if _AFTER_NUMBER.match(text, after):
        raise FormulaError(
            _("Expected an operator after the number %(number)s, found “%(found)s”.")
            % {"number": written[:_LONGEST_QUOTATION], "found": text[after]},
            after,
        )
    integral, _point, decimals = written.partition(".")
    digits = len(integral.lstrip("0")) + len(decimals.rstrip("0"))
    if digits > DIGITS or len(decimals.rstrip("0")) > DECIMALS:
        raise FormulaError(
            _("Expected at most %(digits)d digits, %(decimals)d of them decimals.")
            % {"digits": DIGITS, "decimals": DECIMALS},
            position,
        )
    return Token(TokenKind.CONSTANT, position, written, value=Decimal(written))


def _text_at(text: str, position: int) -> Token:
    quote = text[position]
    characters: list[str] = []
    place = position + 1
    while place < len(text) and text[place] != quote:
        if text[place] == "\\":
            characters.append(_escaped(text, place))
            place += 2
        else:
            characters.append(_plain(text, place))
            place += 1
    if place >= len(text):
        raise FormulaError(
            _("Expected a closing %(quote)s for the text that begins here.")
            % {"quote": quote},
            position,
        )
    written = text[position : place + 1]
    value = "".join(characters)
    return Token(TokenKind.CONSTANT, position, written, value=value)


def _escaped(text: str, place: int) -> str:
    try:
        return _ESCAPES[text[place + 1]]
    except LookupError:
        raise FormulaError(
            _("Expected one of %(escapes)s after the backslash.")
            % {"escapes": " ".join(_ESCAPES)},
            place,
        ) from None


def _plain(text: str, place: int) -> str:
    # What the databases cannot hold cannot be stored as a result either.
    if text[place] == "\x00" or "\ud800" <= text[place] <= "\udfff":
        raise FormulaError(_("Expected valid Unicode without NUL in a text."), place)
    return text[place]
