"""The slugs that objects and fields would get, told before they are defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_objects.definitions.holders import Names, find_holder
from custom_objects.definitions.objects import taken_slugs
from custom_objects.naming import free_slug, slug_of
from records.access.roles import Permission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.access.caller import Caller


def propose_object_slug(caller: Caller, *, label: str) -> str:
    """Return the slug that an object of this name would get now, empty for none.

    Raises :class:`PermissionRefused`.
    """
    caller.require(Permission.SCHEMA)
    found = slug_of(label, noun="object")
    return free_slug(found, taken_slugs(caller)) if found else ""


def propose_field_slug(
    caller: Caller, *, object_slug: str | None, label: str, taken: Iterable[str] = ()
) -> str:
    """Return the slug that a field of this label would get now, empty for none.

    ``object_slug`` is ``None`` for an object in the making, ``taken`` the slugs of its
    other new fields. Raises :class:`UnknownObjectType`, :class:`PermissionRefused`.
    """
    caller.require(Permission.SCHEMA)
    names = Names() if object_slug is None else find_holder(caller, object_slug).names
    found = slug_of(label, noun="field")
    return free_slug(found, names.slugs | set(taken)) if found else ""
