"""What the tests of the pages of custom records share."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from custom_objects.admin.records import OBJECT
from custom_objects.models import ObjectDefinition
from tests.factories import touch_schema

MODEL = "custom_objects_customrecord"


def of(slug):
    return {OBJECT: slug}


def change_object(tenant, slug, **columns):
    rows = ObjectDefinition.objects.for_organization(tenant.organization.pk)
    rows.filter(slug=slug).update(**columns)
    touch_schema(tenant.organization)


def found(desk, slug, **query):
    page = desk.get(MODEL, "changelist", **of(slug), **query)
    assert page.status_code == 200
    return [one.pk for one in page.context["cl"].result_list]


def columns(page):
    return [getattr(one, "name", one) for one in page.context["cl"].list_display]


def sidebar(page):
    (records,) = (
        group["items"]
        for group in page.context["sidebar_navigation"]
        if group.get("title") == "Records"
    )
    return {item["title"]: item for item in records}


def links(page):
    hrefs = re.findall(r'href="([^"]+)"', page.content.decode())
    return [unescape(one) for one in hrefs]


def object_in(link):
    query = parse_qs(urlsplit(link).query)
    inner = parse_qs(query.get("_changelist_filters", [""])[0])
    return query.get(OBJECT, inner.get(OBJECT, [None]))[0]


def act(desk, action, *pks, **query):
    url = desk.url(MODEL, "changelist")
    text = "&".join(
        f"{name}={one}" for name, one in {**of("projects"), **query}.items()
    )
    data = {
        "action": action,
        "index": "0",
        "_selected_action": [str(one) for one in pks],
    }
    return desk.client.post(f"{url}?{text}", data)
