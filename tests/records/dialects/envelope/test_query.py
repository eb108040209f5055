"""The parameters of a collection (contract §2)."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.factories import make_many


@pytest.fixture
def leads(tenant):
    """Leads L00 … L29, a third of them without a first name."""
    batch = [
        {"last_name": f"L{n:02}", **({"first_name": f"F{n % 7}"} if n % 3 else {})}
        for n in range(30)
    ]
    return make_many(tenant.caller, "leads", batch)


# -- pages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "rows", "links"),
    [
        ("", 25, {"self": 1, "first_page": 1, "next_page": 2}),
        ("page=2", 5, {"self": 2, "first_page": 1, "prev_page": 1}),
        (
            "per_page=10&page=2",
            10,
            {"self": 2, "first_page": 1, "prev_page": 1, "next_page": 3},
        ),
        ("per_page=10&page=3", 10, {"self": 3, "first_page": 1, "prev_page": 2}),
        ("per_page=100", 30, {"self": 1, "first_page": 1}),
        ("page=4", 0, {"self": 4, "first_page": 1, "prev_page": 3}),
        (f"page={10**13}", 0, None),
    ],
)
def test_a_page_tells_its_neighbours(v2, leads, query, rows, links):
    told = v2.ask("leads", query)
    assert len(told.items) == rows
    meta = told.json["meta"]
    assert (meta["type"], meta["count"]) == ("collection", rows)
    if links is not None:
        pages = {
            name: int(dict(parse_qsl(urlsplit(url).query))["page"])
            for name, url in meta["links"].items()
        }
        assert pages == links


def test_links_are_absolute_and_keep_every_other_parameter(v2, leads):
    query = "sort_by=last_name:desc&owner_id=1&ids=1&ids=2"
    told = v2.ask("leads.json", query)
    link = urlsplit(told.json["meta"]["links"]["self"])
    assert (link.scheme, link.netloc, link.path) == (
        "http",
        "testserver",
        "/v2/leads.json",
    )
    assert parse_qsl(link.query) == [
        ("sort_by", "last_name:desc"),
        ("owner_id", "1"),
        ("ids", "1"),
        ("ids", "2"),
        ("page", "1"),
        ("per_page", "25"),
    ]


def test_a_link_that_is_followed_leads_to_the_next_page(v2, leads):
    found, address = [], "leads?per_page=7&sort_by=first_name:desc,last_name"
    while address:
        path, _mark, query = address.partition("?")
        told = v2.ask(path, query)
        found += told.ids
        links = told.json["meta"]["links"]
        address = links.get("next_page", "").partition("/v2/")[2]
    assert sorted(found) == sorted(leads)
    assert len(set(found)) == len(found) == 30


@pytest.mark.parametrize("name", ["page", "per_page"])
@pytest.mark.parametrize(
    "text", ["0", "-1", "x", "", "1.5", "1e3", " ", "٣", "9" * 40, "+1", "101"]
)
def test_a_page_that_is_none_is_refused(v2, name, text):
    if (name, text) == ("page", "101"):
        return
    told = v2.ask("leads", {name: text})
    assert (told.status, told.codes) == (400, ["invalid_param"])
    assert told.messages.startswith(f"{name}:")


# -- ids ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelled",
    [
        "ids={0},{1},{2}",
        "ids={0}&ids={1}&ids={2}",
        "ids[0]={0}&ids[1]={1}&ids[2]={2}",
        "ids[]={0}&ids[]={1}&ids[]={2}",
        "ids={0},%20{1}%20,{2}",
        "ids={0},{1}&ids[7]={2}",
    ],
)
def test_ids_are_read_in_every_spelling(v2, leads, spelled):
    wanted = [leads[3], leads[1], leads[7]]
    told = v2.ask("leads", spelled.format(*wanted) + "&sort_by=id")
    assert told.ids == sorted(wanted)


def test_unknown_ids_are_skipped_and_the_rest_is_paged(v2, stranger, leads):
    foreign = stranger.make("leads", last_name="X")
    wanted = [*leads[:4], foreign, 10**6, 2**63, 10**30]
    told = v2.ask("leads", {"ids": ",".join(map(str, wanted)), "per_page": 3})
    assert told.ids == leads[:3]
    assert "next_page" in told.json["meta"]["links"]
    assert v2.ask("leads", f"ids={foreign}").ids == []


@pytest.mark.parametrize("query", ["ids=", "ids=x", "ids=1,", "ids=1.5", "ids=-1"])
def test_ids_that_are_none_are_refused(v2, query):
    told = v2.ask("leads", query)
    assert (told.status, told.codes) == (400, ["invalid_param"])


def test_more_ids_than_are_compared_are_refused(v2):
    told = v2.ask("leads", "ids=" + ",".join(map(str, range(1_001))))
    assert (told.status, told.codes) == (400, ["invalid_param"])
    assert told.messages.startswith("ids:")


# -- order --------------------------------------------------------------------------


def order(v2, query):
    return [one["last_name"] for one in v2.ask("leads", query).items]


def test_empty_values_come_last_in_both_directions_and_ties_break_by_id(tenant, v2):
    batch = [
        {"last_name": "a", "first_name": "x"},
        {"last_name": "b"},
        {"last_name": "c", "first_name": "X"},
        {"last_name": "d", "first_name": "m"},
        {"last_name": "e"},
    ]
    make_many(tenant.caller, "leads", batch)
    assert order(v2, "sort_by=first_name") == ["d", "a", "c", "b", "e"]
    assert order(v2, "sort_by=first_name:asc") == ["d", "a", "c", "b", "e"]
    assert order(v2, "sort_by=first_name:desc") == ["c", "a", "d", "e", "b"]
    assert order(v2, "sort_by=first_name:DESC,id") == ["a", "c", "d", "b", "e"]
    assert order(v2, "sort_by=first_name:desc&sort_by=last_name") == [
        *("a", "c", "d"),
        *("b", "e"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "nope",
        "",
        "id,",
        "id:up",
        "id:",
        "id:asc:desc",
        "-id",
        "organization_id",
        "address",
        "tags",
        "custom_fields",
        "custom_fields:",
        "custom_fields:Nope",
        "custom_fields:Nope:desc",
        "id asc",
    ],
)
def test_a_criterion_that_is_none_is_refused(v2, text):
    told = v2.ask("leads", {"sort_by": text})
    assert (told.status, told.codes) == (400, ["invalid_param"])
    assert told.messages.startswith("sort_by:")


# -- filters ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"last_name": "L03"}, ["L03"]),
        ({"last_name": "l03"}, []),
        ({"last_name": "L0"}, []),
        ({"first_name": "F1", "last_name": "L08"}, ["L08"]),
        ({"owner_id": 10**9}, []),
        ({"owner_id": 2**70}, []),
        ({"status": "New", "last_name": "L29"}, ["L29"]),
    ],
)
def test_an_attribute_narrows_by_equality(v2, leads, query, expected):
    assert order(v2, query) == expected


def test_an_address_is_asked_by_its_parts(tenant, v2):
    for city, country in (("Bonn", "Germany"), ("Bern", None), ("Bonn", "USA")):
        address = {"city": city, "country": country, "postal_code": "1"}
        tenant.make("leads", last_name=f"{city} {country}", address=address)
    tenant.make("leads", last_name="nowhere")
    assert len(v2.ask("leads", "address[city]=Bonn").items) == 2
    both = v2.ask("leads", "address%5Bcity%5D=Bonn&address%5Bcountry%5D=USA")
    assert [one["last_name"] for one in both.items] == ["Bonn USA"]
    assert len(v2.ask("leads", "address[postal_code]=1").items) == 3


@pytest.mark.parametrize(
    ("path", "query", "naming"),
    [
        ("leads", "nope=1", "nope"),
        ("leads", "Status=New", "Status"),
        ("leads", "q=x", "q"),
        ("leads", "filter[status]=New", "filter[status]"),
        ("leads", "address=x", "address"),
        ("leads", "address[line1]=x", "address[line1]"),
        ("leads", "address[]=x", "address[]"),
        ("leads", "status[]=New", "status[]"),
        ("leads", "page[]=1", "page[]"),
        ("leads", "ids[x]=1", "ids[x]"),
        ("leads", "owner_id=", "owner_id"),
        ("leads", "owner_id=x", "owner_id"),
        ("leads", "owner_id=1.5", "owner_id"),
        ("leads", "owner_id=1&owner_id=2", "owner_id"),
        ("leads", "status=New&status=Old", "status"),
        ("leads", "last_name=%00", "last_name"),
        ("leads", "includes=organization", "includes"),
        ("leads", "custom_fields=1", "custom_fields"),
        ("leads", "custom_fields[Nope]=1", "custom_fields[Nope]"),
        ("tags", "custom_fields[Nope]=1", "custom_fields[Nope]"),
        ("deals", "hot=maybe", "hot"),
        ("deals", "estimated_close_date=soon", "estimated_close_date"),
        ("deals", "includes=tasks", "includes"),
        ("deals", "includes=", "includes"),
        ("contacts", "includes=organization,nope", "includes"),
        ("contacts/1", "page=1", "page"),
        ("contacts/1", "includes=nope", "includes"),
        ("users/self", "unknown=param", "unknown"),
        ("users/self", "page=1", "page"),
        ("tasks", "type=both", "type"),
        ("users", "role=owner", "role"),
        ("leads", "=1", ""),
        ("leads", "%ff=1", "\ufffd"),
    ],
)
def test_a_parameter_that_means_nothing_is_refused_alone(v2, path, query, naming):
    told = v2.ask(path, query)
    assert (told.status, told.codes) == (400, ["invalid_param"])
    assert naming in told.messages
    (error,) = told.json["errors"]
    assert {"resource", "field"}.isdisjoint(error["error"])


def test_every_bad_parameter_has_an_error_of_its_own(v2):
    query = "page=0&per_page=500&ids=x&sort_by=y&nope=1&owner_id=z&owner_id=q"
    told = v2.ask("leads", query)
    assert told.codes == ["invalid_param"] * 6
    for name in ("page", "per_page", "ids", "sort_by", "nope", "owner_id"):
        assert f"{name}: " in told.messages


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "tags"), ("PUT", "tags/1"), ("DELETE", "tags/1")],
)
def test_writes_take_no_parameters(v2, method, path):
    made = v2.post("tags", name="t", resource_type="lead").data["id"]
    path = path.replace("1", str(made))
    told = v2(method, path, {"name": "u", "resource_type": "deal"}, query="page=1")
    assert (told.status, told.codes) == (400, ["invalid_param"])
    assert [one["name"] for one in v2.get("tags").items] == ["t"]


def test_a_query_beyond_the_limit_is_refused(v2):
    told = v2.ask("leads", "last_name=" + "x" * 65_536)
    assert (told.status, told.codes) == (414, ["invalid_param"])
