"""The page on which people read and try the dialects."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve

from records.urls import DOCUMENTS


@pytest.mark.parametrize("address", ["/docs/", "/docs"])
def test_the_page_offers_every_document(db, address):
    answer = Client().get(address)
    text = answer.content.decode()
    offered = re.findall(r'<option value="([^"]+)">([^<]+)', text)
    assert [title for _address, title in offered] == [one.title for one in DOCUMENTS]
    assert [resolve(one).url_name for one, _title in offered] == [
        one.route for one in DOCUMENTS
    ]


def test_the_page_loads_nothing_from_elsewhere(db):
    answer = Client().get("/docs/")
    text = answer.content.decode()
    assert "//" not in re.sub(r"<!doctype[^>]*>", "", text)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self';" in policy


def test_everything_the_page_asks_for_is_there(db):
    text = Client().get("/docs/").content.decode()
    paths = re.findall(r'(?:src|href)="/static/([^"]+)"', text)
    assert len(paths) == 5
    assert [one for one in paths if finders.find(one) is None] == []


def test_a_signed_in_person_gets_what_a_write_needs(tenant):
    client = Client()
    client.force_login(tenant.user)
    text = client.get("/docs/").content.decode()
    assert tenant.organization.name in text
    assert re.search(r'data-csrf-token="\w{64}"', text)
    assert 'data-csrf-token=""' in Client().get("/docs/").content.decode()
