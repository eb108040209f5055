"""The rules about headers, methods and addresses (contract §1.1 to §1.4)."""

import uuid

import pytest

WITHOUT_AGENT = {"User-Agent": None}


def test_a_request_that_does_not_say_who_sends_it_is_refused_before_anything(v2):
    for headers in (WITHOUT_AGENT, {"User-Agent": "  "}):
        told = v2("GET", "tags", headers={**headers, "Authorization": "Bearer x"})
        assert (told.status, told.codes) == (400, ["invalid_user_agent"])
    told = v2("GET", "nowhere", headers=WITHOUT_AGENT)
    assert (told.status, told.codes) == (400, ["invalid_user_agent"])


@pytest.mark.parametrize(
    "accept",
    [
        None,
        "",
        "*/*",
        "application/json",
        "APPLICATION/JSON",
        "application/*",
        "application/json; charset=utf-8",
        "text/html, application/json;q=0.1",
        "text/html;q=0.9, */*;q=0.001",
    ],
)
def test_what_takes_json_gets_json(v2, accept):
    told = v2("GET", "tags", headers={"Accept": accept})
    assert told.status == 200
    assert told.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "accept", ["text/html", "nonsense", "application/xml", "application/json;q=0", ","]
)
def test_what_takes_no_json_is_refused(v2, accept):
    told = v2("GET", "tags", headers={"Accept": accept})
    assert (told.status, told.codes) == (406, ["invalid_header"])
    assert told.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "", "application/xml", "application/x-www-form-urlencoded", "x"],
)
def test_a_body_of_another_type_is_refused(v2, content_type):
    sent = b'{"data": {"name": "t", "resource_type": "lead"}}'
    told = v2("POST", "tags", body=sent, content_type=content_type)
    assert (told.status, told.codes) == (415, ["invalid_header"])
    assert v2.get("tags").items == []


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; charset=UTF-8"]
)
def test_a_body_of_json_is_read(v2, content_type):
    sent = b'{"data": {"name": "t", "resource_type": "lead"}}'
    assert v2("POST", "tags", body=sent, content_type=content_type).data["id"]


@pytest.mark.parametrize(
    "credential",
    [None, "", "Bearer", "Bearer x", "Basic x", "Bearer " + "X" * 64, "Token x"],
)
def test_a_token_that_is_none_is_refused_with_one_error(v2, credential):
    told = v2("GET", "users/self", headers={"Authorization": credential})
    assert (told.status, told.codes) == (401, ["unauthorized"])
    assert told.headers["WWW-Authenticate"] == "Bearer"


def test_a_key_that_may_not_read_learns_so_before_anything_is_stored(tenant, v2):
    key = tenant.membership.api_keys.everywhere().get()
    key.scopes = ["write"]
    key.save()
    told = v2.post("tags", name="t", resource_type="lead")
    assert (told.status, told.codes) == (403, ["insufficient_scope"])
    key.scopes = ["read"]
    key.save()
    told = v2.post("tags", name="t", resource_type="lead")
    assert (told.status, told.codes) == (403, ["insufficient_scope"])
    assert v2.get("tags").items == []


@pytest.mark.parametrize("path", ["tags", "tags.json", "tags/", "tags.json/"])
def test_every_spelling_of_an_address_is_answered_without_a_redirect(v2, path):
    assert v2.get(path).items == []
    made = v2.post(path, name="t", resource_type="lead").data["id"]
    for suffix in ("", ".json", "/", ".json/"):
        assert v2.get(f"tags/{made}{suffix}").data["id"] == made
        assert v2.put(f"tags/{made}{suffix}", name="u").data["name"] == "u"
    assert v2.get("users/self.json").data["role"] == "admin"
    assert v2.delete(f"tags/{made}.json").status == 204


def test_head_is_get_without_a_body(v2):
    made = v2.post("tags", name="t", resource_type="lead").data["id"]
    for path in ("tags", f"tags/{made}", "users/self", "tags.json"):
        head, get = v2("HEAD", path), v2("GET", path)
        assert (head.status, head.content) == (200, b"")
        assert head.headers["Content-Length"] == str(len(get.content))
    assert v2("HEAD", "tags/999").status == 404


def test_the_statuses_are_those_that_clients_demand(v2):
    made = v2.post("tags", name="t", resource_type="lead")
    assert made.status == 200
    path = f"tags/{made.data['id']}"
    assert v2.put(path, name="u").status == 200
    gone = v2.delete(path)
    assert (gone.status, gone.content) == (204, b"")
    assert "Content-Type" not in gone.headers
    assert v2.delete(path).status == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "contacts/1", "GET, PUT, DELETE, HEAD, OPTIONS"),
        ("POST", "contacts/1", "GET, PUT, DELETE, HEAD, OPTIONS"),
        ("PUT", "contacts", "GET, POST, HEAD, OPTIONS"),
        ("DELETE", "contacts", "GET, POST, HEAD, OPTIONS"),
        ("POST", "stages", "GET, HEAD, OPTIONS"),
        ("PUT", "users/1", "GET, HEAD, OPTIONS"),
        ("POST", "users/self", "GET, HEAD, OPTIONS"),
        ("TRACE", "contacts", "GET, POST, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_an_address_does_not_take(v2, method, path, allowed):
    told = v2(method, path, {"name": "x"})
    assert (told.status, told.codes) == (405, ["incorrect_path"])
    assert told.headers["Allow"] == allowed


def test_options_tells_the_methods(v2):
    told = v2("OPTIONS", "stages")
    assert (told.status, told.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "nope",
        "nope/1",
        "contacts/1/2",
        "contacts/1/tags",
        "stages/1",
        "stages/self",
        "contacts/self/x",
        "CONTACTS",
        "companies",
        "crm_users",
        "contact_notes",
        "x" * 3_000,
        "contacts%00",
        "%ff",
    ],
)
def test_an_unknown_address_is_told_in_the_envelope(v2, path):
    for method in ("GET", "POST", "PUT", "DELETE"):
        told = v2(method, path)
        assert told.status in (404, 405), method
        assert told.codes == ["incorrect_path"]
    assert v2("GET", path).status == 404


@pytest.mark.parametrize(
    "text", ["0", "999", "x", "1.5", "-1", "9" * 30, "%20", "1,2", "٣"]
)
def test_an_id_that_no_record_has(v2, text):
    for method in ("GET", "PUT", "DELETE"):
        told = v2(method, f"contacts/{text}", {"name": "x"})
        assert (told.status, told.codes) == (404, ["not_found"]), method


def test_every_answer_carries_the_id_of_its_request(v2):
    own = str(uuid.uuid4())
    told = v2("GET", "tags/999", headers={"X-Request-Id": own})
    assert told.headers["X-Request-Id"] == told.json["meta"]["logref"] == own
    fresh = v2.get("tags/999")
    assert fresh.headers["X-Request-Id"] == fresh.json["meta"]["logref"] != own
    assert uuid.UUID(v2.get("tags").headers["X-Request-Id"])
