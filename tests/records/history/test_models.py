"""The change log as rows."""

from django.db import connection, models

from records.engine.changes import now
from records.history.models import Action, Change, CurrentTransaction


def test_an_entry_reads_as_what_happened():
    assert str(Change(object_type="deals", record_id=5, action=Action.PURGED)) == (
        "deals 5 purged"
    )


def test_an_entry_is_numbered_by_its_transaction(tenant):
    entry = Change.objects.create(
        organization=tenant.organization,
        object_type="deals",
        record_id=5,
        action=Action.CREATED,
        occurred_at=now(),
    )
    entry.refresh_from_db()
    is_counted = connection.vendor == "postgresql"
    assert (entry.transaction > 0) == is_counted


def test_the_number_of_a_transaction_is_nought_where_writers_take_turns():
    assert CurrentTransaction().as_sql() == ("0", ())
    assert isinstance(CurrentTransaction().output_field, models.BigIntegerField)
