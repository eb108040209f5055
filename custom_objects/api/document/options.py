"""``options`` of a field: what its type wants to know (contract document §6.3).

Stages of a status, choices of a list, the object that a reference is to, the currency
of an amount: the schema writer knows the first two as options, the others as settings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.api.document.bodies import Body, ListPlace
from custom_objects.field_types import field_type
from records.dialects.document.identifiers import object_id, resolve_object
from records.dialects.document.naming import Spelling
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code
from records.schema.registry import UnknownObjectType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from custom_objects.field_types import FieldType
    from custom_objects.specification import FieldSpecification, Option
    from records.access.caller import Caller
    from records.schema.projections import Stage

DEFAULT_COLOR = "#6b7280"
_COLOR = re.compile(r"#(?:[0-9a-f]{3}){1,2}|[a-z]{1,32}", re.IGNORECASE)
_STAGE_KEYS = frozenset({"name", "slug", "color", "order"})

TARGET = "object_id"
_TARGETS = (TARGET, "target_object_id", "target_object", "reference_object_id")
"""What clients call the object that a reference is to."""

# Settings that name a field of the object that ``object`` names.
_FIELDS_OF_TARGET = ("display_field", "reference", "field")


def list_key(chosen: FieldType) -> str:
    """Return the key of the options that a value is one of, empty for types without."""
    if not chosen.has_options:
        return ""
    return "stages" if chosen.is_spelled_by_slug else "choices"


# -- telling --------------------------------------------------------------------------


def render_options(caller: Caller, specification: FieldSpecification) -> dict[str, Any]:
    """Return the options of a field that the organization defined."""
    chosen = field_type(specification.type)
    told = {_key(name): one for name, one in specification.settings.items()}
    if "object" in chosen.setting_names:
        told = _render_target(caller, told)
    if specification.type == "currency":
        told.setdefault("currency", caller.organization.currency)
    if chosen.is_spelled_by_slug:
        told["stages"] = render_stages(specification.choices)
    elif chosen.has_options:
        told["choices"] = [one.name for one in specification.choices]
    return told


def render_stages(stages: Sequence[Option | Stage]) -> list[dict[str, Any]]:
    """Return stages as they are told, counted from 1."""
    return [
        {
            "name": one.name,
            "slug": one.slug,
            "color": one.color or DEFAULT_COLOR,
            "order": order,
        }
        for order, one in enumerate(stages, start=1)
    ]


def _render_target(caller: Caller, told: dict[str, Any]) -> dict[str, Any]:
    slug = told[TARGET]
    told[TARGET] = object_id(slug)
    spelling = _spelling(caller, slug)
    for name in _FIELDS_OF_TARGET:
        if spelling is not None and name in told:
            told[name] = spelling.key_of(told[name])
    return told


def _key(setting: str) -> str:
    return TARGET if setting == "object" else setting


# -- reading --------------------------------------------------------------------------


def read_options(
    body: Body, caller: Caller, chosen: FieldType, values: dict[str, object]
) -> None:
    """Put the options of a body on the values, as the schema writer takes them."""
    listed = list_key(chosen)
    if listed:
        body.lists[f"{body.path}options"] = ListPlace(f"options.{listed}")
    asked = dict(body.typed("options", dict, "object") or {})
    if "object" in chosen.setting_names:
        _take_target(body, asked)
    inside = body.inside("options", asked)
    settings = _read_settings(inside, caller, chosen, listed)
    if settings:
        values["settings"] = settings
    if listed and asked.get(listed) is not None:
        read = _read_stages if chosen.is_spelled_by_slug else _read_choices
        values["options"] = read(body, inside)


def _take_target(body: Body, asked: dict[str, Any]) -> None:
    """Bring the object of a reference under its one key, wherever it was sent.

    Beside the options, ``object_id`` is none of its names: there it could be the object
    that the field is for.
    """
    places = ((asked, _TARGETS), (body.values, _TARGETS[1:]))
    sent = [
        place[key]
        for place, keys in places
        for key in keys
        if place.get(key) is not None
    ]
    for key in _TARGETS:
        asked.pop(key, None)
    if sent:
        asked[TARGET] = sent[0]


def _read_settings(
    inside: Body, caller: Caller, chosen: FieldType, listed: str
) -> dict[str, object]:
    names = {_key(name): name for name in chosen.setting_names}
    settings: dict[str, object] = {}
    for key, value in inside.values.items():
        if key in names:
            settings[names[key]] = value
        elif key != listed:
            message = _("A field of type %(type)s has no such option.")
            told = message % {"type": chosen.name_in("document")}
            inside.fail(key, told, Code.UNKNOWN_FIELD)
    if "object" in settings:
        _read_target(inside, caller, settings)
    return settings


def _read_target(inside: Body, caller: Caller, settings: dict[str, object]) -> None:
    target = settings["object"]
    if not isinstance(target, str):
        message = wrong_type("string", target).message
        inside.fail(TARGET, message, Code.INVALID_TYPE)
        del settings["object"]
        return
    slug = settings["object"] = target_slug(caller, target)
    spelling = _spelling(caller, slug)
    for name in _FIELDS_OF_TARGET:
        key = settings.get(name)
        if isinstance(key, str) and spelling is not None:
            found = spelling.find(key)
            settings[name] = key if found is None else found.name


def target_slug(caller: Caller, text: str) -> str:
    """Return the slug of the object that an id means, be it one in the making."""
    try:
        return resolve_object(caller.organization, text).slug
    except UnknownObjectType:
        return text.removeprefix("obj_").removeprefix("def_")


def _spelling(caller: Caller, slug: str) -> Spelling | None:
    try:
        return Spelling.of(resolve_object(caller.organization, slug))
    except UnknownObjectType:
        return None


def _read_choices(body: Body, inside: Body) -> object:
    asked = inside.values["choices"]
    if not isinstance(asked, list):
        return asked
    for index, one in enumerate(asked):
        if not isinstance(one, str):
            message = wrong_type("string", one).message
            inside.fail(f"choices[{index}]", message, Code.INVALID_TYPE)
    return [{"name": one} if isinstance(one, str) else {} for one in asked]


def _read_stages(body: Body, inside: Body) -> object:
    asked = inside.values["stages"]
    if not isinstance(asked, list):
        return asked
    stages = [_read_stage(inside, index, one) for index, one in enumerate(asked)]
    orders = [_order(inside, index, one) for index, one in enumerate(asked)]
    places = sorted(range(len(asked)), key=orders.__getitem__)
    body.lists[f"{body.path}options"] = ListPlace("options.stages", places)
    return [stages[index] for index in places]


def _read_stage(inside: Body, index: int, member: object) -> object:
    if isinstance(member, str):
        return {"name": member}
    if not isinstance(member, Mapping):
        message = wrong_type("string", member).message
        inside.fail(f"stages[{index}]", message, Code.INVALID_TYPE)
        return {}
    stage = inside.inside(f"stages[{index}]", member)
    for key in member:
        if key not in _STAGE_KEYS:
            stage.fail(key, _("There is no such key."), Code.UNKNOWN_FIELD)
    color = stage.typed("color", str, "string")
    if color and not _COLOR.fullmatch(color):
        stage.fail("color", _("A color is like #6b7280, or a word like gray."))
    return {key: member[key] for key in ("name", "slug", "color") if key in member}


def _order(inside: Body, index: int, member: object) -> int:
    order = member.get("order") if isinstance(member, Mapping) else None
    if order is None:
        return index + 1
    if isinstance(order, bool) or not isinstance(order, int):
        message = wrong_type("number", order).message
        inside.fail(f"stages[{index}].order", message, Code.INVALID_TYPE)
        return index + 1
    return order
