"""What the demo's organization has defined (README, "Two commands")."""

import pytest
from django.core.management import call_command
from django.db import transaction

from crm.demonstration.loading import load_accounts
from crm.demonstration.organization import open_demo
from custom_objects import demonstration
from custom_objects.models import FieldDefinition, ObjectDefinition
from records.engine.reader import find_records
from records.history.models import Change
from records.query import (
    EVERYTHING,
    Condition,
    Not,
    Operator,
    RecordQuery,
    Sort,
    Window,
)
from records.schema.registry import registry

pytestmark = pytest.mark.django_db

GOAL = 120


@pytest.fixture
def demo():
    found = open_demo(goal=GOAL)
    load_accounts(found, goal=GOAL, batch=50)
    return open_demo(goal=GOAL)


def read(demo, slug, where=EVERYTHING, *sorts):
    caller = demo.caller()
    object_type = registry.resolve(caller.organization, slug)
    query = RecordQuery(slug, where, sorts, Window(0, 200))
    page = find_records(caller, query)
    return [
        {one.name: one.read(row) for one in object_type.fields} for row in page.rows
    ]


def test_a_demo_shows_an_object_and_fields_of_its_own(demo):
    contracts = read(demo, "contracts")
    assert len(contracts) == demonstration.COMPANIES
    for one in contracts:
        assert one["yearly_value"] == one["monthly_fee"] * 12
    fees = {one["company"]: one["monthly_fee"] for one in contracts}
    companies = read(demo, "companies", EVERYTHING, Sort("id"))
    with_contract = [one for one in companies if one["contracts"]]
    assert {one["id"]: one["monthly_fees"] for one in with_contract} == fees
    assert {one["customer_number"] for one in with_contract} == {
        f"C-{number:05d}" for number in range(1, demonstration.COMPANIES + 1)
    }
    spoken = read(demo, "contacts", Not(Condition("language", Operator.EMPTY)))
    assert len(spoken) == demonstration.PEOPLE


def test_what_it_holds_does_not_depend_on_the_batches():
    def loaded(batch):
        with transaction.atomic():
            found = open_demo(goal=GOAL)
            load_accounts(found, goal=GOAL, batch=batch)
            rows = read(open_demo(goal=GOAL), "contracts", EVERYTHING, Sort("number"))
            transaction.set_rollback(True)
        names = ("number", "monthly_fee", "seats", "starts_on", "renews_itself")
        return [[one[name] for name in names] for one in rows]

    assert loaded(7) == loaded(1_000) != []


def test_it_is_furnished_once(demo):
    changes = Change.objects.for_organization(demo.organization.pk)
    before = changes.filter(object_type__in=("objects", "fields")).count()
    assert before > 0
    load_accounts(demo, goal=GOAL + 200)
    assert changes.filter(object_type__in=("objects", "fields")).count() == before
    assert len(read(demo, "contracts")) == demonstration.COMPANIES


def test_a_demo_that_is_too_small_for_it_has_none():
    load_accounts(open_demo(goal=20), goal=20)
    assert not ObjectDefinition.objects.everywhere().exists()
    assert not FieldDefinition.objects.everywhere().exists()


def test_the_index_agrees_with_what_the_demo_holds(demo):
    call_command("check_values")
