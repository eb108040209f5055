"""A body on its way to the schema writer: what was understood, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.api.bodies import DefinitionBody
from records.dialects.base.failures import MalformedBody
from records.dialects.resource.naming import camel
from records.engine.errors import Conflict
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from custom_objects.api.resource.words import Words


@dataclass(slots=True)
class Body(DefinitionBody):
    """A JSON object with keys in camelCase, at a path of the whole body.

    Keys may be sent in either case; ``sent`` are those that were. ``places`` tells
    where the members of a list stood before they were put in order.
    """

    sent: Iterable[str] = ()
    places: dict[str, Sequence[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Any) -> Body:
        """Return the body of a request. Raises :class:`MalformedBody`."""
        if not isinstance(data, dict):
            raise MalformedBody("The body must be a JSON object.")
        return cls(_in_camel_case(data), sent=tuple(data))

    def inside(self, key: str, values: Mapping[str, Any]) -> Body:
        """Return a part of the body, whose problems are problems of the whole."""
        return Body(
            _in_camel_case(values),
            f"{self.path}{key}.",
            self.problems,
            tuple(values),
            self.places,
        )

    def refuse_others(self, known: Iterable[str]) -> None:
        """Report keys that mean nothing here."""
        known = frozenset(known)
        for name in self.sent:
            if _key(name) not in known:
                self.fail(name, _("There is no such key."), Code.UNKNOWN_FIELD)

    def drop_unchanged(
        self, current: Mapping[str, Any], *, fixed: Iterable[str] = ()
    ) -> None:
        """Leave out what is so already, and report ``fixed`` keys that are not.

        So a client may send back a definition as it read it.
        """
        for key in [one for one in self.values if one in current]:
            if _is_same(self.values[key], current[key]):
                del self.values[key]
        for key in fixed:
            if self.values.pop(key, current.get(key)) != current.get(key):
                self.fail(key, _("This cannot be changed."), Code.READ_ONLY)

    def take(self, words: Words, *but: str) -> dict[str, object]:
        """Return what stands under the keys of these words, by attribute."""
        return self.taken_from(words.keys, *but)

    def text(self, key: str) -> str:
        """Return a text that has to be there, else report it and return none."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            self.fail(key, wrong_type("string", value).message, Code.INVALID_TYPE)
        elif not (value or "").strip():
            self.fail(key, _("This field is required."), Code.REQUIRED)
        else:
            return str(value).strip()
        return ""

    def truth(self, key: str) -> bool | None:
        """Return a truth value, ``None`` when there is none or it is reported."""
        value = self.values.get(key)
        if isinstance(value, bool):
            return value
        if key in self.values:
            self.fail(key, wrong_type("boolean", value).message, Code.INVALID_TYPE)
        return None

    def asking(
        self, words: Words, *, taken: Iterable[str] = ()
    ) -> AbstractContextManager[None]:
        """Ask the schema writer inside; tell its problems together with the body's.

        Nothing is kept when there is any. Raises :class:`ValidationFailed`, or
        :class:`Conflict` when all that is wrong is that names (``taken``) are not free.
        """
        return self.telling(
            lambda path: words.path(self._placed(path)),
            lambda problem: Conflict(problem.message, field=problem.field),
            taken=taken,
        )

    def _placed(self, path: str) -> str:
        """Return a path into a list that was put in order as it was sent."""
        for prefix, places in self.places.items():
            if path.startswith(f"{prefix}["):
                index, _bracket, rest = path[len(prefix) + 1 :].partition("]")
                return f"{prefix}[{places[int(index)]}]{rest}"
        return path


def _in_camel_case(values: Mapping[str, Any]) -> dict[str, Any]:
    return {_key(name): value for name, value in values.items()}


def _key(name: str) -> str:
    return camel(name) if "_" in name.strip("_") else name


def _is_same(sent: Any, current: Any) -> bool:
    # JSON knows true from 1, Python's equality does not.
    return type(sent) is type(current) and sent == current
