"""Copies collections, page by page, each page in one transaction.

What was copied is remembered in the transaction that wrote it, so a copy that is killed
loses at most a page, which comes again. A record is written once: a later copy leaves
it alone, whatever has become of it there or here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crm.moving.definitions import HOLDERS, Definitions
from crm.moving.ledger import Entry, Ledger
from crm.moving.people import add_people, match_people, missing_people
from crm.moving.source import SourceRefused
from crm.moving.steps import STEPS, USERS, Step
from crm.moving.storing import settle_alike, store_arrivals
from crm.moving.translation import Arrival, Translator, foreign_key, wanted
from records.access.models import Organization
from records.dialects.envelope.plans import plan_of
from records.dialects.envelope.resources import resource_named
from records.engine.schema_lock import hold_schema
from records.engine.writer import writing
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from crm.moving.source import Json, Source
    from records.access.caller import Caller

Parent = tuple[str, int]
"""The record that others lie below: its id there and here."""
_IDS = 50
"""Records asked for by their ids at once: an address has room for these."""


@dataclass(slots=True)
class Tally:
    """How many records of each resource came over, were there already, or did not."""

    copied: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    withheld: dict[str, str] = field(default_factory=dict)
    """Resources that the other server does not give, and what it says."""

    def count(self, one: Arrival, resource: str) -> None:
        """Count a record that was looked at for the first time."""
        if one.record_id is None:
            self.refused[resource] += 1
        elif one.is_there:
            self.there[resource] += 1
        else:
            self.copied[resource] += 1


@dataclass(slots=True)
class Move:
    """The copy of one account into the caller's organization.

    ``advance`` is called with the number of records that were looked at, after every
    page. Raises what the source raises; everything copied until then stays.
    """

    caller: Caller
    source: Source
    ledger: Ledger
    adds_people: bool = True
    """Whether users who are not here yet become members."""
    advance: Callable[[int], None] = lambda _records: None
    tally: Tally = field(default_factory=Tally)

    def expect(self) -> Counter[str]:
        """Return how many records of each resource there are to look at."""
        counts = Counter({USERS: self.source.count(USERS)})
        for step in STEPS:
            if not step.parent:
                with self._withholding(step.resource):
                    found = self.source.count(step.resource, step.parameters)
                    counts[step.resource] += found
        return counts

    def strangers(self) -> Iterator[str]:
        """Yield a sentence for each user who is not known here."""
        organization_id = self.caller.organization_id
        for page in self.source.pages(USERS, {"sort_by": "id"}):
            joining = set()
            if self.adds_people:
                missing = missing_people(organization_id, page)
                joining = {str(one.get("id")) for one in missing}
            for entry in match_people(organization_id, page):
                for fault in entry.faults:
                    joins = " They will join." if entry.foreign_id in joining else ""
                    yield f"{fault.message}{joins}"

    def run(self) -> None:
        """Copy everything."""
        for page in self.source.pages(USERS, {"sort_by": "id"}):
            self._match(page)
        for holder in HOLDERS:
            with self._withholding(f"{holder}/custom_fields"):
                self._define(holder)
        for step in STEPS:
            with self._withholding(step.resource):
                self._copy(step)

    def _withholding(self, resource: str) -> _Withholding:
        return _Withholding(self.tally, resource)

    def _match(self, page: Sequence[Json]) -> None:
        with writing():
            new = add_people(self.caller, page) if self.adds_people else set()
            entries = match_people(self.caller.organization_id, page)
            self._settle(entries, new)
        self.advance(len(page))

    def _define(self, holder: str) -> None:
        definitions = Definitions(self._renewed(), holder)
        definitions.copy(self.source)
        self.caller = definitions.caller
        with writing():
            self._settle(
                definitions.entries, {one.foreign_id for one in definitions.entries}
            )

    def _settle(self, entries: Sequence[Entry], new: Container[str]) -> None:
        """Remember what is looked at anew in every copy."""
        for one in entries:
            known = self.ledger.copies(one.resource, [one.foreign_id])
            if one.record_id is None:
                self.tally.refused[one.resource] += 1
            elif one.foreign_id in new and known.get(one.foreign_id) is None:
                self.tally.copied[one.resource] += 1
            else:
                self.tally.there[one.resource] += 1
        self.ledger.remember(entries)

    def _renewed(self) -> Caller:
        info = Organization.objects.get(pk=self.caller.organization_id).info
        return replace(self.caller, organization=info)

    # -- records --------------------------------------------------------------------

    def _copy(self, step: Step) -> None:
        if step.parent:
            self._copy_parts(step)
            return
        aside: list[str] = []
        for page in self.source.pages(step.resource, step.parameters):
            aside += self._store(step, page)
            self.advance(len(page))
        self._copy_aside(step, aside)

    def _copy_parts(self, step: Step) -> None:
        done = _parts_done(step)
        for parent in self.ledger.unfinished(step.parent, done):
            foreign_id, record_id = parent
            path = f"{step.parent}/{foreign_id}/{step.resource}"
            before = self.tally.refused[step.resource]
            for page in self.source.pages(path):
                self._store(step, page, parent=parent)
            if self.tally.refused[step.resource] == before:
                self.ledger.remember([Entry(done, foreign_id, record_id)])
            self.advance(1)

    def _copy_aside(self, step: Step, aside: Sequence[str]) -> None:
        """Copy records that were put aside, once what they point at is there.

        Those left over point at each other, or at what will never be there: they are
        copied without it.
        """
        while aside:
            left: list[str] = []
            for start in range(0, len(aside), _IDS):
                ids = aside[start : start + _IDS]
                for page in self._by_ids(step, ids):
                    left += self._store(step, page)
            if len(left) == len(aside):
                for start in range(0, len(left), _IDS):
                    for page in self._by_ids(step, left[start : start + _IDS]):
                        self._store(step, page, is_last_time=True)
                return
            aside = left

    def _by_ids(self, step: Step, ids: Sequence[str]) -> Iterator[list[Json]]:
        return self.source.pages(
            step.resource, {**step.parameters, "ids": ",".join(ids)}
        )

    def _store(
        self,
        step: Step,
        records: Sequence[Json],
        *,
        parent: Parent | None = None,
        is_last_time: bool = False,
    ) -> list[str]:
        """Copy what is new of a page; return the ids of what has to wait."""
        with writing():
            # Whatever is defined here meanwhile waits until the page is stored.
            contacts = registry.resolve(self.caller.organization, "contacts")
            self.caller, _type = hold_schema(self.caller, contacts)
            copies = self.ledger.copies(
                step.resource, [foreign_key(step, one, parent) for one in records]
            )
            fresh = [
                one
                for one in records
                if copies.get(foreign_key(step, one, parent)) is None
            ]
            known = {
                resource: self.ledger.copies(resource, ids)
                for resource, ids in wanted(step, fresh).items()
            }
            waiting = [] if is_last_time else list(_waiting(step, fresh, known))
            coming = [one for one in fresh if str(one.get("id")) not in waiting]
            plan = plan_of(self.caller, resource_named(step.resource))
            translator = Translator(self.caller, plan, step)
            arrivals = [
                translator.translate(one, known, parent=parent) for one in coming
            ]
            self._write(translator, arrivals)
        self.tally.there[step.resource] += len(records) - len(fresh)
        return waiting

    def _write(self, translator: Translator, arrivals: Sequence[Arrival]) -> None:
        step = translator.step
        by_type: dict[str, list[Arrival]] = defaultdict(list)
        for one in arrivals:
            if step.alike:
                settle_alike(self.caller, translator, one, step.alike)
            elif not one.is_refused:
                by_type[one.target.slug].append(one)
        for group in by_type.values():
            store_arrivals(self.caller, translator, group)
        self.ledger.remember([one.entry(step.resource) for one in arrivals])
        for one in arrivals:
            self.tally.count(one, step.resource)


def _parts_done(step: Step) -> str:
    return f"{step.parent}/{step.resource}"


def _waiting(
    step: Step, records: Iterable[Json], known: dict[str, dict[str, int | None]]
) -> Iterator[str]:
    """Yield the ids of records that point at others of their kind not looked at yet."""
    there = known.get(step.resource, {})
    for data in records:
        for key in step.own_references:
            if data.get(key) is not None and str(data[key]) not in there:
                yield str(data.get("id"))
                break


@dataclass(slots=True)
class _Withholding:
    """Notes a resource that the other server refuses to give, and goes on."""

    tally: Tally
    resource: str

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _at: object) -> bool:
        if isinstance(error, SourceRefused) and error.status in _NOT_GIVEN:
            self.tally.withheld[self.resource] = str(error)
            return True
        return False


_NOT_GIVEN = frozenset({400, 403, 404})
"""Refusals that concern one resource: a scope that lacks, an edition without it."""
