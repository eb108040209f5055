"""From a request body to the values of a record (contract document §4.4, §4.5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.dialects.base.failures import MalformedBody, MalformedRequest
from records.dialects.document.identifiers import FORM
from records.schema.drafts import Problem
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.dialects.document.naming import Spelling


class Missing(MalformedRequest):
    """A part of the request that nothing can be done without."""

    reason = "required"

    def __init__(self, parameter: str) -> None:
        super().__init__(f"“{parameter}” is required.", parameter=parameter)


@dataclass(slots=True)
class FieldValues:
    """What a body says of a record.

    ``values`` are keyed by neutral name and in neutral form; ``problems`` were found
    on the way and are keyed so too, but for the ``unknown`` ones: those have the key
    as it was sent. ``sent`` is everything by key.
    """

    sent: Mapping[str, Any]
    values: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unknown: list[Problem] = field(default_factory=list)

    @property
    def found(self) -> list[Problem]:
        """Every problem."""
        return [*self.problems, *self.unknown]


def parse_object(body: Any) -> dict[str, Any]:
    """Return the body. Raises :class:`MalformedBody` unless it is an object."""
    if not isinstance(body, dict):
        raise MalformedBody("The body must be a JSON object.")
    return body


def parse_text(body: Mapping[str, Any], name: str) -> str:
    """Return a text that a body must hold. Raises :class:`MalformedRequest`."""
    text = body.get(name)
    if text is None or text == "":
        raise Missing(name)
    if not isinstance(text, str):
        raise MalformedRequest(f"“{name}” must be a string.", parameter=name)
    return text


def parse_field_values(body: Mapping[str, Any], spelling: Spelling) -> FieldValues:
    """Return the values of a body; nothing in them is read as something else.

    ``""`` means null. A key that is no field and a field that cannot be written are
    problems (decision 14). Raises :class:`MalformedRequest` unless ``field_values`` is
    an object.
    """
    sent = body.get("field_values")
    if sent is None:
        raise Missing("field_values")
    if not isinstance(sent, dict):
        raise MalformedRequest(
            "“field_values” must be a JSON object.", parameter="field_values"
        )
    parsed = FieldValues(sent)
    for key, value in sent.items():
        one = spelling.values.get(key)
        if one is None:
            message = _("There is no such field.")
            parsed.unknown.append(Problem(key, message, Code.UNKNOWN_FIELD))
        elif not spelling.can_write(one):
            message = _("This field cannot be written.")
            parsed.problems.append(Problem(one.name, message, Code.READ_ONLY))
        else:
            try:
                neutral = None if value == "" else value
                parsed.values[one.name] = one.kind.read_json(neutral, FORM)
            except ValueProblem as problem:
                parsed.problems.append(Problem(one.name, problem.message, problem.code))
    return parsed
