"""Is what the envelope dialect cannot mean refused in its shape, and nothing stored?

Set ``FUZZ_EXAMPLES`` to try more than usual.
"""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.dialects.envelope.keys import Constant
from records.schema.registry import registry
from tests.bad_input.refusals import INSIDE, Unchanged
from tests.bad_input.test_bodies import UNREADABLE
from tests.bad_input.test_fuzz import JSON, METHODS, TEXTS, encoded, fuzzing
from tests.bad_input.test_values import (
    ADDRESS,
    FILES,
    IDS,
    MOMENT,
    NUMBER,
    PRICES,
    REFERENCE,
    TEXT,
    TRUTH,
    WHOLE,
    Values,
)
from tests.envelopes import HEADERS
from tests.records.dialects.envelope.wire import (
    RESOURCES,
    address_of,
    collection_of,
    sample_data,
    source_of,
    writable,
)
from tests.samples import on_their_own
from tests.snapshots import difference, rolled_back, snapshot, unlogged

REQUESTS = 8
FAULTS = {
    *("invalid_user_agent", "invalid_header", "invalid_param", "invalid_payload"),
    *("unauthorized", "insufficient_scope", "not_found", "incorrect_path"),
    *("incorrect_payload", "rate_limit_exceeded"),
}
OF_ATTRIBUTES = {
    *("unknown", "missing", "blank", "already_exists", "invalid_type"),
    "incorrect_value",
}


def ask(send, method, path, data=None, *, body=None, query=""):
    """Send data in an envelope, or a body as it is."""
    if body is None:
        body = b"" if data is None else json.dumps({"data": data}).encode()
    return send(method, f"/v2/{path}", body, query=query, headers=HEADERS)


def errors_of(response):
    """Fail unless a failure has the envelope of contract §1.6; return code and field."""
    assert 400 <= response.status_code < 500, response.content[:500]
    assert response["Content-Type"] == "application/json; charset=utf-8"
    told = response.content.decode()
    assert not [word for word in INSIDE if word in told]
    body = json.loads(told)
    assert set(body) == {"errors", "meta"}
    assert body["meta"]["type"] == "errors"
    assert body["meta"]["http_status"].startswith(f"{response.status_code} ")
    assert body["meta"]["logref"] == response["X-Request-Id"]
    errors = []
    for one in body["errors"]:
        assert one["meta"]["type"] == "error"
        error = one["error"]
        assert error["message"]
        assert error["details"]
        has_field = error["code"] in OF_ATTRIBUTES
        assert has_field or error["code"] in FAULTS
        assert ("field" in error) is has_field
        assert (response.status_code == 422) >= has_field
        errors.append((error["code"], error.get("field")))
    assert errors
    return errors


@pytest.mark.parametrize(
    "case", [one for one, (body, _n) in UNREADABLE.items() if body[:2] != b"[{"]
)
def test_a_body_that_cannot_be_read_stores_nothing(send, ids, case):
    body, _naming = UNREADABLE[case]
    with Unchanged():
        for method, path in (("POST", "leads"), ("PUT", f"leads/{ids['leads']}")):
            for path_, query in ((path, ""), ("leads/upsert", "email=x")):
                if (method, path_) == ("PUT", "leads/upsert"):
                    continue
                response = ask(send, method, path_, body=body, query=query)
                ((code, _field),) = errors_of(response)
                assert code in ("invalid_payload", "incorrect_payload")
        response = send(
            "POST",
            "/v2/sync/ack",
            body,
            headers={**HEADERS, "X-Basecrm-Device-UUID": "device"},
        )
        ((code, _field),) = errors_of(response)
        assert code in ("invalid_payload", "incorrect_payload")


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "contacts//1", "contacts/1/", "contacts/%00", "contacts/%ff", "%00", "%ff",
        "contacts/1%0A", "contacts/..%2f..%2fetc", "x/" * 2000, "contacts/" + "9" * 5000,
        "contacts/0", "contacts/-1", "contacts/1.5", "contacts/😀", "CONTACTS", "companies",
        "contact_notes/1", "contacts/1.xml", "contacts.xml", "contacts.json.json",
        "deals/1/associated_contacts/1/2", "deals/x/associated_contacts", "deals/0/line_items",
        "orders/" + "9" * 5000 + "/line_items", "orders/1/line_items/" + "9" * 40, "line_items",
        "associated_contacts", "contacts/1/line_items", "upsert", "tags/upsert", "sync",
        "sync/start/x", "sync/%00/queues/main", "sync/x/queues/other", "x/custom_fields",
        "contacts/custom_fields/1", "accounts", "accounts/1", "users/self/self", ".json",
    ],
    ids=lambda path: path[:40] or "nothing",
)  # fmt: skip
def test_an_odd_address_is_told_in_the_shape_of_the_dialect(send, path):
    with Unchanged():
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "BREW"):
            errors = errors_of(ask(send, method, path, {}))
            told = {code for code, _field in errors}
            assert told <= {"incorrect_path", "not_found", "invalid_header"}


NAMES: Values = ("x", 1, {"a": 1}, [1], [["x"]], [None], ["a\x00"], ["x" * 256], True)
AMOUNT: Values = tuple(one for one in NUMBER if one not in (1e-7, 0.1234567))

BY_KIND: dict[str, Values] = {
    "text": TEXT,
    "email": (*TEXT, "x" * 321),
    "url": (*TEXT, "x" * 2049),
    "number": NUMBER,
    "integer": (*WHOLE, 2**31),
    "boolean": TRUTH,
    "moment": MOMENT,
    "date": MOMENT,
    "names": NAMES,
    "texts": NAMES,
    "address": ADDRESS,
    "attachments": FILES,
    "choice": (*TEXT, "nope"),
    "reference": REFERENCE,
    "references": IDS,
    "prices": PRICES,
}
# Where a key takes less or more than its field.
BY_KEY: dict[tuple[str, str], Values] = {
    ("contacts", "is_organization"): ("maybe", 2, [], {}, 1.5, "true", 1),
    ("contacts", "contact_id"): REFERENCE,
    ("contacts", "parent_organization_id"): REFERENCE,
    ("deals", "value"): AMOUNT,
    ("tasks", "completed"): ("maybe", 2, [], {}, 1.5, 1, "true"),
    ("products", "cost"): (*NUMBER, -1),
    ("line_items", "variation"): (*NUMBER, -101),
    ("line_items", "value"): NUMBER,
}
for _name in ("notes", "tasks", "calls", "collaborations"):
    BY_KEY[_name, "resource_type"] = (*TEXT, "nope", "company", "DEAL", "sales_account")
    BY_KEY[_name, "resource_id"] = REFERENCE
for _name in ("deals", "associated_contacts"):
    BY_KEY[_name, "contact_id"] = (*REFERENCE, None, "")

ATTRIBUTES = [
    (name, key.name)
    for name, one in RESOURCES.items()
    for key in writable(one)
    # The name of a person is first and last name together, whatever is sent.
    if (name, key.name) != ("contacts", "name")
]


def bad_values(resource, key):
    """Return values that an attribute refuses."""
    if isinstance(key, Constant):
        return (*TEXT, "nope")
    if (resource.resource, key.name) in BY_KEY:
        return BY_KEY[resource.resource, key.name]
    field = registry.built_in_type(source_of(resource)).fields_by_name[key.neutral]
    values = BY_KIND[field.kind.name]
    return (*values, None, "", "  ") if key.required else values


@pytest.mark.parametrize(
    ("name", "key"), ATTRIBUTES, ids=[f"{name}.{key}" for name, key in ATTRIBUTES]
)
def test_a_value_that_an_attribute_cannot_hold_is_named(send, ids, name, key):
    resource = RESOURCES[name]
    (own,) = on_their_own(send.tenant, source_of(resource), ids, 1)
    good = sample_data(resource, "Gnu", own)
    with Unchanged():
        for bad in bad_values(resource, resource.keys_by_name[key]):
            sends = [("POST", collection_of(resource, ids), {**good, key: bad})]
            if resource.can("U"):
                sends.append(("PUT", address_of(resource, ids), {key: bad}))
            for method, path, data in sends:
                response = ask(send, method, path, data)
                assert response.status_code == 422, (method, bad, response.content)
                places = {field.split("/")[2] for _c, field in errors_of(response)}
                assert places == {key}, (method, bad, response.content)


@pytest.mark.parametrize("name", [n for n, one in RESOURCES.items() if one.can("C")])
def test_what_is_no_attribute_is_unknown(send, ids, name):
    resource = RESOURCES[name]
    (own,) = on_their_own(send.tenant, source_of(resource), ids, 1)
    good = sample_data(resource, "Gnu", own)
    with Unchanged():
        for odd in ("nope", "", "crm_user_id", "company_name", "a/b", "😀", "\x00"):
            response = ask(send, "POST", collection_of(resource, ids), {**good, odd: 1})
            ((code, _field),) = errors_of(response)
            assert code == "unknown"


@pytest.mark.parametrize("name", [n for n, one in RESOURCES.items() if one.can("C")])
def test_a_full_record_is_taken_and_read_back(send, ids, name):
    resource = RESOURCES[name]
    (own,) = on_their_own(send.tenant, source_of(resource), ids, 1)
    data = sample_data(resource, "Gnu", own)
    response = ask(send, "POST", collection_of(resource, ids), data)
    assert response.status_code == 200, response.content
    read = response.json()["data"]
    for key in writable(resource):
        if key.write_only or key.name not in data:
            continue
        sent, told = data[key.name], read[key.name]
        if key.name == "address" or key.name.endswith("_address"):
            assert sent.items() <= told.items()
        elif isinstance(sent, str) and sent.endswith("Z"):
            assert told == sent.replace(".250Z", "Z")
        elif isinstance(sent, float):
            assert float(told) == sent
        elif key.name == "prices":
            assert [float(one["amount"]) for one in told] == [12.5]
        else:
            assert told == sent, key.name


PARAMETERS = {
    "page": ("", "0", "-1", "x", "1.5", "9" * 30, "٣", "1,2"),
    "per_page": ("", "0", "-1", "x", "1000", "9" * 30),
    "ids": ("", "x", "1;2", "1.5", "-1", "1,,2", "٣"),
    "sort_by": ("", "nope", "id:up", "id,nope", ":", "id:asc:desc", "a" * 5000),
    "nope": ("1", ""),
    "page[]": ("1",),
    "custom_fields": ("x",),
    "custom_fields[]": ("x",),
    "custom_fields[nope]": ("x", ""),
    "filter": ("{}",),
    "[": ("1",),
    "\x00": ("1",),
}


@pytest.mark.parametrize("name", [n for n, one in RESOURCES.items() if one.can("L")])
def test_a_parameter_that_cannot_be_understood_is_named(send, ids, name):
    resource = RESOURCES[name]
    where = collection_of(resource, ids)
    parameters = dict(PARAMETERS)
    for one in resource.filters:
        parameters[one.name] = ("", "  ")
    with Unchanged():
        for parameter, values in parameters.items():
            for value in values:
                response = ask(send, "GET", where, query=urlencode({parameter: value}))
                told = (parameter, value, response.content)
                assert response.status_code == 400, told
                assert errors_of(response) == [("invalid_param", None)], told
                message = response.json()["errors"][0]["error"]["message"]
                assert message.startswith(f"{parameter}: "), told
        query = urlencode({"nope": 1, "page": 0, "sort_by": "nope", "x[y]": 2})
        response = ask(send, "GET", where, query=query)
        assert errors_of(response) == [("invalid_param", None)] * 4


# -- whatever comes -----------------------------------------------------------------


def keys_of(resource):
    known = st.sampled_from([*resource.keys_by_name, "custom_fields"])
    return known | known | TEXTS


@st.composite
def queries(draw, resource):
    names = ["page", "per_page", "ids", "includes", "cursor", "custom_fields[x]"]
    names += resource.filters_by_name
    values = TEXTS | st.sampled_from(["1", "2", "true", "contact", "x", "9" * 30])
    parameters = draw(
        st.dictionaries(st.sampled_from(names) | TEXTS, values, max_size=2)
    )
    sorts = st.sampled_from([*resource.fields_by_sort, "custom_fields:x", "id:desc"])
    if draw(st.booleans()):
        parameters["sort_by"] = draw(sorts | TEXTS)
    return urlencode(parameters, errors="surrogatepass")


@st.composite
def requests(draw, resource, ids):
    where, one = collection_of(resource, ids), address_of(resource, ids)
    name = resource.resource
    places = [where, where, one, one, f"{one}.json", f"{name}/0", f"{name}/upsert"]
    data = sample_data(resource, "Gnu", ids)
    data |= draw(st.dictionaries(keys_of(resource), JSON, max_size=2))
    body = {"data": data, "meta": {"type": resource.type}}
    body |= draw(st.dictionaries(st.sampled_from(list(body)), JSON, max_size=1))
    method = draw(st.sampled_from(METHODS))
    sent = b"" if method == "GET" else encoded(draw, draw(st.just(body) | JSON))
    # A write takes no parameters: it is to be tried without any as well.
    query = draw(queries(resource)) if method == "GET" or draw(st.booleans()) else ""
    return method, draw(st.sampled_from(places)), query, sent


@pytest.mark.parametrize("name", RESOURCES)
@fuzzing
@given(data=st.data())
def test_nothing_makes_the_server_fail_or_changes_a_row_unasked(send, ids, name, data):
    with rolled_back():
        before = snapshot()
        for _ in range(REQUESTS):
            method, path, query, body = data.draw(requests(RESOURCES[name], ids))
            response = ask(send, method, path, body=body, query=query)
            after = snapshot()
            told = (method, path, query, body, response.content[:300])
            assert response.status_code < 500, told
            if response.status_code >= 400:
                if method != "HEAD":
                    errors_of(response)
                assert difference(before, after) == {}, told
            elif method in ("GET", "HEAD", "OPTIONS"):
                assert difference(before, after) == {}, told
            else:
                assert response.content == b"" or json.loads(response.content), told
                assert unlogged(before, after) == [], told
            before = after
