"""Tags as rows."""

import pytest

from crm.models import Tag, Tagging


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"name": " VIP "}, ("VIP", None, "contact")),
        ({"name": "VIP", "color": "#fff"}, ("VIP", "#fff", "contact")),
        ({"name": "VIP", "resourceType": "lead"}, ("VIP", None, "lead")),
    ],
)
def test_a_tag_is_for_contacts_unless_told_otherwise(tenant, values, kept):
    tag = tenant.api.post("/api/tags", values).json
    assert (tag["name"], tag["color"], tag["resource_type"]) == kept


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"color": "red"}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"name": "VIP", "color": "x" * 65}, "color"),
        ({"name": "VIP", "resource_type": "task"}, "resource_type"),
        ({"name": "VIP", "resource_type": None}, "resource_type"),
    ],
    ids=repr,
)
def test_a_tag_refuses_what_does_not_fit(tenant, values, field):
    answer = tenant.api.post("/api/tags", values)
    assert (answer.status, set(answer.json["errors"])) == (400, {field})


def test_tags_that_differ_in_case_are_two(tenant):
    answer = tenant.api.post("/api/tags", [{"name": "vip"}, {"name": "VIP"}])
    assert answer.status == 201


def test_tags_and_what_they_hang_on_are_shown(tenant):
    contact = tenant.make("contacts", tags=["VIP"])
    tag = Tag.objects.everywhere().get()
    assert str(tag) == "VIP"
    assert str(Tagging.objects.everywhere().get()) == f"{tag.pk} on {contact}"
