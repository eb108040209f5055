"""What the bodies of definitions have in common: what is wrong is told all at once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from records.dialects.base.failures import Refused
from records.engine.errors import Conflict, ValidationFailed
from records.engine.writer import writing
from records.schema.drafts import Problem
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


@dataclass(slots=True)
class DefinitionBody:
    """A JSON object at a path of the whole body, and what was found wrong with it."""

    values: dict[str, Any]
    path: str = ""
    problems: list[Problem] = field(default_factory=list)

    def fail(self, key: str, message: str, code: Code = Code.INVALID) -> None:
        """Report a problem of a key."""
        self.problems.append(Problem(f"{self.path}{key}", message, code))

    def typed(self, key: str, expected: type, told: str) -> Any:
        """Return a value of a JSON type, ``None`` when it is none or not there."""
        value = self.values.get(key)
        if value is None or isinstance(value, expected):
            return value
        self.fail(key, wrong_type(told, value).message, Code.INVALID_TYPE)
        return None

    def taken_from(self, keys: Mapping[str, str], *but: str) -> dict[str, object]:
        """Return what stands under these keys, by attribute."""
        return {
            name: self.values[key]
            for name, key in keys.items()
            if key in self.values and name not in but
        }

    @contextmanager
    def telling(
        self,
        spell: Callable[[str], str],
        clash: Callable[[Problem], Exception],
        *,
        taken: Iterable[str],
    ) -> Iterator[None]:
        """Ask the schema writer inside; tell its problems together with the body's.

        ``spell`` turns a path of the writer into one of the body. Nothing is kept when
        anything is wrong: raises what ``clash`` makes of the first problem when all of
        them are that names (``taken``) are not free, else :class:`ValidationFailed`. A
        conflict of the writer's own is told only of a body that is right by itself.
        """
        with writing():
            try:
                yield
            except ValidationFailed as refusal:
                self._add(refusal.problems, spell)
            except (Conflict, Refused):
                if not self.problems:
                    raise
            if not self.problems:
                return
            names = frozenset(taken)
            if all(
                one.code is Code.TAKEN and one.field in names for one in self.problems
            ):
                raise clash(self.problems[0])
            raise ValidationFailed(self.problems)

    def _add(self, problems: Iterable[Problem], spell: Callable[[str], str]) -> None:
        known = {one.field for one in self.problems}
        for one in problems:
            path = spell(one.field)
            # What the body was found to lack already is no news, nor what is around it.
            if not any(_is_inside(path, at) or _is_inside(at, path) for at in known):
                known.add(path)
                self.problems.append(Problem(path, one.message, one.code))


def _is_inside(path: str, other: str) -> bool:
    return path == other or path.startswith((f"{other}.", f"{other}["))
