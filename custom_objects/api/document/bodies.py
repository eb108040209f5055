"""A body on its way to the schema writer: what was understood, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.api.bodies import DefinitionBody
from records.dialects.base.bodies import same_json
from records.dialects.base.failures import Failure, FailureKind, Refused
from records.dialects.document.bodies import parse_object
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from records.schema.drafts import Problem

OBJECT_KEYS: Mapping[str, str] = {
    "label_plural": "name",
    "slug": "slug",
    "icon": "icon",
    "description": "description",
    "is_hidden": "hidden",
}
"""Attributes of an object, as the schema writer knows them, and their keys here."""

FIELD_KEYS: Mapping[str, str] = {
    "label": "name",
    "slug": "slug",
    "type": "type",
    "is_required": "required",
    "is_unique": "unique",
    "default": "default_value",
    "help_text": "description",
    "position": "position",
}

_FLAGS = frozenset({"hidden", "required", "unique"})
# What the writer calls the settings of a type stands among the options here.
_INSIDE: Mapping[str, str] = {**FIELD_KEYS, "settings": "options"}


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a list of options stands in the body, and where each member stood in it."""

    key: str
    order: Sequence[int] = ()


@dataclass(slots=True)
class Body(DefinitionBody):
    """A JSON object at a path of the whole body; keys that mean nothing are ignored.

    ``lists`` tells, by the path of a list of options as the writer calls it, where it
    was sent.
    """

    lists: dict[str, ListPlace] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Any) -> Body:
        """Return the body of a request. Raises :class:`MalformedBody`."""
        return cls(dict(parse_object(data)))

    def inside(self, key: str, values: Mapping[str, Any]) -> Body:
        """Return a part of the body, whose problems are problems of the whole."""
        return Body(dict(values), f"{self.path}{key}.", self.problems, self.lists)

    def without_unchanged(self, current: Mapping[str, Any]) -> Body:
        """Return what is not so already: a client may send back what it has read."""
        left = {
            key: one
            for key, one in self.values.items()
            if key not in current or not same_json(one, current[key])
        }
        return Body(left, self.path, self.problems, self.lists)

    def take(self, keys: Mapping[str, str], *but: str) -> dict[str, object]:
        """Return what stands under these keys, by attribute.

        Reports truth values that are none: the writer would read some as one.
        """
        for key in _FLAGS & set(keys.values()):
            self.typed(key, bool, "boolean")
        return self.taken_from(keys, *but)

    def asking(
        self, keys: Mapping[str, str], *, taken: Iterable[str] = ()
    ) -> AbstractContextManager[None]:
        """Ask the schema writer inside; tell its problems together with the body's.

        Nothing is kept when there is any. Raises :class:`ValidationFailed`, or
        :class:`Refused` with a conflict when all that is wrong is that names
        (``taken``) are not free.
        """
        return self.telling(
            lambda path: self._path(path, keys), self._clash, taken=taken
        )

    def _clash(self, problem: Problem) -> Refused:
        details = {"field": problem.field, "value": self.values.get(problem.field)}
        return Refused(Failure(FailureKind.CONFLICT, problem.message, details=details))

    def _path(self, path: str, keys: Mapping[str, str]) -> str:
        """Return the keys for the path of an attribute: ``fields[1].options.stages``."""
        prefix = ""
        if path.startswith("fields["):
            head, dot, path = path.partition(".")
            prefix, keys = f"{head}{dot}", _INSIDE
        elif keys is FIELD_KEYS:
            keys = _INSIDE
        if path.startswith("options"):
            return prefix + self._path_in_list(prefix, path)
        return prefix + keys.get(path, path)

    def _path_in_list(self, prefix: str, path: str) -> str:
        place = self.lists.get(f"{prefix}options", ListPlace("options"))
        number, bracket, rest = path.removeprefix("options[").partition("]")
        if not bracket:
            return place.key
        index = int(number)
        if place.order:
            index = place.order[index]
        return f"{place.key}[{index}]{rest}"


def check_length(body: Body, key: str, longest: int) -> None:
    """Report a text that is longer than the dialect allows."""
    value = body.values.get(key)
    if isinstance(value, str) and len(value.strip()) > longest:
        message = _("At most %(limit)d characters.") % {"limit": longest}
        body.fail(key, message, Code.TOO_LONG)
