"""Collects what is wrong with a definition, so that all of it is told at once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.engine.errors import ValidationFailed
from records.schema.drafts import Problem
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from records.schema.kinds import ValueKind


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems by the path of the value at fault: ``fields[1].type``, ``options[0]``."""

    path: str = ""
    problems: list[Problem] = field(default_factory=list)

    def inside(self, path: str) -> Findings:
        """Return the same collection for the values below a path."""
        return Findings(f"{self.path}{path}.", self.problems)

    def fail(self, name: str, message: str, code: Code = Code.INVALID) -> None:
        """Report a problem of a value."""
        self.problems.append(Problem(f"{self.path}{name}", message, code))

    def has(self, name: str) -> bool:
        """Tell whether a value is known to be wrong."""
        return any(one.field == f"{self.path}{name}" for one in self.problems)

    @contextmanager
    def catching(self, name: str) -> Iterator[None]:
        """Report a :class:`ValueProblem` raised inside as one of a value."""
        try:
            yield
        except ValueProblem as problem:
            self.fail(name, problem.message, problem.code)

    def raise_any(self) -> None:
        """Raise :class:`ValidationFailed` if anything is wrong."""
        if self.problems:
            raise ValidationFailed(self.problems)


def clean_attributes(
    values: Mapping[str, object], kinds: Mapping[str, ValueKind], findings: Findings
) -> dict[str, Any]:
    """Return the attributes that were given, cleaned.

    A null text is an empty one; any other null says nothing.
    """
    cleaned = {}
    for name, kind in kinds.items():
        if name not in values:
            continue
        with findings.catching(name):
            value = kind.clean(values[name])
            if value is not None:
                cleaned[name] = value
            elif str in kind.json_types:
                cleaned[name] = ""
    return cleaned


def refuse_others(
    values: Mapping[str, object],
    known: Mapping[str, object] | frozenset[str],
    findings: Findings,
) -> None:
    """Report keys that mean nothing here: a typing error is never overlooked."""
    for name in values:
        if name not in known:
            findings.fail(name, _("There is no such attribute."), Code.UNKNOWN_FIELD)
