"""Are required and unique fields held on every way to write a record?

On each way both rules are broken by one write, of fields that an admin defined and of
built-in ones that the admin adjusted: both are told, and nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from crm.models import Contact, Lead
from records.dialects.document.identifiers import record_id
from tests.envelopes import envelope_of
from tests.factories import define
from tests.records.administration.desk import Desk, errors_in
from tests.snapshots import assert_unchanged, snapshot
from tests.tenants import new_tenant

if TYPE_CHECKING:
    from tests.tenants import Tenant

SHARED = {
    "must": {"type": "text", "label": "Must", "is_required": True},
    "only": {"type": "text", "label": "Only", "is_unique": True},
}
ADJUSTED = {
    "phone": {"type": "", "is_built_in": True, "is_required": True},
    "email": {"type": "", "is_built_in": True, "is_unique": True},
}
GOOD = {"must": "m", "only": "o"}
"""What the other record has; its ``only`` and ``email`` are taken."""
MAIL = "taken@example.com"


@dataclass(frozen=True)
class Case:
    """Two records of an object: one whose values are taken, one to change."""

    tenant: Tenant
    slug: str
    first: int
    second: int

    @property
    def path(self) -> str:
        return f"/api/{self.slug}"

    @property
    def is_adjusted(self) -> bool:
        return self.slug == "contacts"

    @property
    def own(self) -> dict[str, Any]:
        """Own values that break both rules."""
        return {"must": None, "only": "o"}

    @property
    def built_in(self) -> dict[str, Any]:
        """Built-in values that break both rules, where there are any."""
        return {"phone": None, "email": MAIL.upper()} if self.is_adjusted else {}

    @property
    def names(self) -> set[str]:
        return {*self.own, *self.built_in}


@pytest.fixture(params=["projects", "contacts", "leads"])
def case(request, db):
    tenant = new_tenant("owner")
    slug = request.param
    name = {"name": {"type": "text"}} if slug == "projects" else {}
    fields = {**name, **SHARED, **(ADJUSTED if slug == "contacts" else {})}
    define(tenant.organization, slug, is_built_in=slug != "projects", **fields)
    key = "last_name" if slug == "leads" else "name"
    extra = {"phone": "1", "email": MAIL} if slug == "contacts" else {}
    first = tenant.make(slug, **{key: "A"}, **GOOD, **extra)
    extra = {"phone": "2", "email": "b@example.com"} if slug == "contacts" else {}
    second = tenant.make(slug, **{key: "B"}, must="m", only="p", **extra)
    return Case(tenant, slug, first, second)


def bag(case):
    return {"name": "C", "custom_fields": case.own, **case.built_in}


def resource(method, path, body):
    def send(case):
        answer = case.tenant.api(method, path(case), body(case))
        assert answer.status == 400, answer.json
        return {key.rpartition(".")[2] for key in answer.json["errors"]}

    return send


def one(case):
    return f"{case.path}/{case.second}"


RESOURCE = {
    "create": resource("POST", lambda case: case.path, bag),
    "create many": resource("POST", lambda case: case.path, lambda case: [bag(case)]),
    "put": resource("PUT", one, bag),
    "patch": resource("PATCH", one, bag),
}


@pytest.mark.parametrize("way", RESOURCE)
def test_the_resource_dialect_tells_both_faults(case, way):
    before = snapshot()
    assert RESOURCE[way](case) == case.names
    assert_unchanged(before)


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_the_document_dialect_tells_both_faults(case, method):
    path = "/api/crm/record"
    if method == "PATCH":
        path = f"{path}/{record_id(case.slug, case.second)}"
    body = {"object_id": case.slug, "field_values": {**case.own, **case.built_in}}
    before = snapshot()
    answer = case.tenant.api(method, path, body)
    assert answer.status == 422, answer.json
    missing = {"name"} if case.is_adjusted and method == "POST" else set()
    assert set(answer.json["details"]["fields"]) == case.names | missing
    assert_unchanged(before)


@pytest.mark.parametrize("case", ["contacts", "leads"], indirect=True)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_the_envelope_dialect_tells_both_faults(case, method):
    v2 = envelope_of(case.tenant)
    path = case.slug if method == "POST" else f"{case.slug}/{case.second}"
    own = {"Must": None, "Only": "o"}
    before = snapshot()
    told = v2(method, path, {"last_name": "C", "custom_fields": own, **case.built_in})
    assert told.status == 422, told.json
    at_fault = {str(field).rpartition("/")[2].lower() for _code, field in told.errors}
    assert at_fault == case.names
    assert_unchanged(before)


MODELS = {
    "projects": "custom_objects_customrecord",
    "contacts": "crm_contact",
    "leads": "crm_lead",
}


@pytest.mark.parametrize("page", ["add", "change"])
def test_the_admin_tells_each_fault_beside_its_input(case, page):
    """A form that lacks something does not reach the store, as everywhere in Django."""
    desk = Desk(case.tenant)
    arguments = () if page == "add" else (case.second,)
    query = "definition__slug__exact=projects" if case.slug == "projects" else ""
    good = {"cf__must": "m", **({"phone": "3"} if case.is_adjusted else {})}
    bad = {"cf__only": "o", **({"email": MAIL.upper()} if case.is_adjusted else {})}
    before = snapshot()
    for typed, at_fault in ((dict.fromkeys(good, ""), good), (good, bad)):
        answer = desk.save(
            MODELS[case.slug], page, *arguments, query=query, **{**bad, **typed}
        )
        assert answer.status_code == 200
        assert set(errors_in(answer)) == set(at_fault)
    assert_unchanged(before)


def test_what_was_archived_is_not_restored_into_a_clash(case):
    """In the resource dialect and in the admin, where something can be restored."""
    assert case.tenant.api.delete(one(case)).status == 200
    taken = {"must": "m", "only": "p"}
    body = {"name": "C", "custom_fields": taken}
    if case.is_adjusted:
        body |= {"phone": "3", "email": "c@example.com"}
    assert case.tenant.api.post(case.path, body).status == 201
    before = snapshot()
    assert case.tenant.api.post(f"{one(case)}/restore").status == 409
    assert_unchanged(before)


def test_an_upsert_tells_both_faults(db):
    tenant = new_tenant("owner")
    define(tenant.organization, "leads", is_built_in=True, **SHARED)
    tenant.make("leads", last_name="A", **GOOD)
    other = tenant.make("leads", last_name="B", must="m", only="p")
    v2 = envelope_of(tenant)
    before = snapshot()
    told = v2(
        "POST",
        "leads/upsert",
        {"custom_fields": {"Must": None, "Only": "o"}},
        query={"last_name": "B"},
    )
    assert told.status == 422, told.json
    assert_unchanged(before)
    assert Lead.objects.everywhere().get(pk=other).custom_fields["only"] == "p"
    assert not Contact.objects.everywhere().exists()
