"""A body on its way to the schema writer: what was understood, what is wrong with it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.dialects.base.failures import MalformedBody
from records.dialects.resource.naming import camel
from records.engine.errors import Conflict, ValidationFailed
from records.engine.writer import writing
from records.schema.drafts import Problem
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from custom_objects.api.resource.words import Words


@dataclass(slots=True)
class Body:
    """A JSON object with keys in camelCase, at a path of the whole body.

    Keys may be sent in either case. ``places`` tells where the members of a list stood
    before they were put in order.
    """

    sent: Mapping[str, Any]
    path: str = ""
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, Sequence[int]] = field(default_factory=dict)
    values: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.values = {_key(name): value for name, value in self.sent.items()}

    @classmethod
    def of(cls, data: Any) -> Body:
        """Return the body of a request. Raises :class:`MalformedBody`."""
        if not isinstance(data, dict):
            raise MalformedBody("The body must be a JSON object.")
        return cls(data)

    def inside(self, key: str, values: Mapping[str, Any]) -> Body:
        """Return a part of the body, whose problems are problems of the whole."""
        return Body(values, f"{self.path}{key}.", self.problems, self.places)

    def fail(self, key: str, message: str, code: Code = Code.INVALID) -> None:
        """Report a problem of a key."""
        self.problems.append(Problem(f"{self.path}{key}", message, code))

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
        return {
            name: self.values[key]
            for name, key in words.keys.items()
            if key in self.values and name not in but
        }

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

    @contextmanager
    def asking(self, words: Words, *, taken: Iterable[str] = ()) -> Iterator[None]:
        """Ask the schema writer inside; tell its problems together with the body's.

        Nothing is kept when there is any. Raises :class:`ValidationFailed`, or
        :class:`Conflict` when all that is wrong is that names (``taken``) are not free.
        """
        with writing():
            try:
                yield
            except ValidationFailed as refusal:
                self._add(refusal.problems, words)
            except Conflict:
                # A body that is wrong by itself is told so, whatever else it clashes with.
                if not self.problems:
                    raise
            if not self.problems:
                return
            first = self.problems[0]
            if all(one.code is Code.TAKEN for one in self.problems) and all(
                one.field in taken for one in self.problems
            ):
                raise Conflict(first.message, field=first.field)
            raise ValidationFailed(self.problems)

    def _add(self, problems: Iterable[Problem], words: Words) -> None:
        own = [one.field for one in self.problems]
        for one in problems:
            path = words.path(self._placed(one.field))
            # What the body was found to lack already is no news below it either.
            if not any(
                path == at or path.startswith((f"{at}.", f"{at}[")) for at in own
            ):
                self.problems.append(Problem(path, one.message, one.code))

    def _placed(self, path: str) -> str:
        """Return a path into a list that was put in order as it was sent."""
        for prefix, places in self.places.items():
            if path.startswith(f"{prefix}["):
                index, _bracket, rest = path[len(prefix) + 1 :].partition("]")
                return f"{prefix}[{places[int(index)]}]{rest}"
        return path


def _key(name: str) -> str:
    return camel(name) if "_" in name.strip("_") else name


def _is_same(sent: Any, current: Any) -> bool:
    # JSON knows true from 1, Python's equality does not.
    return type(sent) is type(current) and sent == current
