"""Each form writes through the engine, for its own organization only."""

import json

import pytest
from django.contrib import admin

from crm.models import Contact, Deal, Stage
from records.access.roles import Role
from records.history.models import Action, Change
from records.schema.fields import RelationField
from records.schema.registry import registry
from tests.crm.admin.population import ADD_QUERIES, populate
from tests.records.administration.desk import Desk, errors_in, inputs, last_change
from tests.tenants import new_tenant

# Model, what is typed into a new record, what is changed afterwards.
FORMS = (
    ("crm_contact", {"first_name": "Grace"}, {"last_name": "Hopper"}),
    (
        "crm_company",
        {"name": "Beta", "address_city": "Ulm"},
        {"domain": "beta.example"},
    ),
    ("crm_deal", {"name": "Turbine", "amount": "12.5"}, {"hot": "on"}),
    ("crm_lead", {"first_name": "Linus"}, {"tags": ["new one", "other"]}),
    (
        "crm_task",
        {"text": "Write"},
        {"done_date_0": "2026-02-03", "done_date_1": "10:00"},
    ),
    ("crm_note", {"text": "Said so"}, {"is_important": "on"}),
    (
        "crm_product",
        {"name": "Mill", "prices": "1.5 EUR\n2 usd"},
        {"prices": "3 EUR"},
    ),
    ("crm_order", {"discount": "5"}, {"discount": "7.5"}),
    ("crm_call", {"summary": "Rang"}, {"duration": "30"}),
    ("crm_textmessage", {"content": "Hi"}, {"incoming": "on"}),
    ("crm_visit", {"summary": "Went"}, {"resource_address": "Road 1"}),
    ("crm_document", {"name": "a.pdf"}, {"size": "12"}),
    ("crm_calloutcome", {"name": "Busy"}, {"name": "Engaged"}),
    ("crm_visitoutcome", {"name": "Closed"}, {"name": "Shop closed"}),
    ("crm_tag", {"name": "blue"}, {"color": "#00f"}),
    ("crm_pipeline", {"name": "Second"}, {"position": "4"}),
    ("crm_stage", {"name": "Talk"}, {"likelihood": "30"}),
    ("crm_source", {"name": "Web"}, {"name": "Website"}),
    ("crm_lossreason", {"name": "Late"}, {"name": "Too late"}),
    ("crm_unqualifiedreason", {"name": "Bot"}, {"name": "Robot"}),
    ("crm_automationrule", {"name": "Ping"}, {"workflow_definition": '{"a": 1}'}),
)


@pytest.fixture
def owner(db):
    return new_tenant(Role.OWNER)


def needed(tenant, model, rows):
    """The references without which a record of the model cannot be."""
    if model == "crm_order":
        return {"deal_id": tenant.make("deals", name="Not ordered yet")}
    return {
        "crm_note": {"contact_id": rows["crm_contact"]},
        "crm_stage": {"pipeline_id": rows["crm_pipeline"]},
    }.get(model, {})


@pytest.mark.parametrize(("model", "typed", "changed"), FORMS)
def test_a_save_writes_a_change_with_actor_and_request(owner, model, typed, changed):
    rows = populate(owner)
    desk = Desk(owner)
    answer = desk.save(
        model,
        "add",
        query=ADD_QUERIES.get(model, ""),
        **typed,
        **needed(owner, model, rows),
    )
    assert answer.status_code == 302, errors_in(answer)
    created = last_change_of(Action.CREATED, desk, model)
    assert created.actor_id == owner.user.pk
    assert created.request_id == answer.headers["X-Request-Id"]

    answer = desk.save(model, "change", created.record_id, **changed)
    assert answer.status_code == 302, errors_in(answer)
    updated = last_change_of(Action.UPDATED, desk, model)
    assert updated.record_id == created.record_id
    assert updated.actor_id == owner.user.pk
    assert updated.request_id == answer.headers["X-Request-Id"]
    # Besides what was typed at most what follows from it (a full name).
    assert len(updated.after) <= len(changed) + 1


def last_change_of(action, desk, model):
    slugs: tuple[str, ...] = next(
        getattr(one, "slugs", ())
        for kind, one in admin.site._registry.items()
        if f"{kind._meta.app_label}_{kind._meta.model_name}" == model
    )
    changes = Change.objects.for_organization(desk.tenant.organization.pk)
    found = changes.filter(action=action, object_type__in=slugs).order_by("-pk").first()
    assert found is not None
    return found


@pytest.mark.parametrize(("model", "typed", "_changed"), FORMS)
def test_a_form_sent_as_it_was_opened_changes_nothing(owner, model, typed, _changed):
    rows = populate(owner)
    desk = Desk(owner)
    before = last_change().pk
    assert desk.save(model, "change", rows[model]).status_code == 302
    assert last_change().pk == before


def test_configuration_is_edited_as_json(owner):
    rows = populate(owner)
    desk = Desk(owner)
    assert desk.get("crm_configuration", "add").status_code == 200
    pk = rows["crm_configuration"]
    answer = desk.save("crm_configuration", "change", pk, config='{"theme": "light"}')
    assert answer.status_code == 302
    assert last_change().after == {"config": {"theme": "light"}}


def references():
    """Every foreign key of every form: model, field, slug of its target."""
    for model, page in admin.site._registry.items():
        for slug in getattr(page, "slugs", ()):
            try:
                object_type = registry.built_in_type(slug)
            except LookupError:
                continue
            for one in object_type.fields:
                if isinstance(one, RelationField) and one.writable:
                    name = f"{model._meta.app_label}_{model._meta.model_name}"
                    yield name, slug, one.name, one.target


@pytest.mark.parametrize(("model", "slug", "name", "target"), list(references()))
def test_a_foreign_reference_is_refused_and_not_offered(
    owner, model, slug, name, target
):
    stranger = new_tenant()
    foreign = targets(stranger)[target]
    mine = targets(owner)
    desk = Desk(owner)
    values = {"first_name": "A", "name": "A", "text": "A", "currency": "EUR"}
    values[name] = str(foreign)
    for one in registry.built_in_type(slug).fields:
        if isinstance(one, RelationField) and one.required and one.name != name:
            values[one.name] = str(mine[one.target])
    before = last_change().pk
    answer = desk.save(model, "add", query=f"type={slug}", **values)
    assert answer.status_code == 200
    assert name in errors_in(answer)
    assert last_change().pk == before

    url = desk.url(model, "choices", name)
    offered = {one["id"] for one in desk.client.get(url).json()["results"]}
    assert str(mine[target]) in offered
    assert str(foreign) not in offered


def targets(tenant):
    rows = populate(tenant)
    stage = Stage.objects.for_organization(tenant.organization.pk).order_by("pk")[0]
    return {
        "companies": rows["crm_company"],
        "contacts": rows["crm_contact"],
        "deals": rows["crm_deal"],
        "leads": rows["crm_lead"],
        "tasks": rows["crm_task"],
        "products": rows["crm_product"],
        "orders": rows["crm_order"],
        "call_outcomes": rows["crm_calloutcome"],
        "visit_outcomes": rows["crm_visitoutcome"],
        "pipelines": rows["crm_pipeline"],
        "stages": stage.pk,
        "deal_sources": rows["crm_source"],
        "lead_sources": tenant.make("lead_sources", name="Mail"),
        "loss_reasons": rows["crm_lossreason"],
        "deal_unqualified_reasons": tenant.make("deal_unqualified_reasons", name="No"),
        "lead_unqualified_reasons": rows["crm_unqualifiedreason"],
        "crm_users": tenant.user.pk,
    }


@pytest.mark.parametrize(
    ("model", "values", "field"),
    [
        ("crm_contact", {"company_id": "abc"}, "company_id"),
        ("crm_contact", {"company_id": "9" * 30}, "company_id"),
        ("crm_contact", {"first_name": "x" * 256}, "first_name"),
        ("crm_contact", {"first_name": "a\x00b"}, "first_name"),
        ("crm_contact", {"customer_status": "unknown"}, "customer_status"),
        ("crm_contact", {"address_city": "c" * 300}, "address"),
        ("crm_contact", {"tags": ["t" * 300]}, "tags"),
        ("crm_company", {"name": ""}, "name"),
        ("crm_company", {"parent_id": "self"}, "parent_id"),
        ("crm_deal", {"amount": "NaN"}, "amount"),
        ("crm_deal", {"amount": "1e30"}, "amount"),
        ("crm_deal", {"win_likelihood": "101"}, "win_likelihood"),
        ("crm_deal", {"stage_id": ""}, "stage_id"),
        ("crm_task", {"due_date_0": "soon", "due_date_1": ""}, "due_date"),
        ("crm_task", {"parent_task_id": "self"}, "parent_task_id"),
        ("crm_tag", {"name": "vip"}, "name"),
        ("crm_note", {"attachments": '[{"link": 1}]'}, "attachments"),
        ("crm_configuration", {"config": "[1]"}, "config"),
        ("crm_configuration", {"config": "[" * 20_000}, "config"),
        ("crm_configuration", {"config": '{"a": NaN}'}, "config"),
        ("crm_stage", {"slug": "taken"}, "slug"),
        ("crm_product", {"prices": "12"}, "prices"),
        ("crm_product", {"prices": "12 EUR\n13 eur"}, "prices"),
        ("crm_product", {"prices": "-1 EUR"}, "prices"),
        ("crm_product", {"prices": "EUR 12"}, "prices"),
        ("crm_order", {"discount": "101"}, "discount"),
    ],
)
def test_bad_values_are_told_beside_their_field(owner, model, values, field):
    rows = populate(owner)
    owner.make("stages", name="taken", pipeline_id=rows["crm_pipeline"])
    sent = {
        name: str(rows[model]) if value == "self" else value
        for name, value in values.items()
    }
    desk = Desk(owner)
    before = last_change().pk
    answer = desk.save(model, "change", rows[model], **sent)
    assert answer.status_code == 200
    assert list(errors_in(answer)) == [field]
    assert last_change().pk == before


def test_a_record_archived_meanwhile_is_not_written(owner, monkeypatch):
    contact = owner.make("contacts", first_name="Ada")
    desk = Desk(owner)
    opened = desk.form("crm_contact", "change", contact)
    desk.client.post(desk.url("crm_contact", "archive", contact))
    url = desk.url("crm_contact", "change", contact)
    assert desk.client.post(url, {**opened, "first_name": "B"}).status_code == 403


def test_an_untouched_reference_to_an_archived_record_stays(owner):
    rows = populate(owner)
    desk = Desk(owner)
    desk.client.post(desk.url("crm_company", "archive", rows["crm_company"]))
    answer = desk.save("crm_contact", "change", rows["crm_contact"], title="Countess")
    assert answer.status_code == 302
    contact = Contact.objects.for_organization(owner.organization.pk).get(
        pk=rows["crm_contact"]
    )
    assert (contact.title, contact.company_id) == ("Countess", rows["crm_company"])


def test_a_new_deal_gets_a_stage_owner_and_currency(owner):
    desk = Desk(owner)
    assert desk.save("crm_deal", "add", name="Engine").status_code == 302
    deal = Deal.objects.for_organization(owner.organization.pk).get()
    assert deal.stage.slug == "prospecting"
    assert (deal.owner_id, deal.currency) == (owner.user.pk, "USD")


def test_an_owner_that_was_taken_out_of_the_form_stays_out(owner):
    desk = Desk(owner)
    assert (
        desk.save("crm_contact", "add", first_name="A", owner_id="").status_code == 302
    )
    contact = Contact.objects.for_organization(owner.organization.pk).get()
    assert contact.owner_id is None


def test_tags_keep_their_commas_and_are_made_on_use(owner):
    rows = populate(owner)
    desk = Desk(owner)
    pk = rows["crm_contact"]
    tags = ["key, account", "brand new"]
    assert desk.save("crm_contact", "change", pk, tags=tags).status_code == 302
    change = last_change_of(Action.UPDATED, desk, "crm_contact")
    assert change.after == {"tags": tags}
    assert change.before == {"tags": ["vip", "key, account"]}


def test_a_link_can_open_a_form_with_values(owner):
    rows = populate(owner)
    form = Desk(owner).form("crm_contact", "add", company_id=str(rows["crm_company"]))
    assert form["company_id"] == str(rows["crm_company"])


def test_several_types_of_one_model_ask_which_one(owner):
    desk = Desk(owner)
    page = desk.get("crm_source", "add")
    assert b"?type=lead_sources" in page.content
    answer = desk.save("crm_source", "add", query="type=lead_sources", name="Fair")
    assert answer.status_code == 302
    (source,) = owner.api.get("/api/lead_sources").json
    assert source["name"] == "Fair"


# -- the stages of a pipeline ---------------------------------------------------------


def stages_of(tenant, pipeline):
    rows = Stage.objects.for_organization(tenant.organization.pk)
    return rows.filter(pipeline_id=pipeline).order_by("pk")


def row_of(number, **values):
    return {f"stages-{number}-{name}": value for name, value in values.items()}


def test_stages_are_added_changed_and_deleted_in_their_pipeline(owner):
    rows = populate(owner)
    pipeline = rows["crm_pipeline"]
    desk = Desk(owner)
    added = row_of(
        1, name="Second", category="won", position="2", id="", pipeline=str(pipeline)
    )
    answer = desk.save(
        "crm_pipeline",
        "change",
        pipeline,
        **{"stages-TOTAL_FORMS": "2"},
        **row_of(0, name="First"),
        **added,
    )
    assert answer.status_code == 302
    names = list(stages_of(owner, pipeline).values_list("name", "slug", "category"))
    assert names == [("First", "Signed", "in_progress"), ("Second", "Second", "won")]

    answer = desk.save("crm_pipeline", "change", pipeline, **row_of(0, DELETE="on"))
    assert answer.status_code == 302
    assert [one.name for one in stages_of(owner, pipeline)] == ["Second"]


def test_a_refused_stage_is_told_in_its_row_and_nothing_is_stored(owner):
    rows = populate(owner)
    pipeline = rows["crm_pipeline"]
    before = last_change().pk
    desk = Desk(owner)
    answer = desk.save(
        "crm_pipeline",
        "change",
        pipeline,
        name="New name",
        **row_of(0, likelihood="400"),
    )
    assert answer.status_code == 200
    (table,) = answer.context["inline_admin_formsets"]
    assert list(table.formset.forms[0].errors) == ["likelihood"]
    assert last_change().pk == before


def test_a_stage_that_deals_stand_in_is_not_deleted(owner):
    owner.make("deals", name="Engine")
    stage = Stage.objects.for_organization(owner.organization.pk).get(
        slug="prospecting"
    )
    desk = Desk(owner)
    answer = desk.save(
        "crm_pipeline", "change", stage.pipeline_id, **row_of(0, DELETE="on")
    )
    assert answer.status_code == 200
    assert "Prospecting: 1 of Deals need this record." in errors_in(answer)["__all__"]
    answer = desk.client.post(desk.url("crm_stage", "delete", stage.pk), follow=True)
    assert "need this record" in str(list(answer.context["messages"]))
    assert stages_of(owner, stage.pipeline_id).filter(pk=stage.pk).exists()


def test_a_foreign_stage_cannot_be_smuggled_into_a_pipeline(owner):
    rows = populate(owner)
    stranger = new_tenant()
    theirs = populate(stranger)["crm_stage"]
    desk = Desk(owner)
    answer = desk.save(
        "crm_pipeline",
        "change",
        rows["crm_pipeline"],
        **row_of(0, id=str(theirs), name="Mine now"),
    )
    assert answer.status_code == 200
    stage = Stage.objects.for_organization(stranger.organization.pk).get(pk=theirs)
    assert stage.name == "Signed"


def test_a_json_field_shows_letters_and_lines(owner):
    pk = owner.make("configuration", config={"straße": {"a": 1}})
    page = Desk(owner).get("crm_configuration", "change", pk)
    text = inputs(page.context["adminform"].form)
    field = page.context["adminform"].form["config"].field
    shown = field.prepare_value(json.loads('{"straße": {"a": 1}}'))
    assert "straße" in shown
    assert shown.count("\n") == 4
    assert text
