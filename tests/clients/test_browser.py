"""What a browser makes of our server: the page at ``/docs/``, and foreign origins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from tests.clients.conftest import FOREIGN_ORIGIN
from tests.components import browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.clients.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.live]

# Our foreign origin is made up; newer browsers ask before any such page may talk to
# this machine.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-features=LocalNetworkAccessChecks",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Page]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=browser(), args=ARGUMENTS)
        page = found.new_page()
        page.set_default_timeout(60_000)
        yield page
        found.close()


@pytest.fixture
def page(chromium: Page, server: Server) -> Iterator[Page]:
    """A page for which only our server exists; whatever else it asks for is told."""
    elsewhere: list[str] = []
    complaints: list[str] = []

    def refuse(route: Route) -> None:
        elsewhere.append(route.request.url)
        route.abort()

    chromium.route(lambda url: not url.startswith((server.address, "data:")), refuse)
    chromium.on("pageerror", lambda error: complaints.append(str(error)))
    chromium.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type == "error" else None
        ),
    )
    yield chromium
    chromium.unroute_all()
    assert elsewhere == []
    assert complaints == []


def test_the_documentation_works_without_any_network(page, server):
    page.goto(f"{server.address}/docs/")
    page.wait_for_selector("#operations-tag-contacts")
    assert "resource dialect" in page.inner_text(".info .title")
    page.click("#operations-tag-contacts")
    page.click("#operations-contacts-list_contacts .opblock-summary-control")
    page.click(".btn.authorize")
    page.fill(".auth-container input >> nth=0", server.key)
    page.click(".auth-btn-wrapper button.authorize >> nth=0")
    page.click(".btn-done")
    # What Swagger fills in by itself is a question that everything answers.
    page.click("#operations-contacts-list_contacts .execute")
    answer = page.locator("#operations-contacts-list_contacts .live-responses-table")
    answer.wait_for()
    assert answer.locator("tr.response td").first.inner_text() == "200"
    assert '"Person 00"' in answer.inner_text()
    assert "content-range: contacts 0-24/" in answer.inner_text()


def test_an_example_of_filters_can_be_chosen_and_sent(page, server):
    # By hand: of an address with "_" Swagger complains on the console, now and then.
    page.goto(f"{server.address}/docs/")
    page.click("#operations-tag-contacts")
    page.click("#operations-contacts-list_contacts .opblock-summary-control")
    filters = page.locator('tr[data-param-name="filters"]')
    filters.locator("select").select_option("starts_with")
    assert '"op":"starts_with"' in filters.locator("input").input_value()


def test_a_page_of_another_origin_reads_the_window_of_a_list(chromium, server):
    """The browser itself is the judge: preflight, credentials, exposed headers."""
    page = chromium
    page.route(f"{FOREIGN_ORIGIN}/", lambda route: route.fulfill(body="<p>A page</p>"))
    page.goto(f"{FOREIGN_ORIGIN}/")
    read = page.evaluate(
        """async ([address, key]) => {
          const answer = await fetch(`${address}/api/contacts?range=[0,1]`, {
            headers: {"X-Api-Key": key, Range: "contacts=0-1"},
          });
          return [
            answer.status,
            answer.headers.get("Content-Range").split("/")[0],
            Number(answer.headers.get("X-Total-Count")) > 1,
            (await answer.json()).length,
          ];
        }""",
        [server.address, server.key],
    )
    page.unroute_all()
    assert read == [200, "contacts 0-1", True, 2]
