"""Ids as texts that tell what they are ids of (contract document §3, decision 6).

A record is ``rec_<object slug>_<number>``, an object ``obj_<slug>``, a person
``user_<number>``. Slugs never change, so ids never do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.dialects.document import DIALECT
from records.query import RecordRef
from records.schema.kinds import IdForm, WireForm
from records.schema.kinds.base import wrong_type
from records.schema.kinds.numbers import LARGEST_ID
from records.schema.problems import Code, ValueProblem
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.access.caller import OrganizationInfo
    from records.schema.object_types import ObjectType

USER_PREFIX = "user"
"""What ids of people begin with."""

_OBJECT = "obj_"
_OLD_OBJECT = "def_"
_RECORD = "rec"
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,62}")
# A slug may end in a number too: the last one is the record's.
_RECORD_ID = re.compile(r"rec_(?P<slug>[a-z][a-z0-9_]*)_(?P<number>[1-9][0-9]{0,18})")
_PREFIXED_ID = re.compile(r"(?P<prefix>[a-z]+)_(?P<number>[1-9][0-9]{0,18})")


def object_id(slug: str) -> str:
    """Return the id of an object."""
    return f"{_OBJECT}{slug}"


def resolve_object(organization: OrganizationInfo, text: str) -> ObjectType:
    """Return the object that an id means: ``obj_<slug>``, ``obj_def_<slug>``, ``<slug>``.

    Raises :class:`UnknownObjectType` with the text as it was sent.
    """
    for slug in _slugs(text):
        if _SLUG.fullmatch(slug):
            try:
                return registry.resolve(organization, slug)
            except UnknownObjectType:
                continue
    raise UnknownObjectType(text)


def _slugs(text: str) -> Iterator[str]:
    if text.startswith(_OBJECT):
        slug = text.removeprefix(_OBJECT)
        yield slug
        if slug.startswith(_OLD_OBJECT):
            yield slug.removeprefix(_OLD_OBJECT)
    yield text


def record_id(slug: str, number: int) -> str:
    """Return the id of a record of an object."""
    projection = registry.projection(DIALECT, slug)
    if projection is not None and projection.id_prefix:
        return f"{projection.id_prefix}_{number}"
    return f"{_RECORD}_{slug}_{number}"


def parse_record_id(text: str) -> RecordRef | None:
    """Return which record an id means, ``None`` for what is none of ours."""
    found = _RECORD_ID.fullmatch(text)
    slug = found["slug"] if found else None
    if found is None:
        found = _PREFIXED_ID.fullmatch(text)
        slug = _slug_of_prefix(found["prefix"]) if found else None
    if found is None or slug is None or int(found["number"]) > LARGEST_ID:
        return None
    return RecordRef(slug, int(found["number"]))


def _slug_of_prefix(prefix: str) -> str | None:
    for one in registry.projections(DIALECT):
        if one.id_prefix == prefix:
            return one.object_type
    return None


@dataclass(frozen=True, slots=True)
class DocumentIds(IdForm):
    """Ids of records as this dialect spells them in values."""

    def spell(self, target: str, record_id: int) -> str:
        return _spell(target, record_id)

    def read(self, target: str, value: object) -> int:
        if not isinstance(value, str):
            raise wrong_type("string", value)
        meant = parse_record_id(value)
        if meant is None or meant.object_type != target:
            raise ValueProblem(
                _("“%(id)s” is no record of %(object)s.")
                % {"id": value, "object": object_id(target)},
                Code.DANGLING,
            )
        return meant.record_id

    def place(self, target: str) -> str:
        return object_id(target)

    def schema(self, target: str) -> dict[str, Any]:
        example = _spell(target, 7)
        return {
            "type": "string",
            "pattern": f"^{example.removesuffix('7')}[1-9][0-9]*$",
            "examples": [example],
        }


_spell = record_id

FORM = WireForm(moment_precision="seconds", ids=DocumentIds())
"""How values are spelled in this dialect."""
