"""Where record types are made known."""

from dataclasses import replace

import pytest

from crm.object_types.lookups import LOSS_REASONS
from records.access.caller import Caller, OrganizationInfo
from records.schema.fields import ColumnField
from records.schema.kinds import TextKind
from records.schema.projections import Projection
from records.schema.registry import (
    AlreadyRegistered,
    DialectAction,
    Reference,
    UnknownObjectType,
    registry,
)

HERE = OrganizationInfo(id=1)
GADGETS = replace(LOSS_REASONS, slug="gadgets")
PROJECTION = Projection(dialect="test", resource="gadgets", object_type="gadgets")
ACTION = DialectAction("test", "POST", "polish", lambda *_: (200, {}), {})


@pytest.fixture
def known():
    """Let a test register what it likes."""
    with registry.temporarily() as inside:
        yield inside


@pytest.mark.parametrize(
    ("register", "thing"),
    [
        ("register", GADGETS),
        ("register_projection", PROJECTION),
        ("register_action", ACTION),
    ],
    ids=("type", "projection", "action"),
)
def test_nothing_is_registered_twice(known, register, thing):
    getattr(known, register)(thing)
    with pytest.raises(AlreadyRegistered, match="registered already"):
        getattr(known, register)(thing)


def test_a_registered_type_is_resolved_and_its_slug_reserved(known):
    assert not known.is_reserved("gadgets")
    known.register(GADGETS)
    assert known.resolve(HERE, "gadgets") is GADGETS
    assert known.built_in_type("gadgets") is GADGETS
    assert known.built_in()[-1] is GADGETS
    assert known.object_types(HERE)[-1] is GADGETS
    assert known.is_reserved("gadgets")


@pytest.mark.parametrize("ask", ["resolve", "built_in_type"])
def test_an_unknown_type_is_named(ask):
    arguments = (HERE, "nope") if ask == "resolve" else ("nope",)
    with pytest.raises(UnknownObjectType) as unknown:
        getattr(registry, ask)(*arguments)
    assert unknown.value.slug == "nope"


def test_whatever_was_registered_temporarily_is_forgotten():
    before = (registry.built_in(), registry.projections("test"))
    finders = list(registry._reference_finders)
    with registry.temporarily() as inside:
        inside.register(GADGETS)
        inside.register_projection(PROJECTION)
        inside.register_action(ACTION)
        inside.reserve_slugs(["gizmos"])
        inside.on_new_organization(print)
        inside.register_reference_finder(lambda *_: [])
        assert inside.is_reserved("gizmos")
    assert (registry.built_in(), registry.projections("test")) == before
    assert registry.actions("test") == []
    assert not registry.is_reserved("gizmos")
    assert print not in registry._organization_hooks
    assert registry._reference_finders == finders


def test_what_was_registered_temporarily_is_forgotten_after_a_failure_too():
    def fail():
        with registry.temporarily() as inside:
            inside.register(GADGETS)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with pytest.raises(UnknownObjectType):
        registry.resolve(HERE, "gadgets")


def test_projections_and_actions_belong_to_their_dialect(known):
    known.register_projection(PROJECTION)
    known.register_action(ACTION)
    assert known.projection("test", "gadgets") is PROJECTION
    assert known.projection("resource", "gadgets") is None
    assert known.projections("test") == [PROJECTION]
    assert known.actions("test") == [ACTION]
    assert ACTION not in known.actions("resource")


class Provider:
    """Defines ``gadgets`` and shadows ``contacts``; gives loss reasons a field."""

    colour = ColumnField(name="colour", kind=TextKind(), custom=True)

    def object_type(self, organization, slug):
        return replace(GADGETS, slug=slug) if slug in ("gadgets", "contacts") else None

    def object_types(self, organization):
        return [GADGETS]

    def adjust(self, organization, built_in):
        if built_in.slug != "loss_reasons":
            return built_in
        return built_in.with_fields([self.colour])


def test_an_organization_has_its_own_types_after_the_built_in_ones(known):
    known.register_provider(Provider())
    assert known.resolve(HERE, "gadgets").slug == "gadgets"
    assert known.object_types(HERE)[-1] is GADGETS
    with pytest.raises(UnknownObjectType):
        known.resolve(HERE, "gizmos")
    with pytest.raises(UnknownObjectType):
        known.built_in_type("gadgets")


def test_a_built_in_type_wins_over_one_of_the_same_slug(known):
    known.register_provider(Provider())
    assert known.resolve(HERE, "contacts") is known.built_in_type("contacts")


def test_an_organization_sees_built_in_types_as_it_has_adjusted_them(known):
    known.register_provider(Provider())
    adjusted = known.resolve(HERE, "loss_reasons")
    assert adjusted.fields_by_name["colour"] is Provider.colour
    assert "colour" not in known.built_in_type("loss_reasons").fields_by_name
    assert adjusted in known.object_types(HERE)


def test_a_new_organization_is_seeded_by_every_hook(known):
    called: list[Caller] = []
    known._organization_hooks.clear()
    known.on_new_organization(called.append)
    known.on_new_organization(called.append)
    caller = Caller.system(HERE)
    known.seed_organization(caller)
    assert called == [caller, caller]


def test_references_are_found_through_relations_and_finders(tenant, known):
    company = tenant.make("companies", name="Acme")
    contact = tenant.make("contacts", first_name="Ada", company_id=company)
    deal = tenant.make("deals", name="Big", company_id=company)
    extra = Reference("gadgets", "maker", (1, 2))
    known.register_reference_finder(lambda caller, target, record_id: [extra])
    target = known.resolve(tenant.caller.organization, "companies")
    found = list(known.references_to(tenant.caller, target, company))
    assert found == [
        Reference("contacts", "company_id", (contact,)),
        Reference("deals", "company_id", (deal,)),
        extra,
    ]


def test_references_of_archived_records_and_hidden_notes_are_found(tenant):
    contact = tenant.make("contacts", first_name="Ada")
    note = tenant.colleague().make(
        "contact_notes", contact_id=contact, visibility="restricted"
    )
    task = tenant.make("tasks", contact_id=contact)
    tenant.api.delete(f"/api/tasks/{task}")
    target = registry.resolve(tenant.caller.organization, "contacts")
    found = list(registry.references_to(tenant.caller, target, contact))
    assert found == [
        Reference("tasks", "contact_id", (task,)),
        Reference("contact_notes", "contact_id", (note,)),
    ]


def test_references_of_another_organization_are_not_found(tenant, stranger):
    stranger.make("tasks", text="theirs")
    contact = tenant.make("contacts", first_name="Ada")
    target = registry.resolve(tenant.caller.organization, "contacts")
    assert list(registry.references_to(stranger.caller, target, contact)) == []
