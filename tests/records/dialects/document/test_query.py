"""From parameters to a question."""

import json

import pytest
from django.http import QueryDict

from records.dialects.base.failures import MalformedRequest
from records.dialects.document.naming import Spelling
from records.dialects.document.query import (
    LONGEST_FILTERS,
    Page,
    asked_object,
    parse_query,
)
from records.query import EVERYTHING, Condition, Operator, QuestionError, Sort, Window
from records.schema.registry import registry

CONTACTS = Spelling.of(registry.built_in_type("contacts"))
DEALS = Spelling.of(registry.built_in_type("deals"))


def parse(text, spelling=CONTACTS):
    return parse_query(QueryDict(text), spelling)


def refused(text, spelling=CONTACTS):
    with pytest.raises(QuestionError) as error:
        parse(text, spelling)
    return error.value


def test_without_parameters_it_is_the_first_page_by_creation():
    query, page = parse("object_id=obj_contacts")
    assert (query.object_type, query.where) == ("contacts", EVERYTHING)
    assert query.sorts == (Sort("created_at"),)
    assert query.window == Window(0, 25)
    assert page == Page(1, 25)


@pytest.mark.parametrize(
    ("text", "number", "size"),
    [
        ("page=3&per_page=10", 3, 10),
        ("per_page=100", 1, 100),
        ("per_page=101", 1, 100),
        ("per_page=500", 1, 100),
        ("per_page=1", 1, 1),
        ("page=007", 7, 25),
        ("page=" + "9" * 5000, 10**15, 25),
        ("per_page=" + "9" * 5000, 1, 100),
    ],
)
def test_pages(text, number, size):
    query, page = parse(text)
    assert (page.number, page.size) == (number, size)
    assert query.window == Window((number - 1) * size, size)


@pytest.mark.parametrize("name", ["page", "per_page"])
@pytest.mark.parametrize(
    "text", ["0", "-1", "", "x", "1.0", "+1", " 1", "1e3", "%C2%B2", "000"]
)
def test_what_is_no_page_names_the_parameter(name, text):
    error = refused(f"{name}={text.replace('+', '%2B')}")
    assert error.origin == name


@pytest.mark.parametrize(
    ("total", "size", "pages"), [(156, 25, 7), (0, 25, 0), (25, 25, 1), (26, 25, 2)]
)
def test_the_answer_tells_how_many_pages_there_are(total, size, pages):
    assert Page(1, size).pagination(total) == {
        "total": total,
        "page": 1,
        "per_page": size,
        "total_pages": pages,
    }


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("sort=name", Sort("name")),
        ("sort=name&order=desc", Sort("name", descending=True)),
        ("sort=name&order=DESC", Sort("name", descending=True)),
        ("sort=name&order=Asc", Sort("name")),
        ("sort=company", Sort("company_id")),
        ("sort=id&order=desc", Sort("id", descending=True)),
        ("sort=created_by", Sort("crm_user_id")),
        ("sort=updated_at", Sort("updated_at")),
        ("order=desc", Sort("created_at", descending=True)),
        ("sort=&order=", Sort("created_at")),
    ],
)
def test_one_key_orders(text, sort):
    query, _page = parse(text)
    assert query.sorts == (sort,)


@pytest.mark.parametrize(
    "key", ["nope", "company_id", "company.name", "-name", "tags", "address"]
)
def test_a_key_that_orders_nothing_is_named(key):
    error = refused(f"sort={key}")
    assert (error.origin, error.field) == ("sort", key)


@pytest.mark.parametrize("order", ["up", "descending", "1", "asc,desc"])
def test_an_order_is_asc_or_desc(order):
    assert refused(f"order={order}").origin == "order"


def test_filters_are_read_from_json():
    query, _page = parse('filters={"status":"active"}')
    assert query.where == Condition("status", Operator.EQ, "active")


@pytest.mark.parametrize("text", ["", "%20", "{}"])
def test_no_filters_match_everything(text):
    query, _page = parse(f"filters={text}")
    assert query.where == EVERYTHING


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "5", '"x"', "null", "true", "NaN", '{"a":NaN}', "{'a':1}",
        '{"status":"a"} // x', '{"status":"a",}', "%ff", "%00", "[" * 5000,
        '{"name":"\\ud800"}',
    ],
)  # fmt: skip
def test_what_is_no_object_is_refused(text):
    assert refused(f"filters={text}").origin == "filters"


def test_a_key_given_twice_is_refused_wherever_it_stands():
    """The last would win, and the first would widen the answer silently."""
    assert refused('filters={"status":"a","status":"b"}').origin == "filters.status"
    error = refused('filters={"created_at":{"$gt":"2024-01-01","$gt":"2023-01-01"}}')
    assert "given more than once" in error.message


def test_filters_are_at_most_eight_kibibytes():
    fits = json.dumps({"name": "x" * (LONGEST_FILTERS - 12)})
    assert len(fits) == LONGEST_FILTERS
    with pytest.raises(QuestionError, match="longer than"):
        parse(f"filters={fits[:-2]}x%22}}")
    query, _page = parse(f"filters={fits}")
    assert isinstance(query.where, Condition)


@pytest.mark.parametrize(
    "name", ["filters", "sort", "order", "page", "per_page", "object_id"]
)
def test_a_parameter_given_twice_is_refused(name):
    assert refused(f"{name}=1&{name}=1").origin == name


@pytest.mark.parametrize(
    "name", ["status", "company", "created_at", "filter", "filters[status]"]
)
def test_a_parameter_that_was_meant_to_filter_is_refused(name):
    assert refused(f"{name}=x").origin == name


@pytest.mark.parametrize("name", ["utm_source", "_", "expand", "company_id"])
def test_any_other_parameter_is_ignored(name):
    query, _page = parse(f"{name}=x")
    assert query.where == EVERYTHING


@pytest.mark.parametrize("text", ["", "object_id="])
def test_the_object_is_required(text):
    with pytest.raises(MalformedRequest) as missing:
        asked_object(QueryDict(text))
    assert missing.value.parameter == "object_id"
    assert asked_object(QueryDict("object_id=obj_deals")) == "obj_deals"
