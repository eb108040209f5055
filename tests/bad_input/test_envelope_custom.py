"""Does the envelope dialect survive whatever is sent for fields that admins defined?

What is no value of its field is passed over or named, never stored. Set
``FUZZ_EXAMPLES`` to try more than usual.
"""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bad_input.refusals import Unchanged
from tests.bad_input.test_custom_values import REFUSED
from tests.bad_input.test_envelope import ask, errors_of
from tests.bad_input.test_fuzz import JSON, TEXTS, fuzzing
from tests.records.dialects.envelope.wire import RESOURCES, address_of, sample_data
from tests.snapshots import difference, rolled_back, snapshot, unlogged
from tests.specimens import OPTIONS, TYPES, define_specimens

REQUESTS = 8
HOLDERS = ("leads", "contacts", "deals")


def names_of(resource, tenant):
    """Return what the fields are called on the wire."""
    told = ask(
        tenant, "GET", f"{RESOURCES[resource].custom_fields_under[0]}/custom_fields"
    )
    return {one["data"]["name"] for one in json.loads(told.content)["items"]}


@pytest.fixture(params=HOLDERS)
def holder(request, send, ids):
    """A resource with a field of every type, the address of a record, its names."""
    define_specimens(send.tenant)
    define_specimens(send.tenant, request.param, is_built_in=True)
    resource = RESOURCES[request.param]
    names = names_of(request.param, send)
    assert len(names) == len(TYPES)
    return resource, address_of(resource, ids), sorted(names)


@pytest.mark.parametrize("type_slug", sorted(set(REFUSED) & set(TYPES)))
def test_what_is_no_value_of_a_field_is_passed_over_or_named(send, ids, type_slug):
    define_specimens(send.tenant)
    define_specimens(send.tenant, "leads", is_built_in=True)
    path, key = f"leads/{ids['leads']}", f"a_{type_slug}"
    good = sample_data(RESOURCES["leads"], "Gnu", ids)
    for bad in REFUSED[type_slug]:
        data = {"custom_fields": {key: bad}}
        for method, where, sent in (
            ("PUT", path, data),
            ("POST", "leads", {**good, **data}),
        ):
            with rolled_back():
                before = snapshot()
                response = ask(send, method, where, sent)
                told = (method, bad, response.content[:300])
                if response.status_code == 200:
                    shown = response.json()["data"]["custom_fields"]
                    assert list(shown.values()) in ([], *taken(type_slug, bad)), told
                    continue
                assert response.status_code == 422, told
                ((_code, field),) = errors_of(response)
                assert field.startswith("/data/custom_fields/"), told
                assert difference(before, snapshot()) == {}, told


def taken(type_slug, bad):
    """Return what may be made of a value: a text of a number, choices among others."""
    if type_slug == "multi_select":
        members = bad if isinstance(bad, list) else [bad]
        return [[[one for one in members if one in OPTIONS]]]
    return [[str(bad)]]


@pytest.mark.parametrize("value", ["x", 1, True, [], [[]], 1.5])
def test_custom_fields_are_an_object(send, ids, value):
    with Unchanged():
        for name in HOLDERS:
            response = ask(
                send, "PUT", address_of(RESOURCES[name], ids), {"custom_fields": value}
            )
            assert errors_of(response) == [("invalid_type", "/data/custom_fields")]


@fuzzing
@given(data=st.data())
def test_no_value_makes_the_server_fail_or_changes_a_row_unasked(
    send, ids, holder, data
):
    resource, path, names = holder
    known = st.sampled_from(names)
    values = st.dictionaries(known | known | TEXTS, JSON, max_size=4)
    with rolled_back():
        before = snapshot()
        for _ in range(REQUESTS):
            sent = {"custom_fields": data.draw(values)}
            if data.draw(st.booleans()):
                method, where = "PUT", path
            else:
                method, where = "POST", resource.resource
                sent |= sample_data(resource, "Gnu", ids)
            response = ask(send, method, where, sent)
            after = snapshot()
            told = (method, sent, response.content[:300])
            assert response.status_code in (200, 400, 422), told
            if response.status_code >= 400:
                errors_of(response)
                assert difference(before, after) == {}, told
            else:
                assert unlogged(before, after) == [], told
            before = after


@fuzzing
@given(data=st.data())
def test_no_question_about_a_field_makes_the_server_fail(send, holder, data):
    resource, _path, names = holder
    known = st.sampled_from(names) | TEXTS
    texts = TEXTS | st.sampled_from(["Granite", "true", "2024-03-10", "9" * 30, "1"])
    with Unchanged():
        for _ in range(REQUESTS):
            asked = data.draw(st.dictionaries(known, texts, max_size=2))
            query = {f"custom_fields[{name}]": one for name, one in asked.items()}
            if data.draw(st.booleans()):
                direction = data.draw(st.sampled_from(["", ":asc", ":desc", ":up"]))
                query["sort_by"] = f"custom_fields:{data.draw(known)}{direction}"
            query = urlencode(query, errors="surrogatepass")
            response = ask(send, "GET", resource.resource, query=query)
            assert response.status_code in (200, 400), (query, response.content[:300])
            if response.status_code == 400:
                assert {code for code, _f in errors_of(response)} == {"invalid_param"}
