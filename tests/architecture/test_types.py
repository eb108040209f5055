"""Is everything registered that the contract promises, and does all of it compile?"""

import pytest

from crm.registration import OBJECT_TYPES, RESERVED_SLUGS
from records.engine.compiler import compile_sorts, compile_where
from records.query import Condition, Not, Operator, QuestionError, Sort
from records.schema.object_types import Operation
from records.schema.registry import registry

# Contract resource §2, and decision 3 and the issue: leads, pipelines and stages.
PROMISED = {
    "contacts",
    "companies",
    "deals",
    "tasks",
    "contact_notes",
    "deal_notes",
    "company_notes",
    "tags",
    "configuration",
    "automation_rules",
    "crm_users",
    "companies_summary",
    "contacts_summary",
    "leads",
    "pipelines",
    "stages",
    # Contract envelope §4.
    "products",
    "orders",
    "line_items",
    "associated_contacts",
}
# First segments that contract resource §10 and the other two dialects take.
TAKEN = {
    *("auth", "auth-code", "init", "signup", "invites", "me", "organization"),
    *("api-tokens", "rbac", "object-config", "custom_field_defs", "schema", "views"),
    *("automation-runs", "connections", "threads", "gateway-chat", "meetings"),
    *("email-sync", "notifications", "slack", "admin", "v1", "v2", "stream", "crm"),
    *("merge_contacts", "merge_companies", "docs", "openapi", "health"),
    *("accounts", "associated_contacts", "calls", "call_outcomes", "collaborations"),
    *("custom_fields", "documents", "lead_conversions", "lead_sources", "deal_sources"),
    *("line_items", "loss_reasons", "notes", "orders", "products", "sources", "sync"),
    *("text_messages", "users", "visits", "visit_outcomes"),
    *("deal_unqualified_reasons", "lead_unqualified_reasons"),
}
TYPES = registry.built_in()

# One operand of every kind that its fields can be asked with.
OPERANDS = {
    "text": "a",
    "choice": "a",
    "email": "a",
    "url": "a",
    "names": "a",
    "number": 1,
    "integer": 1,
    "reference": 1,
    "boolean": True,
    "moment": "2024-03-10T00:00:00Z",
    "date": "2024-03-10",
    "references": 1,
    "prices": None,  # only asked whether there are any
}


def by_slug(object_type):
    return object_type.slug


def test_every_promised_resource_is_registered():
    assert {one.slug for one in TYPES} >= PROMISED


def test_every_slug_is_reserved_from_the_start():
    for slug in {one.slug for one in TYPES} | TAKEN | PROMISED | RESERVED_SLUGS:
        assert registry.is_reserved(slug), slug


def test_every_first_segment_of_a_route_is_reserved():
    for action in registry.actions("resource"):
        assert registry.is_reserved(action.path.partition("/")[0])


def test_what_the_package_declares_is_what_is_registered():
    assert [one.slug for one in OBJECT_TYPES] == [one.slug for one in TYPES]


@pytest.mark.parametrize("object_type", TYPES, ids=by_slug)
def test_the_names_that_a_type_speaks_of_are_its_fields(object_type):
    known = set(object_type.fields_by_name)
    assert len(known) == len(object_type.fields)
    spoken = {
        *object_type.title,
        *object_type.search,
        *(one.field for one in object_type.default_sorts),
        *(name for group in object_type.unique for name in group),
    }
    assert spoken <= known
    assert {"id", "organization_id"} <= known


@pytest.mark.parametrize("object_type", TYPES, ids=by_slug)
def test_a_reference_points_at_a_type_that_exists(object_type):
    for one in object_type.fields:
        target = getattr(one, "target", None)
        assert target is None or registry.built_in_type(target)


@pytest.mark.django_db
@pytest.mark.parametrize("object_type", TYPES, ids=by_slug)
def test_every_field_answers_every_operator_of_its_kind(tenant, object_type):
    rows = object_type.rows(tenant.caller)
    for one in object_type.fields:
        for operator in Operator:
            operand = OPERANDS.get(one.kind.name)
            value = (operand,) if operator is Operator.IN else operand
            condition = Condition(one.name, operator, value)
            if operator not in one.kind.operators:
                with pytest.raises(QuestionError):
                    compile_where(object_type, condition)
                continue
            for node in (condition, Not(condition)):
                compiled = compile_where(object_type, node)
                found = rows.alias(**compiled.annotations).filter(compiled.predicate)
                assert found.count() >= 0


@pytest.mark.django_db
@pytest.mark.parametrize("object_type", TYPES, ids=by_slug)
def test_every_row_answers_either_a_condition_or_its_negation(tenant, object_type):
    """Two-valued, rows without a value included (records.query.Not)."""
    tenant.make("contacts", first_name="Ada")
    tenant.make("companies", name="A")
    tenant.make("deals", name="A")
    tenant.make("leads", last_name="A")
    tenant.make("tasks", text="A")
    rows = object_type.rows(tenant.caller)
    for one in object_type.fields:
        for operator in one.kind.operators:
            operand = OPERANDS.get(one.kind.name)
            value = (operand,) if operator is Operator.IN else operand
            condition = Condition(one.name, operator, value)
            counts = [
                rows.alias(**compiled.annotations).filter(compiled.predicate).count()
                for compiled in (
                    compile_where(object_type, condition),
                    compile_where(object_type, Not(condition)),
                )
            ]
            assert sum(counts) == rows.count(), (one.name, operator)


@pytest.mark.django_db
@pytest.mark.parametrize("object_type", TYPES, ids=by_slug)
def test_every_field_orders_or_says_that_it_cannot(tenant, object_type):
    rows = object_type.rows(tenant.caller)
    for one in object_type.fields:
        for descending in (False, True):
            sorts = (Sort(one.name, descending=descending),)
            if not one.is_sortable:
                with pytest.raises(QuestionError):
                    compile_sorts(object_type, sorts)
                continue
            ordering = compile_sorts(object_type, sorts)
            asked = rows.alias(**ordering.annotations)
            if ordering.key is not None:
                asked = asked.order_by(ordering.key, *ordering.rest)
            assert list(asked.values_list("pk", flat=True)) is not None


@pytest.mark.parametrize("object_type", TYPES, ids=by_slug)
def test_a_type_is_read_only_archived_or_deleted(object_type):
    able = object_type.operations
    assert not {Operation.ARCHIVE, Operation.DELETE} <= able
    if Operation.ARCHIVE in able:
        assert "archived_at" in object_type.fields_by_name
    # What cannot be created is only shown; parts are replaced instead of updated.
    assert not able or Operation.CREATE in able
