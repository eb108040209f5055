"""The options of a field over REST: what is sent, told, and held by records."""

import pytest

PATH = "/api/custom_field_defs"


def define(tenant, type_name, options):
    answer = tenant.api.post(
        PATH,
        {
            "resource": "contacts",
            "name": "tier",
            "label": "Tier",
            "fieldType": type_name,
            "options": options,
        },
    )
    assert answer.status == 201, answer.json
    return answer.json


def change(tenant, known, options):
    answer = tenant.api("PATCH", f"{PATH}/{known['id']}", {"options": options})
    assert answer.status == 200, answer.json
    return answer.json["options"]


def held(tenant, record):
    read = tenant.api.get(f"/api/contacts/{record}").json
    return read["custom_fields"].get("tier")


def record_with(tenant, value):
    answer = tenant.api.post(
        "/api/contacts", {"name": "Ada", "custom_fields": {"tier": value}}
    )
    assert answer.status == 201, answer.json
    return answer.json["id"]


@pytest.mark.parametrize("type_name", ["select", "multi-select"])
def test_choices_are_told_as_texts_until_one_has_a_color(tenant, type_name):
    known = define(tenant, type_name, ["Gold", "Silver"])
    assert known["options"] == ["Gold", "Silver"]
    colored = [{"label": "Gold", "color": "yellow"}, "Silver"]
    told = change(tenant, known, colored)
    assert told == [
        {"id": "Gold", "label": "Gold", "order": 0, "color": "yellow"},
        {"id": "Silver", "label": "Silver", "order": 1},
    ]
    # Sent back as they were told they are the same.
    assert change(tenant, known, told) == told
    assert change(tenant, known, ["Gold", "Silver"]) == told


def test_stages_are_told_with_what_records_hold(tenant):
    known = define(
        tenant,
        "status",
        [
            {"id": "in-talks", "label": "In talks", "color": "blue"},
            {"label": "Won", "isTerminal": True},
            "Lost for now",
        ],
    )
    assert known["options"] == [
        {
            "id": "in-talks",
            "label": "In talks",
            "order": 0,
            "color": "blue",
            "isTerminal": False,
        },
        {"id": "won", "label": "Won", "order": 1, "isTerminal": True},
        {
            "id": "lost_for_now",
            "label": "Lost for now",
            "order": 2,
            "isTerminal": False,
        },
    ]
    for sent in ("in-talks", "IN TALKS", "In-Talks"):
        assert held(tenant, record_with(tenant, sent)) == "in-talks"
    assert change(tenant, known, known["options"]) == known["options"]


def test_an_order_puts_options_in_it(tenant, refuse):
    known = define(
        tenant,
        "status",
        [{"label": "c", "order": 30}, {"label": "a", "order": 10}, {"label": "b"}],
    )
    assert [one["label"] for one in known["options"]] == ["b", "a", "c"]
    body = {"options": [{"label": "b", "order": 2}, {"label": "b ", "order": 1}]}
    errors = refuse("PATCH", f"{PATH}/{known['id']}", body)
    # Told of the member as it was sent, though it was looked at last.
    assert set(errors) == {"options[0].label"}


@pytest.mark.parametrize(
    ("type_name", "sent", "renamed", "told"),
    [
        ("select", "Gold", {"id": "Gold", "label": "Platinum"}, "Platinum"),
        ("multi-select", ["Gold"], {"id": "Gold", "label": "Platinum"}, ["Platinum"]),
        ("status", "gold", {"id": "gold", "label": "Platinum"}, "gold"),
    ],
)
def test_another_label_under_an_id_renames_the_option(
    tenant, type_name, sent, renamed, told
):
    known = define(tenant, type_name, ["Gold", "Silver"])
    record = record_with(tenant, sent)
    change(tenant, known, [renamed, "Silver"])
    assert held(tenant, record) == told


def test_an_id_alone_is_a_label_too(tenant):
    assert define(tenant, "select", [{"id": "Gold"}])["options"] == ["Gold"]
    (stage,) = tenant.api.post(
        PATH,
        {
            "resource": "deals",
            "name": "way",
            "label": "Way",
            "fieldType": "status",
            "options": [{"id": "in-talks"}],
        },
    ).json["options"]
    assert (stage["id"], stage["label"]) == ("in-talks", "in-talks")


def test_what_is_left_out_can_no_longer_be_chosen_but_is_still_read(tenant):
    known = define(tenant, "select", ["Gold", "Silver"])
    record = record_with(tenant, "Gold")
    answer = tenant.api(
        "PATCH", f"{PATH}/{known['id']}", {"options": ["Silver"]}, allow_failing="true"
    )
    assert answer.json["options"] == ["Silver"]
    assert held(tenant, record) == "Gold"
    refused = tenant.api.post("/api/contacts", {"custom_fields": {"tier": "Gold"}})
    assert refused.status == 400
    assert change(tenant, known, ["Gold", "Silver"]) == ["Gold", "Silver"]
    assert record_with(tenant, "Gold")


def test_null_options_say_nothing(tenant):
    known = define(tenant, "select", ["Gold"])
    assert change(tenant, known, None) == ["Gold"]
