"""A body on its way to the schema writer: what was understood, what is wrong with it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.dialects.base.bodies import same_json
from records.dialects.base.failures import Failure, FailureKind, Refused
from records.dialects.document.bodies import parse_object
from records.engine.errors import ValidationFailed
from records.engine.writer import writing
from records.schema.drafts import Problem
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
class Body:
    """A JSON object at a path of the whole body; keys that mean nothing are ignored.

    ``lists`` tells, by the path of a list of options as the writer calls it, where it
    was sent.
    """

    values: Mapping[str, Any]
    path: str = ""
    problems: list[Problem] = field(default_factory=list)
    lists: dict[str, ListPlace] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Any) -> Body:
        """Return the body of a request. Raises :class:`MalformedBody`."""
        return cls(dict(parse_object(data)))

    def inside(self, key: str, values: Mapping[str, Any]) -> Body:
        """Return a part of the body, whose problems are problems of the whole."""
        return Body(values, f"{self.path}{key}.", self.problems, self.lists)

    def fail(self, key: str, message: str, code: Code = Code.INVALID) -> None:
        """Report a problem of a key."""
        self.problems.append(Problem(f"{self.path}{key}", message, code))

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
        return {
            name: self.values[key]
            for name, key in keys.items()
            if key in self.values and name not in but
        }

    def typed(self, key: str, expected: type, told: str) -> Any:
        """Return a value of a JSON type, ``None`` when it is none or not there."""
        value = self.values.get(key)
        if value is None or isinstance(value, expected):
            return value
        self.fail(key, wrong_type(told, value).message, Code.INVALID_TYPE)
        return None

    @contextmanager
    def asking(
        self, keys: Mapping[str, str], *, taken: Iterable[str] = ()
    ) -> Iterator[None]:
        """Ask the schema writer inside; tell its problems together with the body's.

        Nothing is kept when there is any. Raises :class:`ValidationFailed`, or
        :class:`Refused` with a conflict when all that is wrong is that names
        (``taken``) are not free.
        """
        with writing():
            try:
                yield
            except ValidationFailed as refusal:
                self._add(refusal.problems, keys)
            if not self.problems:
                return
            first = self.problems[0]
            names = frozenset(taken)
            if all(
                one.code is Code.TAKEN and one.field in names for one in self.problems
            ):
                raise Refused(
                    Failure(
                        FailureKind.CONFLICT,
                        first.message,
                        details={
                            "field": first.field,
                            "value": self.values.get(first.field),
                        },
                    )
                )
            raise ValidationFailed(self.problems)

    def _add(self, problems: Iterable[Problem], keys: Mapping[str, str]) -> None:
        known = {one.field for one in self.problems}
        for one in problems:
            path = self._path(one.field, keys)
            # What the body was found to lack already is no news, nor what is around it.
            if not any(_is_inside(path, at) or _is_inside(at, path) for at in known):
                known.add(path)
                self.problems.append(Problem(path, one.message, one.code))

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


def _is_inside(path: str, other: str) -> bool:
    return path == other or path.startswith((f"{other}.", f"{other}["))


def check_length(body: Body, key: str, longest: int) -> None:
    """Report a text that is longer than the dialect allows."""
    value = body.values.get(key)
    if isinstance(value, str) and len(value.strip()) > longest:
        message = _("At most %(limit)d characters.") % {"limit": longest}
        body.fail(key, message, Code.TOO_LONG)
