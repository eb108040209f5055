"""Fields of people and of organizations, seen as one collection (decision 5)."""

import pytest

from custom_objects.definitions import define_field


def define(tenant, object_slug, **values):
    return define_field(tenant.caller, object_slug=object_slug, values=values)


@pytest.fixture
def both(tenant):
    """Fields of people, of organizations, and of both."""
    for slug in ("contacts", "companies"):
        define(tenant, slug, label="Account", type="text")
        define(tenant, slug, label="Tier", type="dropdown", options=["Gold", "Tin"])
    define(tenant, "contacts", label="Nickname", type="text")
    define(tenant, "companies", label="Staff", type="number")
    define(tenant, "contacts", label="Rank", slug="rank", type="number")
    define(tenant, "companies", label="Rank", slug="grade", type="text")
    define(tenant, "contacts", label="Left", slug="clash", type="text")
    define(tenant, "companies", label="Right", slug="clash", type="text")


ALL = {
    "Account": "A-1",
    "Tier": "Gold",
    "Nickname": "N",
    "Staff": 5,
    "Rank": "1",
    "rank": 2,
    "grade": "B",
    "Left": "l",
    "Right": "r",
}


def test_each_kind_takes_its_own_fields_and_ignores_the_others(v2, tenant, both):
    person = v2.post("contacts", last_name="P", custom_fields=ALL).data
    firm = {"is_organization": True, "name": "O", "custom_fields": ALL}
    firm = v2.post("contacts", **firm).data
    assert person["custom_fields"] == {
        "Account": "A-1",
        "Tier": "Gold",
        "Nickname": "N",
        "rank": "2",
        "Left": "l",
    }
    assert firm["custom_fields"] == {
        "Account": "A-1",
        "Tier": "Gold",
        "Staff": "5",
        "grade": "B",
        "Right": "r",
    }
    for one in (person, firm):
        assert v2.put(f"contacts/{one['id']}", **one).data == one
    stored = tenant.api.get(f"/api/companies/{firm['id']}").json["custom_fields"]
    assert (stored["clash"], stored["tier"]) == ("r", "Gold")


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("Account", "x", ["person x", "firm x"]),
        ("Tier", "Gold", ["person x", "firm y"]),
        ("Nickname", "x", ["person x"]),
        ("Staff", "5", ["firm x"]),
        ("Left", "x", ["person x"]),
        ("Right", "x", ["firm x"]),
        ("Left", "y", []),
        ("grade", "x", ["firm x"]),
    ],
)
def test_both_kinds_are_found_by_what_they_share(v2, both, name, value, found):
    rows = {
        "person x": {"Account": "x", "Tier": "Gold", "Nickname": "x", "Left": "x"},
        "person y": {"Account": "y", "Tier": "Tin"},
        "firm x": {"Account": "x", "Staff": 5, "Right": "x", "grade": "x"},
        "firm y": {"Account": "y", "Tier": "Gold", "Right": "y"},
    }
    made = {}
    for label, values in rows.items():
        is_firm = label.startswith("firm")
        naming = {"is_organization": is_firm, "name" if is_firm else "last_name": label}
        made[v2.post("contacts", **naming, custom_fields=values).data["id"]] = label
    told = v2.ask("contacts", {f"custom_fields[{name}]": value, "sort_by": "id"})
    assert [made[one] for one in told.ids] == found


def test_both_kinds_are_ordered_by_what_they_share(v2, both):
    def make(value, **naming):
        sent = {"Account": value} if value else {}
        return v2.post("contacts", **naming, custom_fields=sent).data["id"]

    firms = [make(one, is_organization=True, name="O") for one in ("c", "A", None)]
    people = [make(one, last_name="P") for one in ("B", "d", None)]
    for criterion, expected in (
        ("custom_fields:Account", [firms[1], people[0], firms[0], people[1]]),
        ("custom_fields:Account:desc", [people[1], firms[0], people[0], firms[1]]),
    ):
        told = v2.ask("contacts", {"sort_by": criterion, "per_page": 4})
        assert told.ids == expected
        rest = v2.ask("contacts", {"sort_by": criterion, "per_page": 4, "page": 2}).ids
        assert sorted(rest) == sorted([firms[2], people[2]])


@pytest.fixture
def computed(tenant):
    """Fields that are computed when they are read, of people and of organizations."""
    tasks = {"object": "tasks", "function": "count"}
    deals = {"object": "deals", "function": "count"}
    for slug, settings in {
        "contacts": {**tasks, "reference": "contact_id"},
        "companies": {**tasks, "reference": "company_id"},
    }.items():
        define(tenant, slug, label="Tasks", type="rollup", settings=settings)
    define(
        tenant,
        "companies",
        label="Deals",
        type="rollup",
        settings={**deals, "reference": "company_id"},
    )
    for slug, text in {"contacts": "first_name", "companies": "name"}.items():
        expression = f"{text} & left(text(now()), 0)"
        settings = {"expression": expression}
        define(tenant, slug, label="Called", type="formula", settings=settings)
    define(
        tenant,
        "contacts",
        label="Short",
        type="formula",
        settings={"expression": "left(first_name, 1)"},
    )


def test_each_kind_shows_its_own_computed_fields_which_nobody_writes(
    v2, tenant, computed
):
    sent = {"Tasks": 9, "Called": "x", "Short": "y", "Deals": 9}
    person = v2.post(
        "contacts", first_name="Ada", last_name="P", custom_fields=sent
    ).data
    firm = {"is_organization": True, "name": "Acme", "custom_fields": sent}
    firm = v2.post("contacts", **firm).data
    tenant.organization.refresh_from_db()
    tenant.make("tasks", text="x", contact_id=person["id"])
    tenant.make("deals", name="x", company_id=firm["id"])
    shown = [
        v2.get(f"contacts/{one['id']}").data["custom_fields"] for one in (person, firm)
    ]
    assert shown == [
        {"Tasks": "1", "Called": "Ada", "Short": "A"},
        {"Tasks": "0", "Called": "Acme", "Deals": "1"},
    ]
    listed = v2.get("contacts").json["items"]
    assert [one["data"]["custom_fields"] for one in listed] == shown
    found = v2.ask("contacts", {"custom_fields[Short]": "A"}).json["items"]
    assert [one["data"]["id"] for one in found] == [person["id"]]
    assert v2.ask("contacts", {"custom_fields[Deals]": "1"}).status in (400, 422)


@pytest.fixture
def ranked(v2, tenant):
    """People and organizations that share a text, a number and a choice, with ties."""
    for slug in ("contacts", "companies"):
        define(tenant, slug, label="Account", type="text")
        define(tenant, slug, label="Level", type="number")
        define(tenant, slug, label="Tier", type="dropdown", options=["Gold", "Tin"])
    rows = {}
    for number, (account, level, tier) in enumerate(
        [
            ("b", 2, "Tin"), ("B", 10, None), (None, None, "Gold"), ("a", 2, "Gold"),
            ("c", None, "Tin"), (None, 10, "Tin"), ("a", -1, None), (None, None, None),
        ]
    ):  # fmt: skip
        is_firm = number % 2 == 1
        naming = {"name": f"N{number}"} if is_firm else {"last_name": f"N{number}"}
        values = {"Account": account, "Level": level, "Tier": tier}
        made = v2.post(
            "contacts", is_organization=is_firm, **naming, custom_fields=values
        ).data
        rows[made["id"]] = {**values, "id": made["id"], "is_firm": is_firm}
    return rows


def in_order(rows, label, *, descending):
    """Return ids by a value in any case, empty ones last, ties in the direction."""
    ordered = sorted(rows, key=lambda row: row["id"], reverse=descending)
    valued = [row for row in ordered if row[label] is not None]
    valued.sort(
        key=lambda row: str.casefold(row[label]) if label != "Level" else row[label],
        reverse=descending,
    )
    return [
        row["id"] for row in valued + [row for row in ordered if row[label] is None]
    ]


@pytest.mark.parametrize("few", [0, 2_000], ids=["many", "few"])
@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("label", ["Account", "Level", "Tier"])
def test_an_order_by_what_both_share_repeats_and_misses_nobody(
    v2, ranked, monkeypatch, few, direction, label
):
    monkeypatch.setattr("records.engine.plans.FEW", few)
    descending = direction == "desc"
    for narrowed, rows in (
        ({}, list(ranked.values())),
        ({"is_organization": "true"}, [r for r in ranked.values() if r["is_firm"]]),
        (
            {"custom_fields[Tier]": "Tin"},
            [r for r in ranked.values() if r["Tier"] == "Tin"],
        ),
        (
            {"custom_fields[Tier]": "Tin", "custom_fields[Level]": "2"},
            [r for r in ranked.values() if (r["Tier"], r["Level"]) == ("Tin", 2)],
        ),
    ):
        asked = {**narrowed, "sort_by": f"custom_fields:{label}:{direction}"}
        expected = in_order(rows, label, descending=descending)
        found = []
        for page in range(1, len(ranked)):
            found += v2.ask("contacts", {**asked, "per_page": 3, "page": page}).ids
        assert found == expected, narrowed


def test_a_second_criterion_orders_the_ties_of_the_first(v2, ranked):
    told = v2.ask(
        "contacts", {"sort_by": "custom_fields:Account,custom_fields:Level:desc,id"}
    )
    expected = sorted(
        ranked.values(),
        key=lambda row: (
            row["Account"] is None,
            (row["Account"] or "").casefold(),
            row["Level"] is None,
            -(row["Level"] or 0),
            row["id"],
        ),
    )
    assert told.ids == [row["id"] for row in expected]


def test_what_is_ordered_in_another_way_is_another_field(v2, tenant):
    """A choice is ordered by its text, a stage by its place: no list is by both."""
    define(tenant, "contacts", label="State", type="dropdown", options=["On", "Off"])
    define(
        tenant,
        "companies",
        label="State",
        slug="phase",
        type="status",
        options=["On", "Off"],
    )
    define(tenant, "contacts", label="Desk", type="text")
    user = {"type": "reference", "settings": {"object": "companies"}}
    define(tenant, "companies", label="Desk", slug="desk_id", **user)
    person = v2.post("contacts", last_name="P", custom_fields={"state": "On"}).data
    firm = {"is_organization": True, "name": "O", "custom_fields": {"phase": "Off"}}
    firm = v2.post("contacts", **firm).data
    assert person["custom_fields"] == {"state": "On"}
    assert firm["custom_fields"] == {"phase": "Off"}
    for name, ids in (
        ("state", [person["id"], firm["id"]]),
        ("phase", [firm["id"], person["id"]]),
        ("desk", sorted([person["id"], firm["id"]])),
    ):
        assert v2.ask("contacts", {"sort_by": f"custom_fields:{name}"}).ids == ids
