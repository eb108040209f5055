"""What came of a copy? A table of numbers, then everything that stayed behind and why."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING, TextIO

from crm.moving.definitions import HOLDERS
from crm.moving.steps import STEPS, USERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.moving.copying import Tally
    from crm.moving.ledger import Ledger

RESOURCES = (
    USERS,
    *(f"{holder}/custom_fields" for holder in HOLDERS),
    *dict.fromkeys(step.resource for step in STEPS),
)
"""What a copy looks at, in its order."""
_SHOWN = 10
"""Ids told on one line; a file takes all of them."""
_COLUMNS = ("resource", "id", "copied", "field", "fault")


def lines(tally: Tally, ledger: Ledger) -> Iterator[str]:
    """Yield the lines of a report for people."""
    width = max(len(one) for one in RESOURCES)
    yield f"{'':{width}}  {'copied':>10}  {'there before':>12}  {'not copied':>10}"
    for resource in RESOURCES:
        numbers = (
            tally.copied[resource],
            tally.there[resource],
            tally.refused[resource],
        )
        if any(numbers):
            copied, there, refused = (f"{one:,}" for one in numbers)
            yield f"{resource:{width}}  {copied:>10}  {there:>12}  {refused:>10}"
    for resource, reason in tally.withheld.items():
        yield f"{resource}: the other server does not give them. {reason}"
    yield from _fault_lines(ledger)


def _fault_lines(ledger: Ledger) -> Iterator[str]:
    """Yield a line for each fault, whatever number of records has it."""
    ids: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for entry in ledger.faulty():
        outcome = "not copied" if entry.record_id is None else "copied without it"
        for one in entry.faults:
            key = (entry.resource, outcome, one.field, one.message)
            ids[key].append(entry.foreign_id)
    if not ids:
        yield "Everything was copied."
        return
    yield "What was not copied, or not wholly (ids are those of the other server):"
    for (resource, outcome, name, message), found in ids.items():
        shown = ", ".join(found[:_SHOWN])
        more = f" and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
        place = f" {name}:" if name else ""
        yield f"{resource} {shown}{more} ({outcome}):{place} {message}"


def write_csv(ledger: Ledger, file: TextIO) -> None:
    """Write every fault of every record: one line each."""
    table = csv.writer(file)
    table.writerow(_COLUMNS)
    for entry in ledger.faulty():
        is_copied = "no" if entry.record_id is None else "yes"
        for one in entry.faults:
            table.writerow(
                (entry.resource, entry.foreign_id, is_copied, one.field, one.message)
            )
