"""Does every way to reach an organization's rows fail without the organization?"""

import pytest
from django.apps import apps
from django.db.models import Count

from records.access.models import Organization
from records.access.scoping import OrganizationQuerySet, UnscopedQuery

OWNED = [
    model
    for model in apps.get_models()
    if any(
        one.is_relation
        and one.name == "organization"
        and one.related_model is Organization
        for one in model._meta.concrete_fields
    )
]


def key(rows):
    """Return a primary key as the model has it: a number, or one for each part."""
    parts = rows.model._meta.pk_fields
    return 1 if len(parts) == 1 else (1,) * len(parts)


EVALUATIONS = {
    "list": list,
    "bool": bool,
    "len": len,
    "repr": repr,
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "get": lambda rows: rows.get(pk=key(rows)),
    "index": lambda rows: rows[0],
    "slice": lambda rows: list(rows[:1]),
    "step": lambda rows: rows[0:2:1],
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(rows.model(pk=key(rows))),
    "in_bulk": lambda rows: rows.in_bulk([key(rows)]),
    "iterator": lambda rows: list(rows.iterator(chunk_size=10)),
    "values": lambda rows: list(rows.values()),
    "values_list": lambda rows: list(rows.values_list("pk", flat=True)),
    "aggregate": lambda rows: rows.aggregate(n=Count("organization")),
    "filtered": lambda rows: list(rows.filter(pk=key(rows))),
    "excluded": lambda rows: list(rows.exclude(pk=key(rows))),
    "ordered": lambda rows: list(rows.order_by("-pk")),
    "latest": lambda rows: rows.latest("pk"),
    "earliest": lambda rows: rows.earliest("pk"),
    "aiterator": lambda rows: rows.aiterator(),
    "union": lambda rows: list(rows.union(rows)),
    "or": lambda rows: list(rows | rows),
    "joined to scoped rows by union": lambda rows: list(
        rows.for_organization(1).union(rows)
    ),
    "joined to scoped rows by or": lambda rows: list(rows.for_organization(1) | rows),
    "joined to no rows": lambda rows: list(rows.none() | rows),
    "update": lambda rows: rows.update(organization=1),
    "delete": lambda rows: rows.delete(),
}


def test_the_models_of_organizations_are_known():
    assert len(OWNED) > 15


@pytest.mark.django_db
@pytest.mark.parametrize("way", EVALUATIONS)
def test_no_row_is_reached_without_an_organization(way):
    for model in OWNED:
        rows = model._default_manager.all()
        assert isinstance(rows, OrganizationQuerySet), model
        with pytest.raises(UnscopedQuery):
            EVALUATIONS[way](rows)


@pytest.mark.django_db
def test_the_door_of_one_organization_shows_no_other(tenant, stranger):
    tenant.make("contacts", first_name="Ada")
    for model in OWNED:
        rows = model._default_manager.for_organization(stranger.organization.pk)
        found = set(rows.values_list("organization_id", flat=True))
        assert found <= {stranger.organization.pk}
