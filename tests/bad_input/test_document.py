"""Is what the document dialect cannot mean refused in its shape, and nothing stored?

Set ``FUZZ_EXAMPLES`` to try more than usual.
"""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.dialects.document.filters import OPERATORS
from records.dialects.document.identifiers import record_id
from records.dialects.document.naming import Spelling
from records.schema.object_types import Operation
from records.schema.registry import registry
from tests.bad_input.conftest import OWN
from tests.bad_input.refusals import Unchanged, assert_document_shape
from tests.bad_input.test_bodies import UNREADABLE
from tests.bad_input.test_fuzz import (
    JSON,
    METHODS,
    OWN_FIELDS,
    TEXTS,
    assert_harmless,
    encoded,
    fuzzing,
)
from tests.bad_input.test_values import Values
from tests.records.dialects.document.wire import CREATE, QUERY, id_of, sample_values
from tests.samples import SLUGS, on_their_own
from tests.specimens import SLUG
from tests.specimens import values as own_values

WRITABLE = [one.slug for one in registry.built_in() if one.operations]
DEEP: list[object] = []
for _ in range(100):
    DEEP = [DEEP]


def assert_refused(response, *, status=400, naming=""):
    body = assert_document_shape(response)
    assert response.status_code == status, body
    assert naming in response.content.decode(), body


@pytest.mark.parametrize(
    "case", [one for one, (body, _n) in UNREADABLE.items() if body[:2] != b"[{"]
)
def test_a_body_that_cannot_be_read_stores_nothing(send, ids, case):
    body, _naming = UNREADABLE[case]
    with Unchanged():
        assert_refused(send("POST", CREATE, body))
        assert_refused(send("PATCH", f"{CREATE}/{id_of('contacts', ids)}", body))


@pytest.mark.parametrize(
    "path",
    [
        "/api/crm", "/api/crm/", "/api/crm//", "/api/crm/record/", "/api/crm//record",
        "/api/crm/record/a/b", "/api/crm/record/%2F", "/api/crm/records",
        "/api/crm/records/query/x", "/api/crm/RECORD", "/api/crm/%00", "/api/crm/%ff",
        "/api/crm/record/%00", "/api/crm/record/%ff", "/api/crm/record/rec_contacts_1%0A",
        "/api/crm/record/..%2f..%2fetc", "/api/crm/" + "x/" * 2000, "/api/crm/contacts",
        "/api/crm/record/rec_contacts_" + "9" * 5000, "/api/crm/record/user_" + "9" * 20,
        "/api/crm/record/rec_contacts_0", "/api/crm/record/rec__1", "/api/crm/record/😀",
        "/api/crm/objects//", "/api/crm/objects/%00", "/api/crm/objects/%ff", "/api/crm/object",
        "/api/crm/objects//fields", "/api/crm/objects/" + "x" * 5000,
        "/api/crm/objects/obj_contacts/fields/%00", "/api/crm/objects/contacts/fields/a/b",
        "/api/crm/objects/obj_contacts/fields/fld_" + "9" * 5000, "/api/crm/objects/😀",
        "/api/crm/objects/obj_contacts/field", "/api/crm/fields", "/api/crm/OBJECTS",
    ],
    ids=lambda path: path[:40],
)  # fmt: skip
def test_an_odd_address_is_told_in_the_shape_of_the_dialect(send, path):
    with Unchanged():
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "BREW"):
            body = b'{"object_id": "contacts", "field_values": {}}'
            response = send(method, path, body)
            told = assert_document_shape(response)
            assert response.status_code in (404, 405, 422), (method, told)
        assert send("GET", path).status_code in (404, 405)


BAD_OBJECTS: Values = (
    5,
    True,
    [],
    {},
    ["contacts"],
    "\x00",
    "obj_\ud800",
    "x" * 5000,
    "obj_' OR 1",
)


@pytest.mark.parametrize("value", BAD_OBJECTS, ids=lambda one: repr(one)[:20])
def test_what_is_no_object(send, value):
    with Unchanged():
        body = {"object_id": value, "field_values": {"name": "x"}}
        response = send.json("POST", CREATE, body)
        assert assert_document_shape(response)["status"] in (400, 404)
        if isinstance(value, str) and "\ud800" not in value:
            response = send("GET", QUERY, query=urlencode({"object_id": value}))
            assert_refused(response, status=404)


# Field, values that it refuses with 422.
VALUES: list[tuple[str, str, Values]] = [
    ("contacts", "name", (5, True, [], {}, None, "", "  ", "a\x00", "x" * 600, ["x"])),
    ("contacts", "email", ("x", "a@", "@b", "a b@c.de", 5, [], "x" * 321 + "@a.de")),
    ("contacts", "phone", (5, "x" * 65, "\x00")),
    ("contacts", "company", (5, True, "x", "rec_companies_0", "rec_deals_1", [], {}, "7")),
    ("contacts", "owner_id", (1, "user_0", "rec_contacts_1", "user_" + "9" * 30)),
    ("contacts", "tags", ("x", 1, {}, [1], [None], [["x"]], ["x" * 256])),
    ("contacts", "address", ("x", 1, [], {"nope": "x"}, {"city": 5})),
    ("contacts", "customer_status", ("nope", None, 5)),
    ("deals", "value", ("5", "x", True, [], 1e20, 1e-7, 10**15, 0.1234567)),
    ("deals", "stage", (5, [], "x" * 129, None)),
    ("deals", "hot", ("true", 1, 0, None, [])),
    ("deals", "close_date", (5, "soon", "2024-02-30", "2024-01-01T00:00:00Z", [])),
    ("deals", "win_likelihood", ("5", 5.5, 101, -1, True)),
    ("deals", "added_at", (5, "soon", "0000-01-01", [])),
    ("tasks", "parent_task_id", ("rec_tasks_0", "rec_contacts_1", 5)),
    ("calls", "associated_deal_ids", ("rec_deals_1", 5, [1], [None], ["rec_deals_0"], {})),
    ("calls", "recording_url", (5, "x", "example.com", "ftp://example.com/", "https://")),
    ("calls", "duration", ("5", 1.5, -1, 2**31, True)),
    ("documents", "size", ("5", 1.5, -1, 2**53, True)),
    ("collaborations", "collaborator_id", (None, "", 5, "user_0", "rec_leads_1")),
    ("collaborations", "resource_id", (5, "rec_contacts_1", None)),
    ("lead_conversions", "lead_id", (None, "", 5, "rec_leads_0", "rec_contacts_1")),
    ("lead_conversions", "contact_id", ("rec_contacts_1", None)),
    ("contact_notes", "attachments", ("x", [{}], [{"url": 5}], {})),
    ("contact_notes", "contact_id", (None, "", 5, "rec_companies_1")),
    ("configuration", "config", ("x", [], None, {"a": DEEP}, {"a": "\x00"}, {"a": 1e30})),
]  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "key", "values"), VALUES, ids=[f"{one[0]}.{one[1]}" for one in VALUES]
)
def test_a_value_that_a_field_cannot_hold_is_named(send, ids, slug, key, values):
    (own,) = on_their_own(send.tenant, slug, ids, 1)
    good = sample_values(slug, "Gnu", own)
    if key == "name":  # else the parts of the name would do
        good = {"title": "x"}
    with Unchanged():
        for bad in values:
            requests = []
            if registry.built_in_type(slug).can(Operation.UPDATE):
                requests = [("PATCH", f"{CREATE}/{id_of(slug, ids)}", {key: bad})]
            if slug != "configuration" and not (key == "stage" and bad is None):
                requests.append(("POST", CREATE, {**good, key: bad}))
            for method, path, sent in requests:
                body = {"object_id": slug, "field_values": sent}
                told = assert_document_shape(send.json(method, path, body))
                assert told["status"] == 422, (bad, told)
                assert set(told["details"]["fields"]) == {key}, (bad, told)


@pytest.mark.parametrize("slug", WRITABLE)
def test_a_full_record_is_taken_and_read_back(send, ids, slug):
    if slug == "configuration":
        send("DELETE", f"{CREATE}/{id_of(slug, ids)}")
    (own,) = on_their_own(send.tenant, slug, ids, 1)
    values = sample_values(slug, "Gnu", own)
    if slug == "line_items":
        values.pop("value")  # the variation says it
    body = {"object_id": f"obj_{slug}", "field_values": values}
    if "slug" in values:
        values["slug"] = "gnu"
    response = send.json("POST", CREATE, body)
    assert response.status_code == 201, response.content
    read = response.json()["field_values"]
    for key, value in values.items():
        if isinstance(value, str) and value.endswith("Z"):
            assert read[key] == value.replace(".250Z", "Z")
        elif isinstance(value, dict | list) and key != "config":
            assert read[key]
        else:
            assert read[key] == value, key


# -- whatever comes -----------------------------------------------------------------


def fields_of(slug):
    """Return the keys of the fields that there may be."""
    own = OWN_FIELDS if slug in OWN else ()
    if slug == SLUG:
        return ["name", *own]
    return [*Spelling.of(registry.built_in_type(slug)).values, *own]


def valid(slug, ids):
    """Return values that are taken, as long as what they point at is there."""
    sent = {"name": "Gnu"} if slug == SLUG else sample_values(slug, "Gnu", ids)
    if slug not in OWN:
        return sent
    spelled = {
        "a_user": record_id("crm_users", ids["crm_users"]),
        "a_reference": record_id("contacts", ids["contacts"]),
        "a_multi_reference": [record_id(SLUG, ids[SLUG])],
    }
    return {**sent, **own_values("Gnu", ids), **spelled}


def keys_of(slug):
    known = [*fields_of(slug), "id", "created_at"]
    return st.sampled_from(known) | st.sampled_from(known) | TEXTS


@st.composite
def queries(draw, slug):
    operators = st.dictionaries(
        st.sampled_from([*OPERATORS, "$or", "eq"]), JSON, max_size=2
    )
    filters = st.dictionaries(keys_of(slug), operators | JSON, max_size=3)
    parameters = {"object_id": draw(st.sampled_from([slug, slug, f"obj_{slug}", "x"]))}
    if draw(st.booleans()):
        parameters["filters"] = json.dumps(draw(filters | JSON))
    for name, drawn in (
        ("sort", keys_of(slug)),
        ("order", st.sampled_from(["asc", "DESC", "x"])),
        ("page", st.sampled_from(["1", "2", "0", "x", "9" * 30])),
        ("per_page", st.sampled_from(["1", "100", "1000", "-1"])),
    ):
        if draw(st.integers(0, 3)) == 0:
            parameters[name] = draw(drawn)
    return urlencode(parameters, errors="surrogatepass")


@st.composite
def requests(draw, slug, ids):
    places = [QUERY, CREATE, f"{CREATE}/{id_of(slug, ids)}", f"{CREATE}/rec_x_1"]
    sent = valid(slug, ids)
    sent |= draw(st.dictionaries(keys_of(slug), JSON, max_size=2))
    body = {"object_id": slug, "field_values": sent}
    body |= draw(st.dictionaries(st.sampled_from(list(body)), JSON, max_size=1))
    method = draw(st.sampled_from(METHODS))
    sent = b"" if method == "GET" else encoded(draw, draw(st.just(body) | JSON))
    return method, draw(st.sampled_from(places)), draw(queries(slug)), sent


@pytest.mark.parametrize("slug", [SLUG, *SLUGS])
@fuzzing
@given(data=st.data())
def test_nothing_makes_the_server_fail_or_changes_a_row_unasked(
    send, owned, slug, data
):
    drawn = requests(slug, owned)
    assert_harmless(send, lambda: data.draw(drawn), assert_document_shape)
