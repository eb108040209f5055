"""Counts the SQL statements of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tenants import Answer

# Inside the transaction of a test the writer's own transaction shows as savepoints; in
# a deployment the outermost is BEGIN and COMMIT. Neither asks the database anything, so
# none of these words is counted.
TRANSACTIONAL = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN")
# Nor is locking the rows of a write: PostgreSQL takes a statement for it, while SQLite's
# transaction is the lock. So one table of budgets holds for both.
LOCKING = "FOR UPDATE"
# Nor is drawing the ids of a bulk insert (COPY on PostgreSQL): the COPY counts.
DRAWING = "SELECT nextval("


def statements(send: Callable[[], Answer]) -> list[str]:
    """Return the statements of a request that must succeed."""
    with CaptureQueriesContext(connection) as captured:
        answer = send()
    assert answer.status < 300, answer.json
    told = (one["sql"] for one in captured.captured_queries)
    return [
        sql
        for sql in told
        if not sql.startswith((*TRANSACTIONAL, DRAWING)) and LOCKING not in sql
    ]
