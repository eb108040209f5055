"""Reads query parameters as they are written (contract §2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from records.dialects.envelope.errors import InvalidParameters
from records.schema.kinds.numbers import LARGEST_ID

if TYPE_CHECKING:
    from django.http import QueryDict

LARGEST_OFFSET = 2**53
DEFAULT_PAGE_SIZE = 25

_BRACKETS = re.compile(r"(?P<name>[^\[\]]+)\[(?P<inner>.*)\]", re.DOTALL)
_LISTS = frozenset({"ids", "sort_by", "includes"})
"""Parameters that may be repeated, as clients spell lists."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: ``custom_fields[Region]=EU`` has the inner name ``Region``."""

    written: str
    name: str
    inner: str | None
    values: tuple[str, ...]

    @property
    def value(self) -> str:
        """The value of a parameter that is given once."""
        return self.values[-1]


@dataclass(slots=True)
class Faults:
    """What is wrong with the parameters of a request: one sentence for each."""

    found: dict[str, str] = field(default_factory=dict)

    def add(self, parameter: str, message: str) -> None:
        """Note a fault; the first of a parameter counts."""
        self.found.setdefault(parameter, message)

    def raise_any(self) -> None:
        """Raise :class:`InvalidParameters` if there are any."""
        if self.found:
            raise InvalidParameters(tuple(self.found.items()))


def read_parameters(query: QueryDict, faults: Faults) -> list[Parameter]:
    """Return the parameters in their order; noted when given twice without need."""
    parameters = []
    for written, values in query.lists():
        found = _BRACKETS.fullmatch(written)
        name = written if found is None else found["name"]
        inner = None if found is None else found["inner"]
        if len(values) > 1 and name not in _LISTS:
            faults.add(written, _("This parameter is given more than once."))
        parameters.append(Parameter(written, name, inner, tuple(values)))
    return parameters


def refuse_unknown(parameter: Parameter, faults: Faults) -> None:
    """Note a parameter that the address does not take."""
    faults.add(parameter.written, _("There is no such parameter here."))


def read_number(parameter: Parameter, *, largest: int, faults: Faults) -> int:
    """Return a whole number from 1; a fault is noted for anything else."""
    text = parameter.value
    if text.isascii() and text.isdigit() and len(text) <= len(str(largest)):
        number = int(text)
        if 1 <= number <= largest:
            return number
    faults.add(
        parameter.written,
        _("A whole number from 1 to %(largest)d is needed.") % {"largest": largest},
    )
    return 1


def read_ids(parameter: Parameter, faults: Faults) -> list[int]:
    """Return the ids of ``ids=1,2``, ``ids=1&ids=2`` or ``ids[0]=1``."""
    if parameter.inner is not None and not _is_index(parameter.inner):
        refuse_unknown(parameter, faults)
        return []
    ids: list[int] = []
    for value in parameter.values:
        for text in value.split(","):
            digits = text.strip()
            if not (digits.isascii() and digits.isdigit()):
                faults.add(
                    parameter.written, _("Ids are whole numbers, parted by commas.")
                )
                return []
            # Digits beyond every possible id are one that no record has.
            fits = len(digits) <= len(str(LARGEST_ID))
            ids.append(min(int(digits), LARGEST_ID) if fits else LARGEST_ID)
    return ids


def _is_index(inner: str) -> bool:
    return not inner or (inner.isascii() and inner.isdigit())
