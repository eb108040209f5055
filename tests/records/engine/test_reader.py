"""The one way records are read."""

from collections import Counter
from dataclasses import dataclass, replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.models import Party
from records.access.caller import Caller, PermissionRefused
from records.engine.errors import RecordNotFound
from records.engine.reader import (
    find_id,
    find_records,
    get_record,
    merge_winner,
    read_records,
)
from records.query import (
    Condition,
    Operator,
    QuestionError,
    RecordQuery,
    Sort,
    Window,
)
from records.schema.fields import Field
from records.schema.kinds import IntegerKind
from records.schema.registry import UnknownObjectType, registry
from tests.factories import make_many

HUGE = 2**62


def type_of(tenant, slug):
    return registry.resolve(tenant.caller.organization, slug)


@pytest.fixture
def crowd(tenant):
    """Seven contacts, the even ones with a title."""
    make_many(
        tenant.caller,
        "contacts",
        [
            {"first_name": f"N{n}", "title": None if n % 2 else f"T{n}"}
            for n in range(7)
        ],
    )
    return tenant


def page(tenant, *, offset=0, limit=25, sort="id", where=None, slug="contacts"):
    query = RecordQuery(slug, sorts=(Sort(sort),), window=Window(offset, limit))
    if where is not None:
        query = RecordQuery(slug, where, query.sorts, query.window)
    found = find_records(tenant.caller, query)
    return [row["first_name"] for row in found.rows], found.total


@pytest.mark.parametrize("sort", ["id", "title", "first_name"])
@pytest.mark.parametrize(
    ("offset", "limit"),
    [(0, 25), (0, 7), (0, 3), (3, 3), (5, 3), (6, 1), (7, 1), (100, 10), (3, 1000)],
)
def test_the_total_is_exact_whatever_the_window(crowd, sort, offset, limit):
    whole, _total = page(crowd, sort=sort)
    rows, total = page(crowd, offset=offset, limit=limit, sort=sort)
    assert total == 7
    assert rows == whole[offset : offset + limit]


@pytest.mark.parametrize("sort", ["id", "title"])
def test_an_answer_without_rows_has_the_total_nought(tenant, sort):
    assert page(tenant, sort=sort) == ([], 0)
    assert page(tenant, sort=sort, offset=5) == ([], 0)


@pytest.mark.parametrize("sort", ["id", "title", "first_name"])
@pytest.mark.parametrize("offset", [0, 2, 50])
def test_the_number_of_statements_does_not_depend_on_the_rows(
    crowd, django_assert_max_num_queries, sort, offset
):
    with django_assert_max_num_queries(6):
        page(crowd, sort=sort, offset=offset, limit=2)


def test_only_what_is_asked_for_is_read(crowd):
    contacts = type_of(crowd, "contacts")
    found = find_records(
        crowd.caller,
        RecordQuery("contacts", window=Window(0, 1)),
        fields=[contacts.fields_by_name["title"]],
    )
    assert [set(row) for row in found.rows] == [{"pk", "title"}]


def test_side_values_are_there_for_rows_without_any(crowd):
    crowd.make("contacts", first_name="Tagged", tags=["b", "a"])
    found = find_records(crowd.caller, RecordQuery("contacts"))
    assert [row["tags"] for row in found.rows] == [[]] * 7 + [["b", "a"]]


def test_archived_records_are_left_out_unless_asked_for(crowd):
    contact = crowd.make("contacts", first_name="Gone")
    crowd.api.delete(f"/api/contacts/{contact}")
    assert page(crowd)[1] == 7
    query = RecordQuery("contacts", include_archived=True)
    assert find_records(crowd.caller, query).total == 8


def test_records_of_other_organizations_are_not_counted(crowd, stranger):
    assert page(stranger) == ([], 0)


def test_reading_needs_the_right_to_read(tenant):
    nobody = Caller(organization=tenant.organization.info, permissions=frozenset())
    contacts = type_of(tenant, "contacts")
    with pytest.raises(PermissionRefused):
        find_records(nobody, RecordQuery("contacts"))
    with pytest.raises(PermissionRefused):
        get_record(nobody, contacts, 1)


def test_a_question_about_no_type_names_it(tenant):
    with pytest.raises(UnknownObjectType):
        find_records(tenant.caller, RecordQuery("nope"))
    with pytest.raises(QuestionError):
        page(tenant, where=Condition("nope", Operator.EQ, 1))


def test_no_ids_are_read_without_a_statement(tenant, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_records(tenant.caller, type_of(tenant, "contacts"), []) == {}


def test_ids_of_others_are_not_read_even_when_they_are_known(tenant, stranger):
    theirs = stranger.make("contacts", first_name="Eve")
    contacts = type_of(tenant, "contacts")
    assert read_records(tenant.caller, contacts, [theirs]) == {}


@pytest.mark.parametrize("record_id", [0, -1, HUGE, 2**63, 2**200])
def test_an_id_that_nothing_has_is_not_found(tenant, record_id):
    contacts = type_of(tenant, "contacts")
    assert find_id(tenant.caller, contacts, record_id) is None
    assert merge_winner(tenant.caller, contacts, record_id) is None
    with pytest.raises(RecordNotFound):
        get_record(tenant.caller, contacts, record_id)


def test_an_archived_record_is_found_only_when_asked_for(tenant):
    contacts = type_of(tenant, "contacts")
    contact = tenant.make("contacts", first_name="Ada")
    tenant.api.delete(f"/api/contacts/{contact}")
    with pytest.raises(RecordNotFound):
        get_record(tenant.caller, contacts, contact)
    row = get_record(tenant.caller, contacts, contact, include_archived=True)
    assert row["first_name"] == "Ada"


def test_a_person_is_found_by_the_id_of_the_user(tenant, stranger):
    people = type_of(tenant, "crm_users")
    assert find_id(tenant.caller, people, tenant.user.pk) == tenant.membership.pk
    assert find_id(tenant.caller, people, stranger.user.pk) is None


def test_any_id_means_the_only_record_of_its_type(tenant):
    configuration = type_of(tenant, "configuration")
    assert find_id(tenant.caller, configuration, 7) is None
    created = tenant.make("configuration", config={"a": 1})
    assert find_id(tenant.caller, configuration, 7) == created


def test_a_type_that_cannot_be_merged_has_no_winners(tenant):
    deals = type_of(tenant, "deals")
    deal = tenant.make("deals", name="Big")
    assert merge_winner(tenant.caller, deals, deal) is None


def test_a_live_record_is_its_own_winner(tenant):
    contacts = type_of(tenant, "contacts")
    contact = tenant.make("contacts", first_name="Ada")
    assert merge_winner(tenant.caller, contacts, contact) == contact
    tenant.api.delete(f"/api/contacts/{contact}")
    assert merge_winner(tenant.caller, contacts, contact) is None


def test_a_circle_of_merges_ends(tenant):
    contacts = type_of(tenant, "contacts")
    one, other = (tenant.make("contacts", first_name=name) for name in "ab")
    rows = contacts.rows(tenant.caller)
    rows.filter(pk=one).update(merged_into=other)
    rows.filter(pk=other).update(merged_into=one)
    assert merge_winner(tenant.caller, contacts, one) is None


def test_one_record_costs_few_statements(tenant):
    contact = tenant.make("contacts", first_name="Ada", tags=["a"])
    with CaptureQueriesContext(connection) as statements:
        get_record(tenant.caller, type_of(tenant, "contacts"), contact)
    assert len(statements) <= 3


def test_a_type_that_nobody_registered_can_be_read(tenant):
    """A dialect shows the rows of several types as one."""
    tenant.make("contacts", first_name="Ada")
    tenant.make("companies", name="Acme")
    people = type_of(tenant, "contacts")
    everybody = replace(people, slug="parties", model=Party, base={})
    page = find_records(tenant.caller, RecordQuery("parties"), object_type=everybody)
    assert [row["name"] for row in page.rows] == ["Ada", "Acme"]
    with pytest.raises(UnknownObjectType):
        find_records(tenant.caller, RecordQuery("parties"))


@dataclass(frozen=True, kw_only=True)
class Rank(Field):
    """The place of a record on its page, times a factor."""

    factor: int = 1
    loads: Counter[str]

    is_late = True

    @classmethod
    def load_page(cls, caller, fields, rows):
        fields[0].loads[cls.__name__] += 1
        for place, row in enumerate(rows.values(), start=1):
            for one in fields:
                row[one.name] = one.factor * place

    def read(self, row):
        return row[self.name]


class OtherRank(Rank):
    pass


def test_late_fields_of_one_class_are_loaded_together(tenant):
    contacts = type_of(tenant, "contacts")
    loads = Counter()
    given = {"kind": IntegerKind(), "loads": loads}
    late = (
        Rank(name="one", **given),
        Rank(name="ten", factor=10, **given),
        OtherRank(name="other", **given),
    )
    ranked = replace(contacts, fields=(*contacts.fields, *late))
    query = RecordQuery("contacts")
    assert find_records(tenant.caller, query, object_type=ranked).rows == []
    assert loads == {}
    make_many(tenant.caller, "contacts", [{"first_name": n} for n in "ab"])
    page = find_records(tenant.caller, query, object_type=ranked)
    assert [[one.read(row) for one in late] for row in page.rows] == [
        [1, 10, 1],
        [2, 20, 2],
    ]
    assert loads == {"Rank": 1, "OtherRank": 1}
