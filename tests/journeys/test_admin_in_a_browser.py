"""A day at the admin in a real browser: from signing in to taking a merge back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.surfing import choose, save, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def create_contact(page, at, *, first_name, **values):
    page.goto(at(reverse("admin:crm_contact_add")))
    page.fill("[name=first_name]", first_name)
    for name, value in values.items():
        page.fill(f"[name={name}]", value)


def test_a_contact_from_its_creation_to_a_merge_taken_back(at, page, owner):
    sign_in(page, at, owner)
    expect(page.locator("#nav-sidebar")).to_contain_text("Nordlicht GmbH")

    page.goto(at(reverse("admin:crm_company_add")))
    page.fill("[name=name]", "Acme Werke")
    page.fill("[name=address_city]", "Berlin")
    save(page)

    create_contact(page, at, first_name="Grace", last_name="Hopper")
    choose(page, "company_id", "Acme")
    tags = page.locator("[name=tags] + .select2 .select2-search__field")
    tags.fill("vip")
    tags.press("Enter")
    save(page)

    page.get_by_role("link", name="Grace Hopper").first.click()
    expect(page.locator("#id_tags option:checked")).to_have_text("vip")
    page.fill("[name=title]", "Rear Admiral")
    page.click("[name=_continue]")
    expect(page.get_by_text("successfully")).to_be_visible()

    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("It can be restored, not edited")).to_be_visible()
    page.get_by_role("button", name="Restore").click()
    expect(page.locator("[name=first_name]")).to_have_value("Grace")

    create_contact(page, at, first_name="Grace", last_name="Hoper", mobile="+49 151 99")
    save(page)
    for box in page.locator("input.action-select[name=_selected_action]").all():
        box.check()
    page.select_option("select[name=action]", "merge_selected")
    page.locator(
        "#changelist-form button[type=submit], button[name=index]"
    ).first.click()
    page.get_by_text("Keep Grace Hopper").click()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("was merged into")).to_be_visible()
    expect(page.locator("[name=mobile]")).to_have_value("+49 151 99")

    page.locator("a[href$='/history/']").click()
    for told in ("Rear Admiral", "Archived", "Restored", "Merged into"):
        expect(page.locator("#content").get_by_text(told).first).to_be_visible()
    page.get_by_role("button", name="Undo this merge").click()
    expect(page.get_by_text("The merge was taken back")).to_be_visible()
    page.goto(at(reverse("admin:crm_contact_changelist")))
    expect(page.locator("#result_list")).to_contain_text("Grace Hoper")
