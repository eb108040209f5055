"""A browser, a server for it, and the owner of an organization who signs in there."""

import os

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import sync_playwright

from records.access.roles import Role
from tests.components import browser
from tests.journeys.surfing import PASSWORD
from tests.tenants import new_tenant
from tests.threads import shared_database


@pytest.fixture
def database(transactional_db, tmp_path):
    """The test database, for the threads of a server too.

    pytest-django's server would share the one connection of a database in memory among
    all its threads, and their transactions with it; a page asks several things at once.
    """
    with shared_database(tmp_path):
        yield


@pytest.fixture
def page(database, monkeypatch):
    # The driver runs an event loop in this thread; Django's guard against that would
    # refuse the tests' own queries.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=browser(),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        opened = chromium.new_page(viewport={"width": 1440, "height": 1000})
        opened.set_default_timeout(15_000)
        yield opened
        chromium.close()
        # Beside an event loop Django connects anew, and would find this connection
        # again in the next test.
        connections["default"].close()
        del connections["default"]


@pytest.fixture
def at(database, settings):
    """A running server: gives the address of a path."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "127.0.0.1"]
    server = LiveServerThread("127.0.0.1", static_handler=StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}".__add__
    server.terminate()


@pytest.fixture
def owner(page):
    tenant = new_tenant(Role.OWNER, name="Nordlicht GmbH")
    tenant.user.set_password(PASSWORD)
    tenant.user.save()
    return tenant
