"""Records read and created through the dialect."""

import pytest

from custom_objects.definitions import define_field
from records.schema.registry import registry
from tests.records.dialects.document.wire import (
    CREATE,
    change,
    create,
    created,
    fields_at_fault,
    ids,
    query,
    read,
    remove,
)
from tests.snapshots import assert_unchanged, snapshot

SLUGS = [one.slug for one in registry.built_in()]


@pytest.fixture
def jane(tenant):
    return created(tenant, "obj_contacts", name="Jane Smith", email="jane@example.com")


# -- reading ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["rec_invalid123", "rec_contacts_999999", "rec_nope_1", "7", "rec_contacts_0"],
)
def test_a_record_that_is_not_there(tenant, text):
    for answer in (
        read(tenant, text),
        change(tenant, text, name="x"),
        remove(tenant, text),
    ):
        assert (answer.status, answer.json["error"]) == (404, "Record not found")
        assert answer.json["details"] == {"record_id": text}


def test_a_record_that_was_merged_answers_the_winner_and_takes_no_writes(tenant, jane):
    loser = created(tenant, "contacts", name="J. Smith")
    winner_id, loser_id = (int(one.rpartition("_")[2]) for one in (jane, loser))
    body = {"winnerId": winner_id, "loserId": loser_id}
    assert tenant.api.post("/api/merge_contacts", body).status == 200
    assert read(tenant, loser).json["id"] == jane
    assert ids(query(tenant, "contacts", {"id": loser})) == []
    before = snapshot()
    for answer in (change(tenant, loser, notes="x"), remove(tenant, loser)):
        assert (answer.status, answer.json["code"]) == (409, "CONFLICT")
        assert answer.json["details"] == {"record_id": jane}
        assert jane in answer.json["error"]
    assert_unchanged(before)


# -- creating -----------------------------------------------------------------------


def test_what_was_created_is_what_is_read(tenant):
    answer = create(
        tenant, "obj_deals", name="Big", value=10000.50, stage="Won", close_date="2026-06-30"
    )  # fmt: skip
    assert answer.status == 201
    record = answer.json
    assert read(tenant, record["id"]).json == record
    values = record["field_values"]
    assert (values["value"], values["stage"]) == (10000.5, "won")
    assert values["close_date"] == "2026-06-30"
    assert record["created_at"] == record["updated_at"]
    assert record["created_by"] == f"user_{tenant.user.pk}"


def test_a_status_of_the_documentation_is_known_by_its_name(tenant):
    record = create(tenant, "contacts", name="x", status="New").json
    assert record["field_values"]["status"] == "new"
    assert ids(query(tenant, "contacts", {"status": "NEW"})) == [record["id"]]
    other = create(tenant, "contacts", name="x", status="Hot lead").json
    assert other["field_values"]["status"] == "Hot lead"


def test_a_name_is_required_of_a_contact_in_whatever_form(tenant):
    assert set(fields_at_fault(create(tenant, "contacts"))) == {"name"}
    told = fields_at_fault(create(tenant, "contacts", name=None))
    assert told == {"name": "This field may not be empty."}
    assert create(tenant, "contacts", last_name="Smith").status == 201


def test_everything_that_is_wrong_is_told_at_once(tenant):
    before = snapshot()
    answer = create(
        tenant,
        "contacts",
        email="x",
        phone=5,
        company="rec_companies_999",
        owner_id="rec_contacts_1",
        company_name="Acme",
        nope=1,
    )
    assert set(fields_at_fault(answer)) == {
        *("name", "email", "phone", "company", "owner_id", "company_name", "nope"),
    }
    assert_unchanged(before)


def test_a_default_fills_what_is_absent_and_nothing_else(tenant):
    values = create(tenant, "contacts", name="x").json["field_values"]
    assert values["customer_status"] == "none"
    refused = create(tenant, "contacts", name="x", customer_status=None)
    assert set(fields_at_fault(refused)) == {"customer_status"}


@pytest.mark.parametrize(
    ("body", "status", "details"),
    [
        ({}, 400, {"object_id": "required"}),
        ({"object_id": ""}, 400, {"object_id": "required"}),
        ({"object_id": "contacts"}, 400, {"field_values": "required"}),
        ({"object_id": "obj_x", "field_values": {}}, 404, {"object_id": "obj_x"}),
    ],
)
def test_a_body_that_lacks_something(tenant, body, status, details):
    answer = tenant.api.post(CREATE, body)
    assert (answer.status, answer.json["details"]) == (status, details)


def test_further_keys_beside_the_values_are_ignored(tenant):
    body = {"object_id": "contacts", "field_values": {"name": "x"}, "id": 5, "x": []}
    assert tenant.api.post(CREATE, body).status == 201


@pytest.mark.parametrize("target", ["contacts", "deals"])
def test_a_reference_to_a_record_of_another_object_is_refused(tenant, jane, target):
    wrong = jane if target == "contacts" else created(tenant, "deals", name="d")
    before = snapshot()
    answer = create(tenant, "contacts", name="x", company=wrong)
    assert set(fields_at_fault(answer)) == {"company"}
    assert_unchanged(before)


def test_a_reference_to_a_removed_record_is_refused_but_stays_where_it_was(tenant):
    acme = created(tenant, "companies", name="Acme")
    jane = created(tenant, "contacts", name="Jane", company=acme)
    assert remove(tenant, acme).status == 200
    # Restoring it must bring everything back, so the id stays (decision 10).
    assert read(tenant, jane).json["field_values"]["company"] == acme
    assert change(tenant, jane, company=acme, notes="x").status == 200
    assert set(fields_at_fault(create(tenant, "contacts", name="x", company=acme))) == {
        "company"
    }


def test_a_value_that_must_be_unique_names_who_has_it(tenant):
    tag = created(tenant, "tags", name="vip")
    before = snapshot()
    answer = create(tenant, "tags", name="vip")
    assert (answer.status, answer.json["code"]) == (409, "CONFLICT")
    assert answer.json["details"] == {
        "field": "name",
        "value": "vip",
        "record_id": tag,
    }
    mixed = create(tenant, "tags", name="vip", color=5)
    assert set(fields_at_fault(mixed)) == {"name", "color"}
    assert_unchanged(before)


def test_there_is_one_configuration(tenant):
    first = create(tenant, "configuration", config={"a": 1})
    assert (first.status, first.json["id"]) == (201, "rec_configuration_1")
    again = create(tenant, "configuration", config={"a": 2})
    assert (again.status, again.json["code"]) == (409, "CONFLICT")
    assert change(tenant, "rec_configuration_1", config={"a": 3}).status == 200
    assert read(tenant, "rec_configuration_2").status == 404


@pytest.mark.parametrize(
    "slug", [one.slug for one in registry.built_in() if not one.operations]
)
def test_rows_that_only_show_others_cannot_be_written(tenant, jane, slug):
    target = f"user_{tenant.user.pk}"
    if slug.endswith("_summary"):
        number = tenant.make(slug.removesuffix("_summary"), name="x")
        target = f"rec_{slug}_{number}"
    before = snapshot()
    for answer in (
        create(tenant, slug),
        change(tenant, target),
        remove(tenant, target),
    ):
        assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST")
    assert_unchanged(before)
    assert read(tenant, target).status == 200


# -- computed fields ----------------------------------------------------------------


@pytest.fixture
def computed(tenant):
    """Formulas and a rollup of companies."""
    for values in (
        {"label": "Staff", "type": "number"},
        {
            "label": "Twice",
            "type": "formula",
            "settings": {"expression": "staff * 2"},
        },
        {
            "label": "Today",
            "type": "formula",
            "settings": {"expression": "today() & ''"},
        },
        {
            "label": "Deals",
            "type": "rollup",
            "settings": {
                "object": "deals",
                "reference": "company_id",
                "function": "count",
            },
        },
    ):
        define_field(tenant.caller, object_slug="companies", values=values)
    return created(tenant, "obj_companies", name="Acme", staff=7)


def test_computed_fields_are_read_like_any_others(tenant, computed):
    values = read(tenant, computed).json["field_values"]
    assert (values["twice"], values["deals"]) == (14, 0)
    assert len(values["today"]) == 10
    found = query(tenant, "obj_companies", {"twice": {"$gte": 14}})
    assert ids(found) == [computed]


@pytest.mark.parametrize("slug", ["twice", "today", "deals"])
def test_a_computed_field_cannot_be_written(tenant, computed, slug):
    for answer in (
        create(tenant, "obj_companies", name="B", **{slug: 1}),
        change(tenant, computed, **{slug: 1}),
    ):
        assert answer.status == 422
        assert fields_at_fault(answer).keys() == {slug}


@pytest.mark.parametrize("slug", ["today", "deals"])
def test_what_is_computed_when_it_is_read_is_not_asked_about(tenant, computed, slug):
    assert query(tenant, "obj_companies", {slug: {"$eq": 1}}).status == 400
    assert query(tenant, "obj_companies", sort=slug).status == 400
