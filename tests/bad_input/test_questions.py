"""Is a question that cannot be understood refused, naming the parameter?"""

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.bad_input.refusals import Unchanged, assert_refused

NESTED = "[" * 900 + "]" * 900


def element(field="first_name", op="eq", value="x", **others):
    return {"field": field, "op": op, "value": value, **others}


BAD_FILTERS: tuple[dict[str, Any], ...] = (
    {"nope": 1},
    {"nope_gte": 1},
    {"first_name@nope": 1},
    {"nope@eq": 1},
    {"@": 1},
    {"": 1},
    {"company_id": "x"},
    {"company_id": {"a": 1}},
    {"company_id": 1.5},
    {"company_id": True},
    {"first_name": {"a": 1}},
    {"first_name": "a\x00b"},
    {"first_name": "x" * 5_000},
    {"first_name_q": ["x"]},
    {"first_name@like": 1},
    {"first_name_gt": None},
    {"id": [1, "x"]},
    {"id": [[1]]},
    {"tags": [1]},
    {"created_at_gte": "yesterday"},
    {"created_at": "2024-02-30"},
    {"created_at_gt": 5},
    {"address": {"city": "x"}},
    {"address_gt": 1},
    {"q": 1},
    {"q": {"a": 1}},
    {"q": "\x00"},
    {"include_archived": "true"},
    {"include_archived": 1},
    {"custom_fields": 1},
    {"custom_fields": {"nope": 1}},
    {"id": list(range(1_001))},
)

BAD_ELEMENTS: tuple[Any, ...] = (
    1,
    None,
    [],
    {},
    {"field": "first_name"},
    {"op": "eq"},
    {"field": 1, "op": "eq"},
    {"field": "", "op": "eq"},
    element(op=""),
    element(op=1),
    element(op="EQ"),
    element(op="is"),
    element(op="between"),
    element(field="nope"),
    element(field="company.name"),
    element(field="company__name"),
    element(field="organization__name"),
    element(field="pk"),
    element(field="password"),
    element(field="first_name_fold"),
    element(logicalOp="xor"),
    element(logicalOp=1),
    element(op="gt", value=None),
    element(op="contains", value=None),
    element(op="contains", value=[]),
    element(value={"a": 1}),
    element(value="\x00"),
    element(field="address", op="eq", value="x"),
    element(field="address", op="gt", value="x"),
    element(field="company_id", op="contains", value="1"),
    element(field="company_id", op="eq", value="abc"),
    element(field="company_id", op="in", value=[1, {}]),
    element(field="company_id", op="in", value={"a": 1}),
    element(field="created_at", op="gte", value="soon"),
    element(field="created_at", op="starts_with", value="2024"),
    element(field="tags", op="gt", value="x"),
)

# Parameters that are refused, and what the answer names.
REFUSED: list[tuple[dict[str, str], str]] = [
    *(({"filter": text}, "filter") for text in ("{", "[]", "1", '"x"', "[1]", "NaN")),
    *(({"filter": json.dumps(one)}, next(iter(one))) for one in BAD_FILTERS),
    ({"filter": '{"first_name": "\\ud800"}'}, "filter"),
    ({"filter": '{"first_name": 1e999}'}, "filter"),
    ({"filter": f'{{"first_name": {NESTED}}}'}, "filter"),
    *(({"filters": text}, "filters") for text in ("{}", "1", "[", '"x"', "NaN")),
    *(({"filters": json.dumps([one])}, "filters[0]") for one in BAD_ELEMENTS),
    ({"filters": json.dumps([element()] * 26)}, "filters[25]"),
    (
        {"filters": json.dumps([element(op="in", value=["x"] * 501)] * 2)},
        "filters[1]",
    ),
    *(
        ({"sort": text}, "sort")
        for text in (
            "nope",
            "-nope",
            "--first_name",
            "address",
            "tags",
            "first_name,last_name",
            "first_name__x",
            "?",
            "[",
            "[1]",
            '["first_name","SIDEWAYS"]',
            '["first_name",1]',
            '{"a":1}',
            '{"field":1}',
            '[["nope","ASC"]]',
            "\x00",
        )
    ),
    ({"sort": "first_name", "order": "up"}, "order"),
    *(
        ({"sorts": text}, "sorts")
        for text in (
            "{}",
            "1",
            "[",
            "[1]",
            '["first_name"]',
            '[{"order":"ASC"}]',
            '[{"field":"first_name","order":1}]',
            '[{"field":"nope"}]',
            '[{"field":"address"}]',
        )
    ),
    ({"first_name": "x"}, "first_name"),
    ({"firstName": "x"}, "firstName"),
    ({"id": "1"}, "id"),
    ({"keys": "kebab"}, "keys"),
]


@pytest.mark.parametrize(
    ("parameters", "naming"),
    REFUSED,
    ids=[f"{number} {one[0]}"[:70] for number, one in enumerate(REFUSED)],
)
def test_a_question_that_cannot_be_understood_is_refused(send, parameters, naming):
    with Unchanged():
        response = send("GET", "/api/contacts", query=urlencode(parameters))
        assert_refused(response, naming=json.dumps(naming)[1:-1])
        if set(parameters) != {"keys"}:
            (detail,) = response.json()["details"]
            assert detail["parameter"].startswith(next(iter(parameters))[:6])


@pytest.mark.parametrize(
    "name", ["filter", "filters", "sort", "sorts", "range", "order"]
)
def test_a_parameter_that_is_given_twice_is_refused(send, name):
    query = urlencode([(name, "[]"), (name, "[]")])
    response = send("GET", "/api/contacts", query=query)
    assert_refused(response, naming=name)


# Bytes of a query that are no UTF-8, or no text at all.
@pytest.mark.parametrize(
    "value", ["%ff", "%ed%a0%80", "%c0%80", "%00", "%", "%zz", "{%22first_name%22:%ff}"]
)
@pytest.mark.parametrize("name", ["filter", "filters", "sort", "sorts"])
def test_bytes_that_are_no_text_are_refused(send, name, value):
    assert_refused(send("GET", "/api/contacts", query=f"{name}={value}"), naming=name)


@pytest.mark.parametrize("count", [26, 300, 2_200])
def test_more_conditions_than_are_answered_are_refused(send, count):
    """However many: a deep tree of them must not exhaust Python's stack."""
    query = "filters=[" + ",".join(['{"field":"id","op":"blank"}'] * count) + "]"
    assert len(query) <= 64 * 1024
    assert_refused(send("GET", "/api/contacts", query=query), naming="filters[25]")


@pytest.mark.parametrize("length", [64 * 1024 + 1, 1_000_000])
def test_a_query_beyond_the_limit_is_refused(send, length):
    query = "filter=" + "x" * (length - len("filter="))
    response = send("GET", "/api/contacts", query=query)
    assert_refused(response, status=414, naming="65536")


def test_a_query_up_to_the_limit_is_read(send):
    texts = json.dumps({"first_name": ["é" * 20] * 480}, ensure_ascii=False)
    query = f"filter={quote(texts)}"
    assert 60_000 < len(query) <= 64 * 1024
    response = send("GET", "/api/contacts", query=query)
    assert (response.status_code, response.json()) == (200, [])


RANGES = (
    "",
    "x",
    "[]",
    "[0]",
    "[0,1,2]",
    "[-1,5]",
    "[5,-1]",
    "[9,3]",
    '["0","9"]',
    "[0.5,2]",
    "[0,1e400]",
    "[null,null]",
    "[true,true]",
    "{}",
    "[[0,1]]",
    "[0,99999999999999999999]",
    "[99999999999999999999,99999999999999999999]",
    f"[{2**63},{2**63}]",
    NESTED,
    "%00",
    "\x00",
)


@pytest.mark.parametrize("text", RANGES, ids=lambda text: repr(text[:30]))
def test_a_range_that_is_none_falls_back_to_the_first_page(send, tenant, text):
    for _ in range(26):
        tenant.make("deals", name="d")
    response = send("GET", "/api/deals", query=urlencode({"range": text}))
    assert response.status_code == 200
    assert response["Content-Range"] == "deals 0-24/26"
    assert len(response.json()) == 25


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[0,1000000]", "0-1/2"),
        (f"[0,{2**53}]", "0-1/2"),
        (f"[{2**53 - 1},{2**60}]", f"{2**53 - 1}-{2**53 - 1}/2"),
        ("[2,5]", "2-2/2"),
    ],
)
def test_an_absurd_range_is_answered_with_what_is_there(send, tenant, text, told):
    for _ in range(2):
        tenant.make("leads", first_name="l")
    for sort in ("", "last_name", "first_name"):
        query = urlencode({"range": text, "sort": sort})
        response = send("GET", "/api/leads", query=query)
        assert response.status_code == 200
        assert response["Content-Range"] == f"leads {told}"
