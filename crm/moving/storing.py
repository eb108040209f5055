"""Writes what arrives through the one write path, and learns what is refused."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from records.engine.errors import Conflict, ValidationFailed
from records.engine.writer import create_records
from records.schema.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.moving.translation import Arrival, Translator
    from records.access.caller import Caller
    from records.schema.drafts import Problem


def store_arrivals(
    caller: Caller, translator: Translator, arrivals: Sequence[Arrival]
) -> None:
    """Create records of one type; each arrival knows its record or its faults then.

    A value that is refused stays behind and the record comes without it; a record that
    is refused without the value, too, does not come.
    """
    coming = list(arrivals)
    while coming:
        try:
            made = create_records(
                caller, coming[0].target, [one.values for one in coming]
            )
        except ValidationFailed as failed:
            coming = _relieved(translator, coming, failed.problems)
        except Conflict as conflict:
            if len(coming) > 1:
                for one in coming:
                    store_arrivals(caller, translator, [one])
                return
            _refuse(coming[0], "", conflict.message)
            return
        else:
            for one, record_id in zip(coming, made, strict=True):
                one.record_id = record_id
            return


def _relieved(
    translator: Translator, coming: Sequence[Arrival], problems: Sequence[Problem]
) -> list[Arrival]:
    """Return the records to try again, without the values that were refused."""
    by_index: dict[int, list[Problem]] = defaultdict(list)
    for one in problems:
        by_index[one.index].append(one)
    left = []
    for index, arrival in enumerate(coming):
        for problem in by_index[index]:
            if problem.field in arrival.values:
                del arrival.values[problem.field]
                arrival.blame(translator.name_of(problem.field), problem.message)
            else:
                _refuse(arrival, translator.name_of(problem.field), problem.message)
        if not arrival.is_refused:
            left.append(arrival)
    return left


def _refuse(arrival: Arrival, name: str, message: str) -> None:
    arrival.is_refused = True
    # That a value is needed follows from its having been left behind.
    if all(one.field != name for one in arrival.faults):
        arrival.blame(name, message)


def settle_alike(
    caller: Caller, translator: Translator, arrival: Arrival, names: Sequence[str]
) -> None:
    """Let the row of a list that is the same stand for an arrival, or create one.

    Where two rows may not differ in the case of letters alone, the other one does.
    """
    wanted = dict(arrival.values)
    there = _find(caller, arrival, names)
    if there is None:
        before = list(arrival.faults)
        store_arrivals(caller, translator, [arrival])
        if arrival.record_id is not None:
            return
        arrival.values = wanted
        there = _find(caller, arrival, names, in_any_case=True)
        if there is not None:
            arrival.faults = before
    arrival.record_id, arrival.is_there = there, there is not None


def _find(
    caller: Caller, arrival: Arrival, names: Sequence[str], *, in_any_case: bool = False
) -> int | None:
    fields = arrival.target.fields_by_name
    asked = {}
    for name in names:
        value, path = arrival.values.get(name), fields[name].paths[0]
        if value is None:
            return None
        is_folded = in_any_case and getattr(fields[name], "fold", False)
        asked[f"{path}_fold" if is_folded else path] = (
            fold(value) if is_folded else value
        )
    rows = arrival.target.rows(caller).filter(**asked).order_by("pk")
    found: int | None = rows.values_list("pk", flat=True).first()
    return found
