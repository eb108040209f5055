"""Do the pages speak the language of whoever reads them, and nothing else with them?"""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import define
from tests.records.administration.desk import Desk, signed_in
from tests.tenants import new_tenant

GERMAN = "de-DE,de;q=0.9,en;q=0.5"


def page(tenant, name, language, *arguments):
    headers = {} if language is None else {"Accept-Language": language}
    url = reverse(f"admin:{name}", args=arguments)
    return signed_in(tenant).get(url, headers=headers)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("house", "browser", "language"),
    [
        ("en", None, "en"),
        ("en", GERMAN, "de"),
        ("en", "fr", "en"),
        ("de", None, "de"),
        ("de", "fr", "de"),
        ("de", "en-GB,en;q=0.9", "en"),
    ],
)
def test_the_browser_chooses_else_the_organization(house, browser, language):
    answer = page(new_tenant(language=house), "index", browser)
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]
    shown = answer.content.decode()
    assert f'lang="{language}"' in shown
    assert ("Übersicht" in shown) == (language == "de")


def test_the_form_of_a_contact_is_in_german(tenant):
    shown = page(tenant, "crm_contact_add", GERMAN).content.decode()
    for word in ("Vorname", "Nachname", "Firma", "Schlagwörter", "Bundesland"):
        assert word in shown
    for word in ("First name", "Job title", "Reached by", "Save and", "Tags"):
        assert word not in shown


def test_the_list_of_contacts_is_in_german(tenant):
    tenant.make("contacts", first_name="Ada")
    shown = page(tenant, "crm_contact_changelist", GERMAN).content.decode()
    for word in ("Voller Name", "Filter anwenden", "archivieren"):
        assert word in shown
    for word in ("Full name", "Apply", "Archive selected", "Type to"):
        assert word not in shown


def test_before_signing_in_the_browser_chooses():
    answer = Client().get(reverse("admin:login"), headers={"Accept-Language": GERMAN})
    assert "Anmelden" in answer.content.decode()


def test_error_pages_are_in_german(tenant):
    client = signed_in(tenant)
    answer = client.get("/admin/nothing/", headers={"Accept-Language": GERMAN})
    assert answer.status_code == 404
    assert "Hier ist nichts" in answer.content.decode()


def test_what_an_organization_calls_its_own_is_never_translated(tenant):
    # Each of them is a word that the catalogue knows.
    define(tenant.organization, "contacts", is_built_in=True, note={"type": "text"})
    field = {"type": "dropdown", "label": "Company", "options": ("Yes", "Lost")}
    define(tenant.organization, "contacts", is_built_in=True, firm=field)
    shown = page(tenant, "crm_contact_add", GERMAN).content.decode()
    assert "Company" in shown
    assert ">Yes<" in shown.replace("\n", "").replace("  ", "")
    assert ">Lost<" in shown.replace("\n", "").replace("  ", "")


def test_german_dates_and_plain_numbers_are_saved(tenant):
    desk = Desk(tenant)
    desk.client.defaults["HTTP_ACCEPT_LANGUAGE"] = GERMAN
    answer = desk.save(
        "crm_deal",
        "add",
        name="Bau",
        amount="1200.5",
        estimated_close_date="31.12.2030",
    )
    assert answer.status_code == 302
    (deal,) = tenant.api.get("/api/deals").json
    assert (deal["amount"], deal["estimated_close_date"]) == (1200.5, "2030-12-31")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "/api/contacts/999999", None),
        ("post", "/api/contacts", {"company_id": 999999}),
        ("get", "/api/crm/record/rec_contacts_999999", None),
        ("get", "/openapi/resource.json", None),
        ("get", "/openapi/document.json", None),
        ("get", "/openapi/envelope.json", None),
    ],
)
def test_programs_of_a_german_house_are_told_the_same_as_before(
    tenant, method, path, body
):
    def told(language):
        client = Client(
            headers={
                "Authorization": f"Bearer {tenant.key}",
                "X-Api-Key": tenant.key,
                "Accept-Language": language,
                "X-Request-Id": "same",
                "User-Agent": "tests",
                "Accept": "application/json",
            }
        )
        options = {} if body is None else {"data": body}
        return getattr(client, method)(path, content_type="application/json", **options)

    english, german = told("en"), told("de")
    assert german.content == english.content
    assert english.status_code == german.status_code
