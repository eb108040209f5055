"""What was copied already, and as what? The memory that makes a copy resumable."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from crm.models import CopiedRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from records.access.scoping import OrganizationQuerySet

_NAMES = 500
"""Foreign ids asked for in one statement."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What of a foreign record could not be taken over: a key of it, and why."""

    field: str
    message: str

    def as_json(self) -> dict[str, str]:
        """Return the form in which it is kept."""
        return {"field": self.field, "message": self.message}


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one foreign record. ``record_id`` is ``None`` for no copy."""

    resource: str
    foreign_id: str
    record_id: int | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The entries of one account in one organization.

    ``source`` names the account: the host and the account's id there.
    """

    organization_id: int
    source: str

    @property
    def _rows(self) -> OrganizationQuerySet[CopiedRecord]:
        rows = CopiedRecord.objects.for_organization(self.organization_id)
        return rows.filter(source=self.source)

    def copies(
        self, resource: str, foreign_ids: Iterable[str]
    ) -> dict[str, int | None]:
        """Return the records here by foreign id; ``None`` for what was refused.

        What was never seen is not among them.
        """
        found: dict[str, int | None] = {}
        asked = sorted(set(foreign_ids))
        for start in range(0, len(asked), _NAMES):
            some = asked[start : start + _NAMES]
            rows = self._rows.filter(resource=resource, foreign_id__in=some)
            found |= dict(rows.values_list("foreign_id", "record_id"))
        return found

    def remember(self, entries: Collection[Entry]) -> None:
        """Store entries; what was refused before may have become a copy now.

        Belongs into the transaction that wrote the records. Two copies of one account
        at the same moment cannot both: the database refuses the second.
        """
        by_resource: dict[str, dict[str, Entry]] = defaultdict(dict)
        for one in entries:
            by_resource[one.resource][one.foreign_id] = one
        for resource, wanted in by_resource.items():
            known = self.copies(resource, wanted)
            CopiedRecord.objects.bulk_create(
                [self._row(one) for id_, one in wanted.items() if id_ not in known],
                batch_size=_NAMES,
            )
            for foreign_id in known:
                again = wanted[foreign_id]
                self._rows.filter(resource=resource, foreign_id=foreign_id).update(
                    record_id=again.record_id,
                    faults=[one.as_json() for one in again.faults],
                )

    def _row(self, entry: Entry) -> CopiedRecord:
        return CopiedRecord(
            organization_id=self.organization_id,
            source=self.source,
            resource=entry.resource,
            foreign_id=entry.foreign_id,
            record_id=entry.record_id,
            faults=[one.as_json() for one in entry.faults],
        )

    def unfinished(self, resource: str, parts: str) -> list[tuple[str, int]]:
        """Return the copies of a resource whose ``parts`` were not copied wholly.

        Pairs of foreign id and record, in the order in which they were copied.
        """
        finished = self._rows.filter(resource=parts, foreign_id=OuterRef("foreign_id"))
        rows = self._rows.filter(resource=resource, record_id__isnull=False)
        rows = rows.filter(~Exists(finished)).order_by("pk")
        return [
            (foreign_id, record_id)
            for foreign_id, record_id in rows.values_list("foreign_id", "record_id")
            if record_id is not None
        ]

    def faulty(self) -> Iterator[Entry]:
        """Yield every entry that something was wrong with, in the order of the copy."""
        rows = self._rows.exclude(faults=[]).order_by("pk")
        columns = ("resource", "foreign_id", "record_id", "faults")
        for resource, foreign_id, record_id, faults in rows.values_list(*columns):
            yield Entry(resource, foreign_id, record_id, tuple(map(_read, faults)))


def _read(kept: Mapping[str, Any]) -> Fault:
    return Fault(str(kept["field"]), str(kept["message"]))
