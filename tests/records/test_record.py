"""What every record has."""

import pytest
from django.apps import apps

from crm.models import Contact
from records.access.scoping import UnscopedQuery
from records.record import Record, live_indexes

MODELS = [one for one in apps.get_models() if issubclass(one, Record)]


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one.__name__)
def test_every_record_has_an_owner_an_author_and_times(model):
    names = {one.name for one in model._meta.fields}
    assert names >= {
        "organization",
        "creator",
        "created_at",
        "updated_at",
        "archived_at",
        "custom_fields",
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one.__name__)
def test_no_record_is_reached_without_an_organization(db, model):
    with pytest.raises(UnscopedQuery):
        model.objects.count()


def test_live_rows_are_those_that_are_not_archived(tenant):
    kept, gone = (tenant.make("contacts", first_name=name) for name in "AB")
    tenant.api.delete(f"/api/contacts/{gone}")
    rows = Contact.objects.for_organization(tenant.organization.pk)
    assert list(rows.live().values_list("pk", flat=True)) == [kept]
    assert rows.count() == 2


def test_lists_have_an_index_for_each_order():
    indexes = live_indexes("thing", "kind", sorted_by=("name_fold",))
    assert [one.name for one in indexes] == [
        "thing_live_id",
        "thing_live_created",
        "thing_by_name",
    ]
    assert all(one.fields[:2] == ["organization", "kind"] for one in indexes)
    assert all(one.condition is not None for one in indexes)
    assert all(
        len(one.name) <= 30 for one in live_indexes("x" * 12, sorted_by=("y" * 40,))
    )
