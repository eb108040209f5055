"""Which slugs would objects and fields get?"""

import pytest

from custom_objects.definitions import (
    archive_field,
    define_field,
    define_object,
    propose_field_slug,
    propose_object_slug,
)
from records.access.caller import PermissionRefused
from records.access.roles import Role
from records.schema.registry import UnknownObjectType
from tests.custom_objects.definitions.acts import define


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Voyages", "voyages"),
        ("Projects", "projects_2"),
        ("Deals", "deals_2"),
        ("Objects", "objects_2"),
        ("Memberships", "memberships_2"),
        ("7 Seas", "o_7_seas"),
        ("\N{CJK UNIFIED IDEOGRAPH-9867}", "object"),
        ("", ""),
        ("--", ""),
    ],
)
def test_an_object_would_get_the_slug_that_it_gets(tenant, projects, label, slug):
    assert propose_object_slug(tenant.caller, label=label) == slug
    if slug:
        row = define_object(tenant.caller, values={"label_plural": label})
        assert row.slug == slug


@pytest.mark.parametrize("label", ["Start", "Title", "Id", "Q", "7", "\N{SNOWMAN} a"])
def test_a_field_would_get_the_slug_that_it_gets(tenant, projects, label):
    told = propose_field_slug(tenant.caller, object_slug="projects", label=label)
    taken = "title" if label == "Title" else ""
    values = {"label": f"{label} " if taken else label, "type": "text"}
    if taken:
        assert told == "title_2"
        return
    row = define_field(tenant.caller, object_slug="projects", values=values)
    assert row.slug == told


def test_the_slug_of_an_archived_field_is_not_given_again(tenant, projects):
    define(tenant, label="Start", type="date")
    archive_field(tenant.caller, object_slug="projects", slug="start")
    told = propose_field_slug(tenant.caller, object_slug="projects", label="Start")
    assert told == "start_2"


def test_fields_in_the_making_count_too(tenant):
    told = propose_field_slug(
        tenant.caller, object_slug=None, label="Start", taken=["start", "start_2"]
    )
    assert told == "start_3"


def test_only_who_may_define_something_is_told(tenant, stranger, projects):
    member = tenant.colleague(Role.MEMBER).caller
    with pytest.raises(PermissionRefused):
        propose_object_slug(member, label="A")
    with pytest.raises(PermissionRefused):
        propose_field_slug(member, object_slug="projects", label="A")
    with pytest.raises(UnknownObjectType):
        propose_field_slug(stranger.caller, object_slug="projects", label="A")
