"""Getting in, being in one organization, going to another."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from records.access.models import Membership
from records.access.roles import Role
from records.dialects.errors import server_error
from tests.factories import MembershipFactory, UserFactory
from tests.records.administration.desk import Desk, signed_in

PASSWORD = "analytical-engine-1837"  # noqa: S105


@pytest.fixture
def person(tenant):
    tenant.user.set_password(PASSWORD)
    tenant.user.save()
    return tenant.user


def sign_in(email, password=PASSWORD):
    return Client().post(
        reverse("admin:login"), {"username": email, "password": password}
    )


def test_people_sign_in_by_e_mail_in_any_case(person):
    answer = sign_in(person.email.upper())
    assert (answer.status_code, answer["Location"]) == (302, reverse("admin:index"))


def test_a_wrong_password_says_so(person):
    answer = sign_in(person.email, "wrong")
    assert answer.status_code == 200
    assert b"do not belong together" in answer.content


def test_people_without_an_organization_are_told_why_they_are_refused(db):
    user: Any = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    answer = sign_in(user.email)
    assert answer.status_code == 200
    assert b"You do not belong to an organization" in answer.content


def test_a_deactivated_member_is_out_at_once(tenant):
    desk = Desk(tenant)
    assert desk.client.get("/admin/").status_code == 200
    rows = Membership.objects.everywhere().filter(pk=tenant.membership.pk)
    rows.update(is_active=False)
    answer = desk.client.get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))


def test_an_operator_without_an_organization_sees_nothing(db):
    user: Any = UserFactory(is_superuser=True)
    client = Client()
    client.force_login(user)
    assert client.get(reverse("admin:crm_contact_changelist")).status_code == 302


def test_a_person_switches_between_their_organizations(tenant, stranger):
    MembershipFactory(
        organization=stranger.organization, user=tenant.user, role=Role.VIEWER
    )
    mine = tenant.make("contacts", first_name="Mine")
    theirs = stranger.make("contacts", first_name="Theirs")
    client = signed_in(tenant)
    page = client.get("/admin/")
    assert page.context["current_organization"].name == tenant.organization.name
    assert len(page.context["site_dropdown"]) == 2

    answer = client.post(
        reverse("admin:switch_organization"),
        {"organization": stranger.organization.pk},
        follow=True,
    )
    assert stranger.organization.name in answer.content.decode()
    url = "admin:crm_contact_change"
    assert client.get(reverse(url, args=[theirs])).status_code == 200
    assert client.get(reverse(url, args=[mine])).status_code == 302
    # The role is the one held there.
    assert client.get(reverse("admin:crm_contact_add")).status_code == 403


def test_nobody_switches_into_an_organization_that_is_not_theirs(tenant, stranger):
    client = signed_in(tenant)
    for chosen in (stranger.organization.pk, "", "x", "9" * 30):
        client.post(reverse("admin:switch_organization"), {"organization": chosen})
        page = client.get("/admin/")
        assert page.context["current_organization"].id == tenant.organization.pk
        told = [str(one) for one in page.context["messages"]]
        assert told == ["You do not belong to this organization."]


def test_a_choice_in_the_session_of_somebody_elses_organization_is_ignored(
    tenant, stranger
):
    client = signed_in(tenant, organization=stranger.organization)
    page = client.get("/admin/")
    assert page.context["current_organization"].id == tenant.organization.pk


def test_switching_needs_a_post(tenant):
    answer = signed_in(tenant).get(reverse("admin:switch_organization"))
    assert answer.status_code == 405


def test_the_overview_counts_and_tells_what_happened(tenant):
    contact = tenant.make("contacts", first_name="Ada")
    page = Desk(tenant).client.get("/admin/")
    counts = {str(one.title): one.count for one in page.context["cards"]}
    assert counts["contacts"] == 1
    assert counts["deals"] == 0
    latest = page.context["latest"][0]
    assert (latest["name"], latest["event"].what) == ("Ada", "Created")
    assert latest["url"] == reverse("admin:crm_contact_change", args=[contact])


def test_pages_show_times_of_the_organization(tenant):
    tenant.organization.time_zone = "Asia/Tokyo"
    tenant.organization.save()
    task = tenant.make("tasks", text="Call", due_date="2026-01-01T20:00:00Z")
    page = Desk(tenant).get("crm_task", "change", task).content.decode()
    assert 'value="2026-01-02"' in page
    assert 'value="05:00:00"' in page


def test_a_restricted_note_of_somebody_else_is_nowhere(tenant):
    contact = tenant.make("contacts", first_name="Ada")
    note = tenant.make(
        "contact_notes", contact_id=contact, text="Secret!", visibility="restricted"
    )
    other = Desk(tenant.colleague(Role.OWNER))
    assert other.get("crm_note", "change", note).status_code == 302
    assert other.get("crm_note", "history", note).status_code == 404
    assert other.get("crm_note", "changelist").context["cl"].result_count == 0
    overview = other.client.get("/admin/")
    assert [one["type"] for one in overview.context["latest"]] == ["Contact"]
    log = other.get("records_change", "changelist").context["cl"].result_list
    assert "contact_notes" not in {one.object_type for one in log}
    assert b"Secret!" in Desk(tenant).get("crm_note", "changelist").content


def test_a_page_that_is_not_there_leads_back(tenant):
    answer = signed_in(tenant).get("/admin/nothing/here/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "There is nothing here" in page
    assert f'href="{reverse("admin:index")}"' in page


def test_what_a_role_does_not_allow_is_told_as_a_page(tenant):
    viewer = tenant.colleague(Role.VIEWER)
    answer = Desk(viewer).get("crm_contact", "add")
    assert answer.status_code == 403
    assert b"Your role does not allow this." in answer.content


def test_a_failure_of_ours_is_told_as_a_page(rf):
    answer = server_error(rf.get("/admin/"))
    assert answer.status_code == 500
    assert b"Something went wrong" in answer.content
