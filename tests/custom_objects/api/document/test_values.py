"""Are values of every type that can be defined stored, answered, asked and sorted by?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.custom_objects.api.document.conftest import OBJECTS
from tests.records.dialects.document.wire import (
    change,
    create,
    created,
    fields_at_fault,
    ids,
    query,
    read,
)
from tests.snapshots import assert_unchanged, snapshot


@dataclass(frozen=True)
class Case:
    """Two values of a type, the lower first, and what can be asked of it."""

    low: Any
    high: Any
    options: dict[str, Any] = field(default_factory=dict)
    wrong: tuple[Any, ...] = ()
    is_ordered: bool = True
    is_sorted: bool = True
    part: str | None = None
    """A text that the lower value alone contains."""


STAGES = {"stages": ["Zebra", "Ape"]}
CHOICES = {"choices": ["Ape", "Zebra"]}
WRONG_TEXT: tuple[Any, ...] = (5, True, [], {}, "a\x00")

CASES: dict[str, Case] = {
    "text": Case("Ape", "zebra", wrong=(*WRONG_TEXT, "x" * 256), part="AP"),
    "long_text": Case("Ape\nand", "zebra", wrong=WRONG_TEXT, part="E\nA"),
    "email": Case("a@example.com", "z@example.com", wrong=("x", 5, "a@"), part="A@"),
    "phone": Case("+1 555-0100", "+2 555", wrong=("x", 5, "1" * 41), part="0100"),
    "url": Case(
        "https://a.example", "https://z.example", wrong=("x", 5, []), part="A.EX"
    ),
    "image": Case("https://a.example/1", "https://z.example", wrong=(5, []), part="/1"),
    "file": Case("https://a.example/1", "https://z.example", wrong=(5, []), part="/1"),
    "number": Case(-1.5, 10, wrong=("5", True, [], 1e20, 0.1234567)),
    "currency": Case(0, 10000.5, wrong=("5", True, 1e20)),
    "rating": Case(0, 5, wrong=(6, -1, 2.5, "3", True)),
    "date": Case("2026-01-31", "2026-02-01", wrong=("x", 5, "2026-02-30")),
    "datetime": Case(
        "2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z", wrong=("x", 5, [])
    ),
    "boolean": Case(
        *(False, True), wrong=("true", 1, 0, []), is_ordered=False, is_sorted=True
    ),
    "status": Case("zebra", "ape", STAGES, wrong=("nope", 5, [])),
    "dropdown": Case(
        "Ape", "Zebra", CHOICES, wrong=("nope", 5, []), is_ordered=False, part="AP"
    ),
}
REFERENCES = {
    "reference": {"object_id": "obj_companies"},
    "user": {},
    "multi_reference": {"object_id": "obj_companies"},
    "multi_select": CHOICES,
}
SINGLE = list(CASES)


def defined(tenant, name, options):
    """Define an object with a field of a type."""
    fields = [
        {"name": "Label", "type": "text"},
        {"name": "Value", "type": name, "options": options},
    ]
    answer = tenant.api.post(OBJECTS, {"name": "Things", "fields": fields})
    assert answer.status == 201, answer.json


@pytest.fixture
def things(tenant, request):
    """An object with records that have the lower value, the higher one and none."""
    name = request.param
    case = CASES[name]
    defined(tenant, name, case.options)
    records = {
        key: created(tenant, "obj_things", label=key, value=value)
        for key, value in (("low", case.low), ("high", case.high), ("none", None))
    }
    return case, records


@pytest.mark.parametrize("things", SINGLE, indirect=True)
def test_a_value_is_answered_as_it_was_written(tenant, things):
    case, records = things
    for key, value in (("low", case.low), ("high", case.high), ("none", None)):
        told = read(tenant, records[key]).json["field_values"]["value"]
        assert (told, type(told)) == (value, type(value)), key


@pytest.mark.parametrize("things", SINGLE, indirect=True)
def test_a_value_is_asked_for_by_every_operator_that_fits(tenant, things):
    case, records = things
    low, high = case.low, case.high
    asked: list[tuple[Any, set[str]]] = [
        (low, {"low"}),
        ({"$eq": high}, {"high"}),
        ({"$ne": low}, {"high", "none"}),
        ({"$in": [low, high]}, {"low", "high"}),
        ({"$in": [low, None]}, {"low", "none"}),
        ({"$in": []}, set()),
        ({"$nin": [low]}, {"high", "none"}),
        ({"$nin": [None]}, {"low", "high"}),
        (None, {"none"}),
        ({"$ne": None}, {"low", "high"}),
        ({"$empty": True}, {"none"}),
        ({"$empty": False}, {"low", "high"}),
        ({"$empty": False, "$ne": low}, {"high"}),
    ]
    if case.is_ordered:
        asked += [
            ({"$gt": low}, {"high"}),
            ({"$gte": low}, {"low", "high"}),
            ({"$lt": high}, {"low"}),
            ({"$lte": high}, {"low", "high"}),
            ({"$gt": low, "$lt": high}, set()),
        ]
    if case.part is not None:
        asked.append(({"$contains": case.part}, {"low"}))
    for question, expected in asked:
        answer = query(tenant, "obj_things", {"value": question})
        assert set(ids(answer)) == {records[key] for key in expected}, question
        assert answer.json["pagination"]["total"] == len(expected)


@pytest.mark.parametrize("things", SINGLE, indirect=True)
def test_an_operator_that_does_not_fit_is_refused(tenant, things):
    case, _records = things
    asked: list[Any] = [{"$nope": case.low}, {}, [case.low], {"$in": case.low}]
    if not case.is_ordered:
        asked += [{name: case.low} for name in ("$gt", "$gte", "$lt", "$lte")]
    if case.part is None:
        asked.append({"$contains": "a"})
    for question in asked:
        answer = query(tenant, "obj_things", {"value": question})
        assert answer.status == 400, question
        assert set(answer.json["details"]["filters"]) == {"value"}


@pytest.mark.parametrize("things", SINGLE, indirect=True)
def test_records_are_sorted_by_it_empty_ones_last(tenant, things):
    _case, records = things
    for order, expected in (
        ("asc", ["low", "high", "none"]),
        ("desc", ["high", "low", "none"]),
    ):
        answer = query(tenant, "obj_things", sort="value", order=order)
        assert ids(answer) == [records[key] for key in expected]


@pytest.mark.parametrize("things", SINGLE, indirect=True)
def test_what_is_no_value_is_refused(tenant, things):
    case, records = things
    before = snapshot()
    for value in case.wrong:
        for answer in (
            create(tenant, "obj_things", value=value),
            tenant.api.patch(
                f"/api/crm/record/{records['low']}", {"field_values": {"value": value}}
            ),
        ):
            assert set(fields_at_fault(answer)) == {"value"}, value
    assert_unchanged(before)


@pytest.mark.parametrize("name", ["multi_select", "multi_reference"])
def test_several_values_are_asked_for_by_their_members(tenant, name):
    defined(tenant, name, REFERENCES[name])
    one, other = ("Ape", "Zebra")
    if name == "multi_reference":
        one, other = (created(tenant, "companies", name=text) for text in (one, other))
    both = created(tenant, "obj_things", value=[other, one])
    single = created(tenant, "obj_things", value=[one])
    none = created(tenant, "obj_things", value=[])
    shown = [read(tenant, it).json["field_values"]["value"] for it in (single, none)]
    assert shown == [[one], []]
    assert set(read(tenant, both).json["field_values"]["value"]) == {one, other}
    for question, expected in (
        (one, {both, single}),
        ({"$contains": other}, {both}),
        ({"$in": [other]}, {both}),
        ({"$nin": [other]}, {single, none}),
        ({"$ne": one}, {none}),
        ({"$empty": True}, {none}),
        ({"$empty": False}, {both, single}),
    ):
        answer = query(tenant, "obj_things", {"value": question})
        assert set(ids(answer)) == expected, question
    for question in ([one], {"$gt": one}):
        assert query(tenant, "obj_things", {"value": question}).status == 400
    assert query(tenant, "obj_things", sort="value").status == 400
    for wrong in (one, [5], [[one]], {}):
        assert set(fields_at_fault(create(tenant, "obj_things", value=wrong))) == {
            "value"
        }


@pytest.mark.parametrize("name", ["reference", "multi_reference", "user"])
def test_a_reference_is_to_a_live_record_of_its_object(tenant, stranger, name):
    defined(tenant, name, REFERENCES[name])
    good = (
        f"user_{tenant.user.pk}"
        if name == "user"
        else created(tenant, "companies", name="Engines")
    )
    gone = created(tenant, "companies", name="Gone")
    assert tenant.api.delete(f"/api/crm/record/{gone}").status == 200

    def spelled(text):
        return [text] if name == "multi_reference" else text

    record = created(tenant, "obj_things", value=spelled(good))
    assert read(tenant, record).json["field_values"]["value"] == spelled(good)
    assert ids(query(tenant, "obj_things", {"value": good})) == [record]
    assert ids(query(tenant, "obj_things", {"value": {"$in": [good]}})) == [record]
    of_another = created(tenant, "contacts", name="No company")
    before = snapshot()
    for wrong in (
        gone,
        of_another,
        "rec_companies_999999",
        f"user_{stranger.user.pk}",
        "nonsense",
        7,
    ):
        answer = create(tenant, "obj_things", value=spelled(wrong))
        assert set(fields_at_fault(answer)) == {"value"}, wrong
    assert_unchanged(before)
    assert ids(query(tenant, "obj_things", {"value": of_another})) == []


@pytest.mark.parametrize("gone", ["membership", "user"])
def test_nobody_who_left_is_newly_named_but_stays_where_they_were(tenant, gone):
    """The other dialects take them: imports name whoever wrote what they bring."""
    defined(tenant, "user", {})
    leaver = tenant.colleague()
    person = f"user_{leaver.user.pk}"
    record = created(tenant, "obj_things", label="x", value=person)
    deal = created(tenant, "deals", name="x", owner_id=person)
    row = getattr(leaver, gone)
    row.is_active = False
    row.save()
    before = snapshot()
    for answer, key in (
        (create(tenant, "obj_things", value=person), "value"),
        (create(tenant, "deals", name="y", owner_id=person), "owner_id"),
    ):
        assert fields_at_fault(answer) == {
            key: f"There is no record to refer to: {person}."
        }
    assert_unchanged(before)
    assert change(tenant, record, label="y", value=person).status == 200
    assert change(tenant, deal, name="y", owner_id=person).status == 200
    assert ids(query(tenant, "obj_things", {"value": person})) == [record]
    body = {"custom_fields": {"value": leaver.user.pk}}
    assert tenant.api.post("/api/things", body).status == 201
