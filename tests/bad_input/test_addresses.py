"""Are odd addresses, methods and headers answered in the dialect's shape?"""

import pytest
from django.test import Client

from tests.bad_input.refusals import Sender, Unchanged, assert_refused, assert_shape

UNKNOWN = [
    "/api",
    "/api/",
    "/api//",
    "/api//contacts",
    "/api//x",
    "/api/contacts//1",
    "/api/contacts/1//restore",
    "/api/contacts/1/2",
    "/api/contacts/1/2/3",
    "/api/contacts/1/restore/1",
    "/api/contacts/1/Restore",
    "/api/nope",
    "/api/nope/1",
    "/api/nope/1/restore",
    "/api/CONTACTS",
    "/api/Contacts",
    "/api/contact",
    "/api/contacts ",
    "/api/%20contacts",
    "/api/contacts.json",
    "/api/contacts%00",
    "/api/%00",
    "/api/con%2Ftacts",
    "/api/contacts%0A",
    "/api/x%0Ay/z%0A/w",
    "/api/../contacts",
    "/api/./contacts",
    "/api/%2e%2e/contacts",
    "/api/..%2f..%2fetc%2fpasswd",
    "/api/contacts;x=1",
    "/api/%ff",
    "/api/%ed%a0%80",
    "/api/😀",
    "/api/" + "x" * 5_000,
    "/api/" + "x/" * 2_000,
    "/api/auth",
    "/api/object-config/contacts/override",
    "/api/object-config/favorites",
    "/api/custom_field_defs/1",
    "/api/schema",
    "/api/schema/contacts/id",
    "/api/__proto__",
    "/api/party",
    "/api/memberships",
    "/api/api_keys",
    "/api/changes",
]


@pytest.mark.parametrize("path", UNKNOWN, ids=lambda path: path[:40])
def test_an_unknown_address_is_not_found(send, path):
    with Unchanged():
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            response = send(method, path, b'{"first_name": "A"}')
            body = assert_shape(response)
            assert response.status_code in (404, 405), (method, body)
        assert send("GET", path).status_code == 404


IDS = {
    400: ["x", "1x", "1.0", "-1", "+1", "1e3", "٣", "²", "%00", "1%0A", "%20", "1,2"],
    404: ["0", "9" * 18, str(2**63 - 1), str(2**63), str(2**64), "9" * 5_000, "0" * 50],
}


@pytest.mark.parametrize(
    ("status", "text"),
    [(status, text) for status, texts in IDS.items() for text in texts],
    ids=lambda one: str(one)[:24],
)
def test_an_id_that_no_record_has(send, ids, status, text):
    with Unchanged():
        for slug in ("contacts", "tags", "crm_users"):
            for method in ("GET", "PUT", "PATCH", "DELETE"):
                if slug == "crm_users" and method != "GET":
                    continue
                response = send(method, f"/api/{slug}/{text}", b'{"name": "x"}')
                assert_refused(response, status=status)
        response = send("POST", f"/api/contacts/{text}/restore")
        assert_refused(response, status=status)


METHODS = [
    ("PUT", "/api/contacts", 405),
    ("PATCH", "/api/contacts", 405),
    ("DELETE", "/api/contacts", 405),
    ("TRACE", "/api/contacts", 405),
    ("CONNECT", "/api/contacts", 405),
    ("BREW", "/api/contacts", 405),
    ("get", "/api/contacts/{id}/x", 404),
    ("POST", "/api/contacts/{id}", 405),
    ("TRACE", "/api/contacts/{id}", 405),
    ("GET", "/api/contacts/{id}/restore", 405),
    ("PUT", "/api/contacts/{id}/restore", 405),
    ("DELETE", "/api/contacts/{id}/restore", 405),
    ("PUT", "/api/object-config", 405),
    ("DELETE", "/api/object-config", 405),
    ("DELETE", "/api/object-config/contacts", 405),
    ("GET", "/api/object-config/contacts/overrides", 404),
    ("PUT", "/api/object-config/contacts/overrides", 405),
    ("PUT", "/api/custom_field_defs", 405),
    ("PUT", "/api/custom_field_defs/1", 405),
    ("POST", "/api/custom_field_defs/1", 405),
    ("POST", "/api/schema/contacts", 405),
    ("GET", "/api/merge_contacts", 404),
    ("PUT", "/api/merge_contacts", 405),
    ("DELETE", "/api/merge_contacts", 405),
    ("TRACE", "/api/merge_contacts", 405),
    ("POST", "/api/merge_contacts/{id}", 404),
    ("POST", "/api/merge_deals", 404),
    ("POST", "/api/contacts_summary", 400),
    ("PUT", "/api/contacts_summary/{id}", 400),
    ("DELETE", "/api/contacts_summary/{id}", 400),
    ("POST", "/api/contacts_summary/{id}/restore", 400),
    ("POST", "/api/tags/1/restore", 400),
    ("POST", "/api/configuration/1/restore", 400),
    ("POST", "/api/crm_users", 400),
    ("DELETE", "/api/crm_users/1", 400),
]


@pytest.mark.parametrize(("method", "path", "status"), METHODS)
def test_a_method_that_an_address_does_not_take(send, ids, method, path, status):
    with Unchanged():
        response = send(method, path.format(id=ids["contacts"]), b'{"name": "x"}')
        if method == "TRACE":
            assert response.status_code == status
        else:
            assert_refused(response, status=status)


@pytest.mark.parametrize(
    "text", ["maybe", "", "2", "yes", "null", "\x00", "true,false"]
)
def test_a_purge_that_is_neither_true_nor_false_removes_nothing(send, ids, text):
    with Unchanged():
        path = f"/api/contacts/{ids['contacts']}"
        response = send("DELETE", path, query=f"purge={text}")
        assert_refused(response, naming="purge")


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_bad_parameter_is_told_before_anything_is_stored(send, ids, method):
    path = "/api/contacts" + (f"/{ids['contacts']}" if method == "PUT" else "")
    with Unchanged():
        response = send(method, path, b'{"first_name": "A"}', query="keys=kebab")
        assert_refused(response, naming="keys")


# The Content-Type is not asked: JSON is read whatever it says (contract §12.26).
CONTENT_TYPES = [
    "application/json",
    "application/json; charset=utf-8",
    "application/json; charset=latin-1",
    "application/json; charset=utf-16",
    "application/json; charset=hex",
    "application/json; charset=undefined",
    "application/json; charset=idna",
    "application/json; charset=nonsense",
    "application/json; charset=",
    "application/vnd.api+json",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "text/plain",
    "text/html",
    "nonsense",
    "/",
    ";;;",
    "*/*",
    "a" * 2_000,
    "",
]


@pytest.mark.parametrize("content_type", CONTENT_TYPES, ids=lambda one: one[:50])
def test_json_is_read_whatever_the_content_type_says(send, content_type):
    made = send(
        "POST", "/api/contacts", b'{"title": "\xc3\xa4"}', content_type=content_type
    )
    assert (made.status_code, made.json()["title"]) == (201, "ä")
    listed = send(
        "GET",
        "/api/contacts",
        query="filter=%7B%22title%22:%22%C3%A4%22%7D",
        content_type=content_type,
    )
    assert (listed.status_code, len(listed.json())) == (200, 1)
    gone = send(
        "DELETE", f"/api/contacts/{made.json()['id']}", content_type=content_type
    )
    assert gone.status_code == 200
    bad = send("POST", "/api/contacts", b"title=x", content_type=content_type)
    assert_refused(bad, naming="Invalid JSON")


@pytest.mark.parametrize("content_type", CONTENT_TYPES, ids=lambda one: one[:50])
def test_a_session_without_the_token_is_refused_whatever_it_sends(tenant, content_type):
    """Looking for the token makes Django read forms, which may be broken too."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(
        tenant.user, backend="records.members.backends.MembershipBackend"
    )
    client.cookies["csrftoken"] = "t" * 32
    with Unchanged():
        for body in (b'{"title": "x"}', b"--x\r\nbroken", b"a=1&" * 2_000, b""):
            response = client.generic("POST", "/api/contacts", body, content_type)
            assert_shape(response)
            assert response.status_code in (400, 403)


HEADERS = [
    {"Accept": "text/html"},
    {"Accept": "nonsense"},
    {"Accept": "application/xml;q=1"},
    {"Accept": ""},
    {"Range": "contacts=0-9"},
    {"Range": "bytes=nonsense"},
    {"If-None-Match": '"x"'},
    {"If-Modified-Since": "nonsense"},
    {"X-Request-Id": "not a uuid"},
    {"X-Request-Id": "a" * 5_000},
    {"X-Forwarded-For": "nonsense"},
    {"Accept-Language": "xx-nonsense;q=nonsense"},
    {"Accept-Encoding": "nonsense"},
    {"Origin": "null"},
    {"Origin": "nonsense"},
    {"Cookie": "sessionid=nonsense; csrftoken=\x7f; ;;;=;"},
    {"Content-Length": "nonsense"},
    {"X-Http-Method-Override": "DELETE"},
]


@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_headers_that_mean_nothing_change_nothing(send, headers):
    if "Content-Length" in headers:
        response = send("POST", "/api/contacts", b'{"title": "x"}', headers=headers)
        assert_refused(response)
        return
    response = send("GET", "/api/contacts", headers=headers)
    assert (response.status_code, response.json()) == (200, [])
    assert response["Content-Type"] == "application/json"


def test_a_host_that_is_not_ours_is_refused(send):
    with Unchanged():
        for host in ("evil.example", "a b", "x" * 300, "[", ""):
            headers = {"Host": host}
            response = send("POST", "/api/contacts", b'{"title": "x"}', headers=headers)
            if host:
                assert_refused(response)


def test_options_and_head_are_answered(tenant):
    sender = Sender(tenant)
    for path in ("/api/contacts", "/api/contacts/1", "/api/contacts/1/restore"):
        response = sender("OPTIONS", path)
        assert response.status_code == 204
        assert "OPTIONS" in response["Allow"]
    response = sender("HEAD", "/api/contacts")
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Range"] == "contacts 0-0/0"
