"""Which changes has a reader of the log not seen yet?

Ids are not the order in which transactions commit: a change may become visible after
one with a larger id (decision 22). A reader therefore remembers *what it could see*,
not how far it came. On PostgreSQL that is a snapshot: the numbers of the transactions
that were over, and of those that were still open. What an open one commits later is
found by the next look, and nobody waits for it. On SQLite one writer follows another,
so what could be seen is all up to some id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import F, Q

from records.history.models import Change

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


_SNAPSHOT = re.compile(r"\d+:(?P<next>\d+):[\d,]*")


class _VisibleIn(models.Func):
    """Whether a transaction was over when a snapshot was taken."""

    arity = 1
    output_field = models.BooleanField()

    def __init__(self, transaction: Any, *, snapshot: str) -> None:
        super().__init__(transaction)
        self.snapshot = snapshot

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        *_args: Any,
        **_context: Any,
    ) -> tuple[str, Any]:
        inner, parameters = compiler.compile(self.source_expressions[0])
        sql = f"pg_visible_in_snapshot({inner}::text::xid8, %s::pg_snapshot)"
        return sql, (*parameters, self.snapshot)


@dataclass(frozen=True, slots=True)
class Horizon:
    """What could be seen of the log at some moment; ``text`` is how it is kept.

    On PostgreSQL a snapshot (``10:20:10,14``), on SQLite the last id. Empty: nothing.
    """

    text: str = ""

    @classmethod
    def now(cls) -> Horizon:
        """Return what can be seen at this moment."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_snapshot()::text")
                (text,) = cursor.fetchone()
            return cls(text)
        last = Change.objects.everywhere().aggregate(last=models.Max("id"))["last"]
        return cls(str(last or 0))

    def __bool__(self) -> bool:
        return bool(self.text)

    def contains(self) -> Q:
        """Return the changes that could be seen."""
        if not self:
            return Q(pk__in=[])
        if connection.vendor == "postgresql":
            return Q(_VisibleIn(F("transaction"), snapshot=self.text))
        return Q(id__lte=int(self.text))

    def lacks(self) -> Q:
        """Return the changes that could not be seen."""
        if not self:
            return Q()
        if connection.vendor == "postgresql":
            # Whatever is older than the oldest one open was seen: the index tells.
            oldest = int(self.text.partition(":")[0])
            return Q(transaction__gte=oldest) & ~self.contains()
        return Q(id__gt=int(self.text))

    def is_of_this_database(self) -> bool:
        """Tell whether the database still counts as it did when this was noted.

        It does not after a move to another kind of database, nor when a dump was
        restored into a cluster whose transactions are numbered anew.
        """
        if not self:
            return True
        if connection.vendor != "postgresql":
            return self.text.isdigit()
        found = _SNAPSHOT.fullmatch(self.text)
        return found is not None and int(found["next"]) <= _next_transaction()


def _next_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (number,) = cursor.fetchone()
    return int(number)


def settle_foreign_changes(organization_id: int) -> None:
    """Number changes that a restored dump brought along as long committed.

    Their transactions were numbered by another cluster; a number that this one has not
    reached yet would hide them from every reader.
    """
    if connection.vendor == "postgresql":
        rows = Change.objects.for_organization(organization_id)
        foreign = rows.filter(transaction__gte=_next_transaction())
        if foreign.exists():
            foreign.update(transaction=0)
