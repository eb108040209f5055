"""What people do on every page of the admin."""

import re

from playwright.sync_api import expect

PASSWORD = "analytical-engine-1837"  # noqa: S105


def sign_in(page, at, tenant):
    page.goto(at("/admin/"))
    page.fill("[name=username]", tenant.user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.locator("#nav-sidebar").wait_for()


def sidebar(page, name):
    """Follow a link of the sidebar."""
    # The theme writes icons as words before the name.
    page.locator("#nav-sidebar a", has_text=re.compile(rf"{name}\s*$")).click()


def choose(page, name, text):
    """Look a record up in the select of a field and take it."""
    field = page.locator(f"[name={name}] + .select2 .select2-selection")
    field.click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def save(page):
    page.click("[name=_save]")
    expect(page.get_by_text("successfully")).to_be_visible()


def filter_list(page, **answers):
    """Answer filters of a list by the names of their inputs, and look at what is left."""
    page.get_by_text("Filters").first.click()
    for name, answer in answers.items():
        asked = page.locator(f"[name={name}]:visible")
        if asked.evaluate("one => one.tagName") == "SELECT":
            asked.select_option(label=answer)
        else:
            asked.fill(answer)
    page.get_by_role("button", name="Apply Filters").click()


def lists(page, column, *texts):
    """Wait until a column of the list says this from the top, and nothing else."""
    cells = page.locator(f"#result_list tbody .field-{column}")
    expect(cells).to_have_text(texts)
