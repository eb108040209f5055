"""The people of the organization."""

import pytest

from records.access.roles import Role


def people(tenant, **parameters):
    return tenant.api.get("/api/crm_users", **parameters).json


def test_everybody_of_the_organization_is_listed_by_user_id(tenant, stranger):
    colleague = tenant.colleague()
    assert {one["id"] for one in people(tenant)} == {
        tenant.user.pk,
        colleague.user.pk,
    }
    assert tenant.api.get(f"/api/crm_users/{stranger.user.pk}").status == 404


def test_a_person_is_shown_without_secrets(tenant):
    (person,) = people(tenant)
    assert set(person) == {
        "id",
        "first_name",
        "last_name",
        "email",
        "organization_id",
        "role",
        "administrator",
        "avatar",
        "disabled",
        "onboarding_seen_at",
        "onboarding_completed_at",
        "created_at",
    }
    assert person["email"] == tenant.user.email


@pytest.mark.parametrize(
    ("role", "administrator"),
    [
        (Role.OWNER, True),
        (Role.ADMIN, True),
        (Role.MEMBER, False),
        (Role.VIEWER, False),
    ],
)
def test_the_role_tells_who_administrates(tenant, role, administrator):
    colleague = tenant.colleague(role)
    person = tenant.api.get(f"/api/crm_users/{colleague.user.pk}").json
    assert (person["role"], person["administrator"]) == (role, administrator)
    found = people(tenant, filter={"administrator": administrator, "role": role})
    assert colleague.user.pk in {one["id"] for one in found}


@pytest.mark.parametrize("who", ["membership", "user"])
def test_a_person_who_cannot_sign_in_is_shown_as_disabled(tenant, who):
    colleague = tenant.colleague().membership
    row = colleague if who == "membership" else colleague.user
    row.is_active = False
    row.save()
    found = people(tenant, filter={"disabled": True})
    assert [one["id"] for one in found] == [colleague.user_id]


def test_people_are_found_by_name_and_e_mail(tenant):
    found = people(tenant, filter={"q": tenant.user.email.upper()})
    assert [one["id"] for one in found] == [tenant.user.pk]
    by_id = people(tenant, filter={"id": [tenant.user.pk, 10**15]})
    assert [one["id"] for one in by_id] == [tenant.user.pk]


@pytest.mark.parametrize(
    "operation", [{"op": "eq"}, {"op": "in"}, {"op": "contains"}], ids=repr
)
def test_the_case_of_an_e_mail_does_not_count(tenant, operation):
    tenant.colleague()
    asked = {"field": "email", "value": tenant.user.email.upper(), **operation}
    assert [one["id"] for one in people(tenant, filters=[asked])] == [tenant.user.pk]


@pytest.mark.parametrize("role", Role)
def test_nobody_changes_people_through_the_api(tenant, role):
    person = tenant.colleague(role)
    expected = 400 if role.is_administrator else 403
    path = f"/api/crm_users/{tenant.user.pk}"
    assert person.api.put(path, {"first_name": "x"}).status == expected
    assert person.api.delete(path).status == expected
    assert person.api.post("/api/crm_users", {"email": "x"}).status == expected
    assert person.api.get(path).json["first_name"] == tenant.user.first_name
