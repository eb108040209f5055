"""Is a formula true to its record, whoever changes what it names?"""

import datetime as dt

import pytest

from custom_objects.definitions import define_field, define_object
from custom_objects.models import CustomRecord, FieldDefinition, FieldValue
from records.engine.merging import merge_records, undo_merge
from records.schema.registry import registry
from tests.factories import make_many, touch_schema
from tests.records.engine.writes import log_of

FIELDS = [
    {"label": "Title", "type": "text"},
    {"label": "Price", "type": "currency"},
    {"label": "Amount", "type": "number"},
    {"label": "Due", "type": "date"},
    {"label": "Seen", "type": "datetime"},
    {"label": "Done", "type": "checkbox"},
    {"label": "Stage", "type": "status", "options": ["In work", "Closed"]},
    {"label": "Labels", "type": "multi_select", "options": ["red", "green"]},
    {"label": "Lead", "type": "reference", "settings": {"object": "contacts"}},
]
FORMULAS = {
    "total": "price * amount",
    "gross": "round(total * 1.19, 2)",
    "note": "if(done, upper(title) & ' ' & stage, null)",
    "marked": "contains(labels, 'red')",
    "warned": "add_days(due, -7)",
    "ends": "add_hours(seen, 1.5)",
    "whose": "coalesce(lead, 0)",
    "day": "date(seen)",
    "age": "days_between(due, today())",
}


def formula(slug, expression, **values):
    return {
        "label": slug.title(),
        "slug": slug,
        "type": "formula",
        "settings": {"expression": expression},
        **values,
    }


@pytest.fixture
def projects(tenant):
    """An object with formulas of every type."""
    fields = [*FIELDS, *(formula(slug, text) for slug, text in FORMULAS.items())]
    define_object(tenant.caller, values={"label_plural": "Projects", "fields": fields})
    tenant.organization.refresh_from_db()
    return tenant.organization


def computed(tenant, record_id, slug="projects"):
    found = tenant.api.get(f"/api/{slug}/{record_id}").json["custom_fields"]
    return {name: found.get(name) for name in FORMULAS if name != "age"}


def test_formulas_are_computed_for_a_new_record(tenant, projects):
    ada = tenant.make("contacts", first_name="Ada")
    made = tenant.make(
        "projects",
        title="Straße",
        price="10.10",
        amount=3,
        due="2026-03-10",
        seen="2026-03-09T23:30:00Z",
        done=True,
        stage="in_work",
        labels=["green", "red"],
        lead=ada,
    )
    assert computed(tenant, made) == {
        "total": 30.3,
        "gross": 36.06,
        "note": "STRASSE In work",
        "marked": True,
        "warned": "2026-03-03",
        "ends": "2026-03-10T01:00:00.000Z",
        "whose": ada,
        "day": "2026-03-09",
    }


def test_the_formulas_of_an_empty_record_are_empty_where_nothing_follows(
    tenant, projects
):
    made = tenant.make("projects", title="A")
    told = computed(tenant, made)
    assert told == dict.fromkeys(told) | {"marked": False, "whose": 0}
    (entry,) = log_of(tenant, "projects")
    assert entry.after == {"title": "A", "marked": False, "whose": 0}


def test_a_batch_is_computed_record_by_record(tenant, projects):
    ids = make_many(
        tenant.caller,
        "projects",
        [{"title": "A", "price": n, "amount": n} for n in range(1, 5)],
    )
    assert [computed(tenant, one)["total"] for one in ids] == [1, 4, 9, 16]


def test_formulas_follow_a_change_and_are_part_of_it(tenant, projects):
    made = tenant.make("projects", title="A", price=2, amount=3)
    tenant.api.put(f"/api/projects/{made}", {"custom_fields": {"amount": 4}})
    assert computed(tenant, made)["gross"] == 9.52
    entry = log_of(tenant, "projects")[-1]
    assert entry.before == {"amount": 3, "total": 6, "gross": 7.14}
    assert entry.after == {"amount": 4, "total": 8, "gross": 9.52}
    tenant.api.put(f"/api/projects/{made}", {"custom_fields": {"price": None}})
    assert computed(tenant, made)["total"] is None
    record = CustomRecord.objects.everywhere().get(pk=made)
    assert "total" not in record.custom_fields


def test_a_write_that_moves_no_formula_names_none(tenant, projects):
    made = tenant.make("projects", title="A", price=2, amount=3)
    tenant.api.put(f"/api/projects/{made}", {"name": "B"})
    entry = log_of(tenant, "projects")[-1]
    assert entry.after == {"title": "B"}


def test_nobody_writes_a_formula(tenant, projects):
    made = tenant.make("projects", title="A", price=2, amount=3)
    read = tenant.api.get(f"/api/projects/{made}").json
    read["custom_fields"] |= {"total": 99, "age": 5}
    answer = tenant.api.put(f"/api/projects/{made}", read)
    assert answer.status == 200
    assert answer.json["custom_fields"]["total"] == 6
    assert len(log_of(tenant, "projects")) == 1


def ids_of(answer):
    assert answer.status == 200, answer.json
    return [one["id"] for one in answer.json]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"total": 6}, "a"),
        ({"total_gte": 6}, "ab"),
        ({"total": None}, "c"),
        ({"gross_gt": 7.14}, "b"),
        ({"note_q": "IN WORK"}, "a"),
        ({"note": "A In work"}, "a"),
        ({"marked": True}, "b"),
        ({"warned_lt": "2026-01-01"}, "a"),
        ({"ends": "2026-01-05T13:30:00Z"}, "b"),
        ({"day": "2026-01-05", "total_gte": 10}, "b"),
    ],
)
def test_records_are_found_by_stored_formulas(tenant, projects, question, found):
    ids = dict(zip("abc", crowd(tenant), strict=True))
    answer = tenant.api.get("/api/projects", filter=question, sort="id", order="ASC")
    assert ids_of(answer) == [ids[name] for name in found]


def crowd(tenant):
    return make_many(
        tenant.caller,
        "projects",
        [
            {"title": "A", "price": 2, "amount": 3, "done": True, "stage": "in_work", "due": "2026-01-05"},
            {"title": "B", "price": 5, "amount": 2, "labels": ["red"], "seen": "2026-01-05T12:00:00Z"},
            {"title": "C"},
        ],
    )  # fmt: skip


def test_records_are_ordered_by_stored_formulas(tenant, projects):
    a, b, c = crowd(tenant)
    for order, expected in (("ASC", [a, b, c]), ("DESC", [b, a, c])):
        answer = tenant.api.get("/api/projects", sort="total", order=order)
        assert ids_of(answer) == expected


@pytest.mark.parametrize("parameters", [{"filter": {"age": 1}}, {"sort": "age"}])
def test_what_changes_with_time_is_not_asked_about(tenant, projects, parameters):
    answer = tenant.api.get("/api/projects", **parameters)
    assert answer.status == 400
    assert "age" in answer.json["error"]


def test_what_changes_with_time_is_computed_when_it_is_read(tenant, projects):
    today = dt.datetime.now(dt.UTC).date()
    due = today - dt.timedelta(days=3)
    made = tenant.make("projects", title="A", due=due.isoformat())
    record = tenant.api.get(f"/api/projects/{made}").json
    assert record["custom_fields"]["age"] in (3, 4)  # if midnight came between
    assert "age" not in CustomRecord.objects.everywhere().get(pk=made).custom_fields
    field = FieldDefinition.objects.everywhere().get(slug="age")
    assert not FieldValue.objects.of_fields([field.pk]).exists()
    (entry,) = log_of(tenant, "projects")
    assert "age" not in entry.after
    answers = [
        tenant.api.put(f"/api/projects/{made}", {"custom_fields": {"title": "B"}}),
        tenant.api.delete(f"/api/projects/{made}"),
        tenant.api.post(f"/api/projects/{made}/restore"),
    ]
    assert [one.status for one in answers] == [200, 200, 200]
    assert answers[0].json["custom_fields"]["age"] in (3, 4)
    assert answers[1].json["record"]["custom_fields"]["age"] in (3, 4)


def test_the_index_follows_archive_restore_and_purge(tenant, projects):
    made = tenant.make("projects", title="A", price=2, amount=3)

    def live():
        rows = FieldValue.objects.everywhere().filter(record_id=made)
        return dict(rows.filter(field__slug="total").values_list("number", "live"))

    assert live() == {6: True}
    tenant.api.delete(f"/api/projects/{made}")
    assert live() == {6: False}
    tenant.api.post(f"/api/projects/{made}/restore")
    assert live() == {6: True}
    tenant.api.delete(f"/api/projects/{made}", purge="true")
    assert not FieldValue.objects.everywhere().filter(record_id=made).exists()


def test_a_merge_and_its_undoing_move_what_follows_from_a_reference(tenant, projects):
    winner, loser = (tenant.make("contacts", first_name=name) for name in "AB")
    made = tenant.make("projects", title="A", lead=loser)
    contacts = registry.resolve(tenant.organization.info, "contacts")
    operation = merge_records(tenant.caller, contacts, winner_id=winner, loser_id=loser)
    assert computed(tenant, made)["whose"] == winner
    entry = log_of(tenant, "projects")[-1]
    assert entry.after == {"lead": winner, "whose": winner}
    undo_merge(tenant.caller, operation)
    assert computed(tenant, made)["whose"] == loser
    tenant.api.delete(f"/api/contacts/{loser}", purge="true")
    assert computed(tenant, made)["whose"] == 0


@pytest.fixture
def contacts(tenant):
    """Formulas over built-in fields, and one of an admin's."""
    for values in (
        {"label": "Rank", "type": "number"},
        formula("greeting", "'Dear ' & name"),
        formula("since", "year(created_at)"),
        formula("score", "rank * 10 + if(customer_status = 'current', 5, 0)"),
        formula("whose", "company_id & ''"),
    ):
        define_field(tenant.caller, object_slug="contacts", values=values)
    tenant.organization.refresh_from_db()


def fields_of(tenant, contact):
    return tenant.api.get(f"/api/contacts/{contact}").json["custom_fields"]


def test_formulas_name_built_in_fields_and_what_is_derived_of_them(tenant, contacts):
    made = tenant.make("contacts", first_name="Ada", last_name="Byron", rank=2)
    year = dt.datetime.now(dt.UTC).year
    assert fields_of(tenant, made) == {
        "rank": 2,
        "greeting": "Dear Ada Byron",
        "since": year,
        "score": 20,
    }
    tenant.api.put(
        f"/api/contacts/{made}", {"name": "A. King", "customer_status": "current"}
    )
    told = fields_of(tenant, made)
    assert (told["greeting"], told["score"]) == ("Dear A. King", 25)
    entry = log_of(tenant, "contacts")[-1]
    assert entry.before["greeting"] == "Dear Ada Byron"
    assert entry.after["score"] == 25


def test_a_merge_fills_the_winner_and_computes_it_anew(tenant, contacts):
    winner = tenant.make("contacts", first_name="Ada")
    loser = tenant.make("contacts", first_name="Ada", last_name="King", rank=3)
    tenant.api.post("/api/merge_contacts", {"winnerId": winner, "loserId": loser})
    told = fields_of(tenant, winner)
    assert (told["greeting"], told["score"]) == ("Dear Ada King", 30)
    found = tenant.api.get("/api/contacts", filter={"score": 30})
    assert ids_of(found) == [winner]


def test_a_view_of_a_type_shows_its_formulas(tenant, contacts):
    tenant.make("contacts", first_name="Ada", rank=1)
    (row,) = tenant.api.get("/api/contacts_summary").json
    assert row["custom_fields"]["greeting"] == "Dear Ada"


def test_the_schema_tells_what_a_formula_gives_and_that_nobody_writes_it(
    tenant, contacts
):
    schemas = tenant.api.get("/openapi/resource.json").json["components"]["schemas"]
    read = schemas["contacts"]["properties"]["custom_fields"]["properties"]
    assert read["score"]["type"] == ["number", "null"]
    assert read["score"]["readOnly"]
    written = schemas["contacts.update"]["properties"]["custom_fields"]["properties"]
    assert written.keys() == {"rank"}


def mark_waiting(tenant, slug):
    """Act as if not all records store the formula yet."""
    rows = FieldDefinition.objects.for_organization(tenant.organization.pk)
    rows.filter(slug=slug).update(backfilled_to=0)
    touch_schema(tenant.organization)


def test_a_formula_that_waits_for_its_records_is_computed_when_read(tenant, projects):
    made = tenant.make("projects", title="A", price=2, amount=3)
    rows = CustomRecord.objects.everywhere().filter(pk=made)
    kept = rows.get().custom_fields
    rows.update(custom_fields={**kept, "total": 1})
    assert computed(tenant, made)["total"] == 1
    mark_waiting(tenant, "total")
    assert computed(tenant, made)["total"] == 6
    answer = tenant.api.get("/api/projects", filter={"total": 6})
    assert answer.status == 400
    tenant.api.put(f"/api/projects/{made}", {"custom_fields": {"amount": 5}})
    assert rows.get().custom_fields["total"] == 10
    number = FieldValue.objects.everywhere().get(record_id=made, field__slug="total")
    assert number.number == 10


def test_what_was_stored_by_another_definition_is_never_misread(tenant, projects):
    made = tenant.make("projects", title="A", price=2, amount=3)
    rows = CustomRecord.objects.everywhere().filter(pk=made)
    rows.update(custom_fields={"total": "six", "ends": 5, "marked": "x", "warned": "x"})
    told = computed(tenant, made)
    assert told == dict.fromkeys(told)


def test_formulas_of_one_organization_are_nothing_to_another(
    tenant, stranger, projects
):
    define_object(
        stranger.caller,
        values={
            "label_plural": "Projects",
            "fields": [FIELDS[0], FIELDS[1], formula("total", "price + 1")],
        },
    )
    stranger.organization.refresh_from_db()
    mine = tenant.make("projects", title="A", price=2, amount=3)
    theirs = stranger.make("projects", title="A", price=2)
    assert computed(tenant, mine)["total"] == 6
    assert stranger.api.get(f"/api/projects/{theirs}").json["custom_fields"] == {
        "title": "A",
        "price": 2,
        "total": 3,
    }
    assert ids_of(stranger.api.get("/api/projects", filter={"total": 3})) == [theirs]
