"""Fields that an organization defined, by label, in each direction (contract §3)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from custom_objects.definitions import define_field
from tests.factories import make_many

OPTIONS = ["North", "South", "Far, East: here"]
FIELDS = {
    "leads": [
        {"label": "SKU", "type": "text"},
        {"label": "Story", "type": "long_text"},
        {"label": "Score", "type": "number"},
        {"label": "Budget", "type": "currency"},
        {"label": "Stars", "type": "rating"},
        {"label": "Second mail", "type": "email"},
        {"label": "Direct line", "type": "phone"},
        {"label": "Site", "type": "url"},
        {"label": "Vetted", "type": "checkbox"},
        {"label": "Met on", "type": "date"},
        {"label": "Met at", "type": "datetime"},
        {"label": "Depot", "type": "address"},
        {"label": "Region", "type": "dropdown", "options": OPTIONS},
        {"label": "Topics", "type": "multi_select", "options": ["a", "b", "c"]},
        {"label": "State", "type": "status", "options": ["New", "Done"]},
        {"label": "Sponsor", "type": "user"},
        {"label": "Hidden away", "type": "text", "is_filterable": False},
        {"label": "Odd, name: desc", "type": "text"},
    ],
}


def define(tenant, object_slug, **values):
    return define_field(tenant.caller, object_slug=object_slug, values=values)


@pytest.fixture
def leads(tenant):
    """Leads with a field of every type."""
    for values in FIELDS["leads"]:
        define(tenant, "leads", **values)


@pytest.fixture
def lead(v2, leads):
    return v2.post("leads", last_name="L").data["id"]


def kept(v2, lead, **sent):
    """Write custom fields and return all that the lead has then."""
    told = v2.put(f"leads/{lead}", custom_fields=sent)
    assert told.data == v2.get(f"leads/{lead}").data
    return told.data["custom_fields"]


@pytest.mark.parametrize(
    ("label", "sent", "shown"),
    [
        ("SKU", "a-1", "a-1"),
        ("SKU", 7, "7"),
        ("SKU", 1.5, "1.5"),
        ("Story", "one\ntwo", "one\ntwo"),
        ("Score", "123.45", "123.45"),
        ("Score", 123.45, "123.45"),
        ("Score", 5, "5"),
        ("Score", "5.0", "5"),
        ("Score", -0.5, "-0.5"),
        ("Budget", "10.005", "10.01"),
        ("Stars", 4, "4"),
        ("Second mail", "A@b.example", "A@b.example"),
        ("Direct line", "+44 1", "+44 1"),
        ("Site", "https://example.com/", "https://example.com/"),
        ("Vetted", True, True),
        ("Vetted", False, False),
        ("Vetted", "true", True),
        ("Vetted", 0, False),
        ("Met on", "2016-04-27", "2016-04-27"),
        ("Met on", "4/27/2016", "2016-04-27"),
        ("Met on", "2016-04-27T10:00:00Z", "2016-04-27"),
        ("Met at", "2016-04-28T06:00:00Z", "2016-04-28T06:00:00Z"),
        ("Met at", "4/28/2016 6:00", "2016-04-28T06:00:00Z"),
        ("Met at", "2016-04-28T08:00:00+0200", "2016-04-28T06:00:00Z"),
        ("Region", "South", "South"),
        ("Region", {"name": "South"}, "South"),
        ("Region", "Far, East: here", "Far, East: here"),
        ("State", "Done", "Done"),
        ("Topics", ["c", "a", "c"], ["c", "a"]),
        ("Topics", "b", ["b"]),
        ("Topics", ["b", "nope", "a"], ["b", "a"]),
    ],
    ids=repr,
)
def test_a_value_is_answered_as_its_type_is_told(v2, lead, label, sent, shown):
    assert kept(v2, lead, **{label: sent}) == {label: shown}
    again = v2.get(f"leads/{lead}").data["custom_fields"]
    assert kept(v2, lead, **again) == {label: shown}


def test_an_address_is_an_object(v2, lead):
    shown = kept(v2, lead, Depot={"city": "Bonn"})["Depot"]
    assert shown == {
        "line1": None,
        "city": "Bonn",
        "postal_code": None,
        "state": None,
        "country": None,
    }
    assert kept(v2, lead, Depot=shown) == {"Depot": shown}


def test_a_reference_is_told_as_text(v2, tenant, lead):
    user = str(tenant.user.pk)
    assert kept(v2, lead, Sponsor=tenant.user.pk) == {"Sponsor": user}
    assert kept(v2, lead, Sponsor=user) == {"Sponsor": user}


@pytest.mark.parametrize(
    ("label", "held", "ignored"),
    [
        ("Region", "North", "north"),
        ("Region", "North", "Nowhere"),
        ("Region", "North", ["South"]),
        ("Region", "North", {"name": "Nowhere"}),
        ("Region", "North", 1),
        ("State", "New", "done"),
        ("Score", "5", "five"),
        ("Score", "5", True),
        ("Score", "5", "1e400"),
        ("Score", "5", []),
    ],
    ids=repr,
)
def test_what_is_no_value_of_a_field_leaves_it_as_it_was(
    v2, lead, label, held, ignored
):
    assert kept(v2, lead, **{label: held}) == {label: held}
    assert kept(v2, lead, **{label: ignored}) == {label: held}
    told = v2.post("leads", last_name="M", custom_fields={label: ignored})
    assert told.data["custom_fields"] == {}


def test_choices_that_are_none_are_left_out_of_several(v2, lead):
    assert kept(v2, lead, Topics=["a"]) == {"Topics": ["a"]}
    assert kept(v2, lead, Topics=["A", 1, None, {"x": 1}]) == {}


def test_names_that_are_not_defined_are_ignored_without_a_word(v2, lead):
    sent = {"Nope": "x", "SKU": "a", "": 1, "sku ": "b", "custom_fields": {}}
    assert kept(v2, lead, **sent) == {"SKU": "a"}
    assert v2.put(f"leads/{lead}", custom_fields=None).data["custom_fields"] == {
        "SKU": "a"
    }


def test_a_field_is_addressed_by_its_slug_too(v2, lead):
    assert kept(v2, lead, second_mail="a@b.example") == {"Second mail": "a@b.example"}


@pytest.mark.parametrize("empty", [None, ""])
def test_null_empties_a_field_and_the_others_stay(v2, lead, empty):
    assert kept(v2, lead, SKU="a", Score=1) == {"SKU": "a", "Score": "1"}
    assert kept(v2, lead, SKU=empty) == {"Score": "1"}


@pytest.mark.parametrize(
    ("sent", "code", "place"),
    [
        ({"SKU": "x" * 256}, "incorrect_value", "SKU"),
        ({"SKU": []}, "invalid_type", "SKU"),
        ({"Second mail": "nobody"}, "incorrect_value", "Second mail"),
        ({"Met on": "13/45/2016"}, "incorrect_value", "Met on"),
        ({"Met at": "soon"}, "incorrect_value", "Met at"),
        ({"Vetted": "maybe"}, "invalid_type", "Vetted"),
        ({"Stars": 6}, "incorrect_value", "Stars"),
        ({"Depot": {"town": "x"}}, "unknown", "Depot"),
        ({"Sponsor": 999}, "incorrect_value", "Sponsor"),
    ],
)
def test_what_cannot_be_stored_is_told_with_its_place(v2, lead, sent, code, place):
    told = v2.put(f"leads/{lead}", custom_fields=sent)
    assert told.errors == [(code, f"/data/custom_fields/{place}")]


def test_a_place_is_a_json_pointer(v2, tenant):
    define(tenant, "leads", label="a/b~c", type="text")
    told = v2.post("leads", last_name="L", custom_fields={"a/b~c": "x" * 256})
    assert told.errors == [("incorrect_value", "/data/custom_fields/a~1b~0c")]


def test_a_required_field_must_have_a_value(v2, tenant):
    define(tenant, "leads", label="Must", type="text", is_required=True)
    told = v2.post("leads", last_name="L")
    assert told.errors == [("missing", "/data/custom_fields/Must")]
    made = v2.post("leads", last_name="L", custom_fields={"Must": "x"}).data["id"]
    told = v2.put(f"leads/{made}", custom_fields={"Must": ""})
    assert told.errors == [("blank", "/data/custom_fields/Must")]


# -- asking -------------------------------------------------------------------------


@pytest.fixture
def crowd(tenant, v2, leads):
    """Four leads, the last one without any value."""
    values = (
        {"SKU": "b", "Score": 10, "Region": "South", "Topics": ["a", "b"]},
        {"SKU": "B", "Score": 9, "Region": "North", "Topics": ["b"]},
        {"SKU": "a", "Score": 100, "Region": "Far, East: here", "Vetted": True},
        {},
    )
    return [
        v2.post("leads", last_name=str(number), custom_fields=one).data["id"]
        for number, one in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("SKU", "b", [0]),
        ("sku", "b", [0]),
        ("SKU", "nope", []),
        ("Score", "10", [0]),
        ("Score", "10.0", [0]),
        ("Region", "South", [0]),
        ("Region", "south", []),
        ("Region", "Far, East: here", [2]),
        ("Topics", "b", [0, 1]),
        ("Topics", "c", []),
        ("Topics", "nope", []),
        ("State", "New", []),
    ],
)
def test_a_collection_is_narrowed_by_a_custom_field(v2, crowd, name, value, found):
    told = v2.ask("leads", {f"custom_fields[{name}]": value, "sort_by": "id"})
    assert told.ids == [crowd[one] for one in found]


def test_custom_filters_join_with_others(v2, crowd):
    query = {"custom_fields[Topics]": "b", "custom_fields[Score]": "9"}
    assert v2.ask("leads", query).ids == [crowd[1]]
    assert v2.ask("leads", {**query, "last_name": "0"}).ids == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Nope", "x"),
        ("", "x"),
        ("Hidden away", "x"),
        ("Story", "x"),
        ("Second mail", "x"),
        ("Vetted", "true"),
        ("Met on", "2016-04-27"),
        ("Depot", "Bonn"),
        ("SKU", ""),
        ("Score", "ten"),
        ("Score", ""),
    ],
)
def test_a_custom_filter_that_means_nothing_is_refused(v2, crowd, name, value):
    told = v2.ask("leads", {f"custom_fields[{name}]": value})
    assert (told.status, told.codes) == (400, ["invalid_param"])
    assert told.messages.startswith(f"custom_fields[{name}]:")


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("custom_fields:SKU", [2, 0, 1, 3]),
        ("custom_fields:SKU:desc", [1, 0, 2, 3]),
        ("custom_fields:sku:asc", [2, 0, 1, 3]),
        ("custom_fields:Score", [1, 0, 2, 3]),
        ("custom_fields:Score:desc", [2, 0, 1, 3]),
        ("custom_fields:Score:DESC,id", [2, 0, 1, 3]),
        ("custom_fields:Region", [2, 1, 0, 3]),
        ("custom_fields:Odd, name: desc,last_name:desc", [3, 2, 1, 0]),
        ("custom_fields:Odd, name: desc:desc,last_name", [0, 1, 2, 3]),
        ("last_name:desc,custom_fields:SKU", [3, 2, 1, 0]),
    ],
)
def test_a_collection_is_ordered_by_a_custom_field(v2, crowd, criterion, expected):
    told = v2.ask("leads", {"sort_by": criterion})
    assert [crowd.index(one) for one in told.ids] == expected


@pytest.mark.parametrize(
    "criterion",
    [
        "custom_fields:Nope",
        "custom_fields:Hidden away",
        "custom_fields:Story",
        "custom_fields:Topics",
        "custom_fields:Met on",
        "custom_fields:Vetted",
        "custom_fields:SKU:up",
        "custom_fields:Odd, nam",
        "custom_fields:SKU,",
    ],
)
def test_a_custom_criterion_that_is_none_is_refused(v2, crowd, criterion):
    told = v2.ask("leads", {"sort_by": criterion})
    assert (told.status, told.codes) == (400, ["invalid_param"])


def test_a_page_costs_no_statement_for_each_custom_field(v2, tenant, crowd):
    make_many(tenant.caller, "leads", [{"last_name": f"{n}"} for n in range(30)])
    v2.get("leads")
    with CaptureQueriesContext(connection) as captured:
        v2.get("leads", per_page=25)
    assert len(captured) <= 6
