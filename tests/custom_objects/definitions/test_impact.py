"""Does a change of a field tell first which records would fail it?"""

import pytest

from custom_objects.definitions import change_field, define_object, preview_field
from custom_objects.definitions import impact as impact_room
from records.access.caller import PermissionRefused
from records.engine.errors import FieldNotFound, SchemaChangeRefused, ValidationFailed
from records.engine.removal import remove_record
from records.schema.registry import registry
from tests.custom_objects.definitions.acts import change, define
from tests.custom_objects.definitions.logs import entries, version
from tests.factories import make_many
from tests.tenants import new_tenant


@pytest.fixture
def projects(tenant):
    """An object with a field of each sort that can come to refuse something."""
    return define_object(
        tenant.caller,
        values={
            "label_plural": "Projects",
            "fields": [
                {"label": "Title", "type": "text"},
                {"label": "Mail", "type": "text"},
                {"label": "Stage", "type": "status", "options": ["New", "Old", "Done"]},
                {"label": "Tags", "type": "multi_select", "options": ["a", "b", "c"]},
                {"label": "Stars", "type": "rating"},
                {"label": "Due", "type": "date"},
                {"label": "Cost", "type": "number"},
            ],
        },
    )


def make(tenant, *batch, slug="projects"):
    tenant.organization.refresh_from_db()
    return make_many(tenant.caller, slug, list(batch))


def preview(tenant, slug, object_slug="projects", /, **values):
    return preview_field(
        tenant.caller, object_slug=object_slug, slug=slug, values=values
    )


def told(impact):
    return {
        one.attribute: (one.count, [example.record_id for example in one.examples])
        for one in impact.effects
    }


@pytest.fixture(params=[5_000, 2], ids=["one chunk", "many chunks"])
def _chunks(request, monkeypatch):
    monkeypatch.setattr(impact_room, "_CHUNK", request.param)


@pytest.mark.usefixtures("_chunks")
def test_required_counts_the_records_without_a_value(tenant, projects):
    one, two, three, four, five = make(
        tenant,
        {"title": "A", "mail": "x"},
        {"title": "B"},
        {"title": "C", "mail": ""},
        {"title": "D", "mail": "y"},
        {"title": "E", "mail": None},
    )
    found = preview(tenant, "mail", is_required=True)
    assert told(found) == {"is_required": (3, [two, three, five])}
    (effect,) = found.effects
    assert [example.text for example in effect.examples] == ["B", "C", "E"]
    assert effect.message == "3 records have no value."
    assert not preview(tenant, "title", is_required=True)
    assert {one, four}.isdisjoint(told(found)["is_required"][1])


@pytest.mark.usefixtures("_chunks")
@pytest.mark.parametrize(
    ("slug", "values", "repeating"),
    [
        ("mail", ["a", "A", "a", None, "", "b"], [2]),
        ("cost", [1, 1.0, "1.00", None, 2], [1, 2]),
        ("due", ["2024-01-01", "2024-01-02", "2024-01-01"], [2]),
    ],
)
def test_unique_counts_the_records_that_repeat_a_value(
    tenant, projects, slug, values, repeating
):
    ids = make(tenant, *({slug: one} for one in values))
    found = preview(tenant, slug, is_unique=True)
    assert told(found) == {
        "is_unique": (len(repeating), [ids[place] for place in repeating])
    }


def test_an_e_mail_repeats_another_in_any_case(tenant, projects):
    ids = make(tenant, {"mail": "a@example.com"}, {"mail": "A@Example.com"})
    assert not preview(tenant, "mail", is_unique=True)
    assert told(preview(tenant, "mail", is_unique=True, type="email")) == {
        "is_unique": (1, [ids[1]])
    }
    change(tenant, "mail", is_unique=True)
    assert told(preview(tenant, "mail", type="email")) == {"is_unique": (1, [ids[1]])}


@pytest.mark.usefixtures("_chunks")
@pytest.mark.parametrize(
    ("slug", "values", "change", "attribute", "refused"),
    [
        ("mail", ["a@example.com", "nobody", None], {"type": "email"}, "type", [1]),
        ("mail", ["x" * 200, "tel 5"], {"type": "phone"}, "type", [0, 1]),
        ("stars", [5, 3, None, 0], {"settings": {"maximum": 4}}, "settings", [0]),
        ("stage", ["New", "Old", None], {"options": ["New", "Done"]}, "options", [1]),
        ("tags", [["a"], ["b", "c"], []], {"options": ["a", "c"]}, "options", [1]),
    ],
)
def test_values_that_would_be_refused_are_counted(
    tenant, projects, slug, values, change, attribute, refused
):
    ids = make(tenant, *({slug: one} for one in values))
    found = preview(tenant, slug, **change)
    assert told(found) == {attribute: (len(refused), [ids[place] for place in refused])}


@pytest.mark.parametrize(
    ("slug", "change"),
    [
        ("mail", {"type": "long_text"}),
        ("mail", {"label": "Post", "is_hidden": True, "is_filterable": False}),
        ("stars", {"settings": {"maximum": 10}}),
        ("stage", {"options": ["Done", "New", "Old", "More"]}),
        ("stage", {"options": [{"slug": "new", "name": "Fresh"}, "Old", "Done"]}),
    ],
)
def test_what_every_record_passes_has_no_impact(tenant, projects, slug, change):
    make(tenant, {"mail": "x", "stars": 5, "stage": "New"})
    assert not preview(tenant, slug, **change)


def test_a_value_that_is_refused_already_is_not_counted(tenant, projects):
    first, second = make(tenant, {"stage": "New"}, {"stage": "Old"})
    change_field(
        tenant.caller,
        object_slug="projects",
        slug="stage",
        values={"options": ["Old", "Done"]},
        allow_failing=True,
    )
    assert told(preview(tenant, "stage", options=["Done"])) == {
        "options": (1, [second])
    }
    assert first


def test_one_change_may_have_several_effects(tenant, projects):
    ids = make(tenant, {"mail": "x"}, {"mail": "x"}, {})
    found = preview(tenant, "mail", type="email", is_required=True, is_unique=True)
    assert told(found) == {
        "is_required": (1, [ids[2]]),
        "type": (2, ids[:2]),
        "is_unique": (1, [ids[1]]),
    }


def test_twenty_records_are_shown(tenant, projects):
    ids = make(tenant, *({"title": f"{n}"} for n in range(30)))
    assert told(preview(tenant, "mail", is_required=True)) == {
        "is_required": (30, ids[:20])
    }


def test_archived_records_fail_nothing(tenant, projects):
    (archived,) = make(tenant, {"title": "A"})
    object_type = registry.resolve(tenant.caller.organization, "projects")
    remove_record(tenant.caller, object_type, archived)
    assert not preview(tenant, "mail", is_required=True)


def test_another_organizations_records_fail_nothing(tenant):
    stranger = new_tenant()
    for one in (tenant, stranger):
        define(one, "contacts", label="Shoe", type="number")
    make(stranger, {"first_name": "Ada"}, slug="contacts")
    assert not preview(tenant, "shoe", "contacts", is_required=True)
    assert preview(stranger, "shoe", "contacts", is_required=True)


def test_a_built_in_field_is_looked_at_alike(tenant):
    ids = make(
        tenant,
        {"first_name": "Ada", "email": "a@example.com"},
        {"first_name": "Bob", "email": "A@EXAMPLE.com"},
        {"first_name": "Cyd"},
        slug="contacts",
    )
    found = preview(tenant, "email", "contacts", is_required=True, is_unique=True)
    assert told(found) == {
        "is_required": (1, [ids[2]]),
        "is_unique": (1, [ids[1]]),
    }
    assert found.effects[0].examples[0].text == "Cyd"


def test_a_change_that_records_fail_is_refused_and_nothing_is_kept(tenant, projects):
    make(tenant, {"title": "A"})
    before = version(tenant)
    with pytest.raises(SchemaChangeRefused) as refusal:
        change(tenant, "mail", is_required=True, label="Post")
    assert refusal.value.field == "mail"
    assert told(refusal.value.impact)["is_required"][0] == 1
    assert refusal.value.message == "1 record has no value."
    assert version(tenant) == before
    assert entries(tenant, "fields") == []


def test_a_change_that_records_fail_is_made_when_that_is_allowed(tenant, projects):
    (made,) = make(tenant, {"title": "A"})
    row = change_field(
        tenant.caller,
        object_slug="projects",
        slug="mail",
        values={"is_required": True},
        allow_failing=True,
    )
    assert row.is_required
    tenant.organization.refresh_from_db()
    # The old record can be changed elsewhere, a new one must have the value.
    assert tenant.api.put(f"/api/projects/{made}", {"title": "B"}).status == 200
    assert tenant.api.post("/api/projects", {"title": "C"}).status == 400


def test_a_preview_raises_what_the_change_would(tenant, projects):
    with pytest.raises(ValidationFailed):
        preview(tenant, "mail", type="number")
    with pytest.raises(FieldNotFound):
        preview(tenant, "nothing", is_required=True)
    with pytest.raises(PermissionRefused):
        preview(tenant.colleague("member"), "mail", is_required=True)


def test_a_preview_is_a_statement_for_each_chunk(
    tenant, projects, monkeypatch, django_assert_num_queries
):
    make(tenant, *({"title": f"{n}", "mail": "x"} for n in range(10)))
    preview(tenant, "mail", is_required=True)  # the schema is known afterwards
    monkeypatch.setattr(impact_room, "_CHUNK", 100)
    with django_assert_num_queries(5):
        preview(tenant, "mail", is_required=True)
    monkeypatch.setattr(impact_room, "_CHUNK", 4)
    with django_assert_num_queries(7):
        preview(tenant, "mail", is_required=True)
