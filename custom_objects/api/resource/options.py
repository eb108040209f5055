"""The options of a field on the wire: texts, or ``{id, label, color?, …}`` (§6.2).

The ``id`` of an option is what records hold: the slug of a stage, the name of any other
choice. So the names of choices need no object around them, unless one has a color.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from custom_objects.api.resource.words import OPTION
from custom_objects.field_types import FieldType, field_type
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from custom_objects.api.resource.bodies import Body
    from custom_objects.specification import FieldSpecification, Option

_KEYS = ("id", "label", "color", "order", "isTerminal")


def render_options(specification: FieldSpecification) -> list[Any] | None:
    """Return the options that can be chosen, ``None`` for a type without any."""
    chosen = field_type(specification.type)
    if not chosen.has_options:
        return None
    options = specification.choices
    is_plain = not any(one.color or one.is_terminal for one in options)
    if is_plain and not chosen.is_spelled_by_slug:
        return [one.name for one in options]
    return [_render(chosen, one, order) for order, one in enumerate(options)]


def _render(chosen: FieldType, option: Option, order: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": option.slug if chosen.is_spelled_by_slug else option.name,
        "label": option.name,
        "order": order,
    }
    if option.color:
        told["color"] = option.color
    if chosen.is_spelled_by_slug:
        told["isTerminal"] = option.is_terminal
    return told


def read_options(
    body: Body, chosen: FieldType, stored: Sequence[Option] = ()
) -> object:
    """Return the options under ``options`` as the schema writer takes them.

    Members with an ``order`` are put in it. What is wrong with a member is reported on
    the body.
    """
    asked = body.values["options"]
    if not isinstance(asked, list):
        return asked
    members = [
        _read(body, f"options[{index}]", one, chosen, stored)
        for index, one in enumerate(asked)
    ]
    orders = [
        _order(body, index, one) if isinstance(one, dict) else index
        for index, one in enumerate(asked)
    ]
    places = sorted(range(len(asked)), key=orders.__getitem__)
    body.places[f"{body.path}options"] = places
    return [members[index] for index in places]


def _order(body: Body, index: int, member: Mapping[str, Any]) -> int:
    order = member.get("order")
    if order is None:
        return index
    if isinstance(order, bool) or not isinstance(order, int):
        message = wrong_type("integer", order).message
        body.fail(f"options[{index}].order", message, Code.INVALID_TYPE)
        return index
    return order


def _read(
    body: Body,
    place: str,
    member: object,
    chosen: FieldType,
    stored: Sequence[Option],
) -> object:
    if not isinstance(member, Mapping):
        return member
    option = body.inside(place, member)
    option.refuse_others(_KEYS)
    values = option.take(OPTION, "id", "slug")
    known = option.values.get("id")
    if known is None:
        return values
    if not isinstance(known, str):
        option.fail("id", wrong_type("string", known).message, Code.INVALID_TYPE)
        return values
    values.setdefault("name", known)
    if chosen.is_spelled_by_slug:
        return {**values, "slug": known}
    # Another name under the id that an option has until now renames it.
    renamed = next((one for one in stored if one.name == known), None)
    return values if renamed is None else {**values, "id": renamed.id}
