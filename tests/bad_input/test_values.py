"""Is a value that a field cannot hold refused, naming the field?"""

from typing import Any

import pytest

from records.schema.object_types import Operation
from tests.bad_input.refusals import Unchanged, assert_refused
from tests.isolation.houses import type_of
from tests.samples import exclusive, on_their_own, sample_body

Values = tuple[Any, ...]

HUGE = 2**63
DEEP: list[object] = []
for _ in range(100):
    DEEP = [DEEP]

TEXT: Values = (1, 1.5, True, [], {}, ["x"], {"a": 1}, "a\x00b", "\x00")
REFERENCE: Values = (
    "x",
    "1.5",
    1.5,
    True,
    -1,
    0,
    [],
    {},
    [1],
    HUGE,
    2**70,
    1e30,
    "9" * 5000,
)
REFERENCE += ("-1", "1 2", "0x10", "\x00", 2**40, "NaN", "Infinity")
IDS: Values = (
    *("x", 1, 1.5, True, {}, [None], [""], [[1]], [{}]),
    *([one] for one in REFERENCE),
)
NUMBER: Values = (
    "abc",
    "1e5000",
    1e20,
    1e-7,
    0.1234567,
    "NaN",
    "Infinity",
    "-Infinity",
    True,
)
NUMBER += ([], {}, "1" * 5000, 10**15, "1,5", "0x10", "\x00", "1.00000000000000000001")
NUMBER += ("1." + "0" * 30 + "1", "sNaN", "1e-400", "--1", 2**64)
WHOLE: Values = ("x", 1.5, True, [], {}, "1.5", HUGE * 4, "9" * 5000, "1e400", "NaN")
TRUTH: Values = ("maybe", "yes", 2, -1, [], {}, 1.5, "\x00", "truefalse")
MOMENT: Values = (
    "yesterday",
    "2024-02-30",
    "2024-13-01",
    "2024-01-01T25:00:00Z",
    5,
    [],
    {},
)
MOMENT += ("0000-01-01", "10000-01-01", "2024-1-1T", "0001-01-01T00:00:00+23:59")
MOMENT += (
    "9999-12-31T23:59:59-23:59",
    True,
    "\x00",
    "2024-01-01T00:00:00+99:99",
    1e300,
)
NAMES: Values = ("x", 1, {"a": 1}, [1], [["x"]], [None], ["a\x00"], ["x" * 256], True)
ADDRESS: Values = (
    "x",
    1,
    [],
    {"nope": "x"},
    {"city": 5},
    {"city": "x" * 256},
    {"city": "\x00"},
)
FILES: Values = (
    "x",
    1,
    {},
    [1],
    [{}],
    [{"url": ""}],
    [{"url": "u", "x": 1}],
    [{"url": 1}],
)
FILES += ([{"url": "\x00"}], [[]])
AMOUNTS: Values = (*NUMBER, -1, "-0.01", "", None)
CURRENCIES: Values = (None, "", "EU", "EURO", "12$", 1, "ÄÖÜ", "E\x00R", [], {})
PRICES: Values = (
    *("x", 1, {}, True, [1], [None], [[]], [{}]),
    *([{"amount": 1}], [{"currency": "EUR"}]),
    *([{"amount": amount, "currency": "EUR"}] for amount in AMOUNTS),
    *([{"amount": 1, "currency": currency}] for currency in CURRENCIES),
    [{"amount": 1, "currency": "EUR", "vat": 19}],
    [{"amount": 1, "currency": "EUR"}, {"amount": 2, "currency": "eur"}],
    [{"amount": 1, "currency": "EUR"}] * 201,
)
DOCUMENT: Values = (
    "x",
    1,
    [],
    True,
    {"a": DEEP},
    {"a": "\x00"},
    {"\x00": 1},
    {"a": HUGE},
    {"a": 1e30},
    {"a": [-1e300]},
)

# Resource, field, values that it refuses.
REFUSED = [
    ("contacts", "first_name", (*TEXT, "x" * 256)),
    ("contacts", "email", (*TEXT, "x" * 321)),
    ("contacts", "description", TEXT),
    ("contacts", "linkedin_url", ("x" * 513,)),
    ("contacts", "company_id", REFERENCE),
    ("contacts", "owner_id", REFERENCE),
    ("contacts", "tags", NAMES),
    ("contacts", "address", ADDRESS),
    ("contacts", "customer_status", (*TEXT, "nope", None, "", "CURRENT")),
    ("companies", "name", (*TEXT, None, "", "   ", "\u00a0", "x" * 256)),
    ("companies", "category", (1, {}, [1], ["a", None], "x" * 256, ["x" * 200] * 2)),
    ("deals", "amount", NUMBER),
    ("deals", "currency", ("EURO", 1, [])),
    ("deals", "hot", (*TRUTH, None, "")),
    ("deals", "estimated_close_date", MOMENT),
    ("deals", "win_likelihood", (*WHOLE, 101, -1)),
    ("deals", "status", (*TEXT, "x" * 129)),
    ("deals", "stage_id", REFERENCE),
    ("deals", "added_at", MOMENT),
    ("leads", "status", (*TEXT, None, "", "x" * 129)),
    ("leads", "source_id", REFERENCE),
    ("tasks", "due_date", MOMENT),
    ("tasks", "parent_task_id", REFERENCE),
    ("tasks", "type", ("x" * 65,)),
    ("contact_notes", "contact_id", (*REFERENCE, None, "")),
    ("contact_notes", "attachments", FILES),
    ("contact_notes", "tags", NAMES),
    ("contact_notes", "visibility", ("nobody", None, 1)),
    ("deal_notes", "deal_id", (*REFERENCE, None)),
    ("deal_notes", "is_important", (*TRUTH, None)),
    ("tasks", "completed", (*TRUTH, None)),
    ("notes", "contact_id", REFERENCE),
    ("notes", "deal_id", REFERENCE),
    ("calls", "associated_deal_ids", IDS),
    ("calls", "outcome_id", REFERENCE),
    ("calls", "user_id", REFERENCE),
    ("calls", "made_at", MOMENT),
    ("calls", "duration", (*WHOLE, -1, 2**31)),
    ("calls", "missed", (*TRUTH, None)),
    ("calls", "recording_url", (*TEXT, "x" * 2049)),
    ("text_messages", "content", TEXT),
    ("text_messages", "associated_deal_ids", IDS),
    ("visits", "rep_location_verification_status", (*TEXT, "nope", "VERIFIED")),
    ("visits", "visited_at", MOMENT),
    ("visits", "lead_id", REFERENCE),
    ("documents", "size", (*WHOLE, -1, 2**53)),
    ("documents", "name", (*TEXT, None, "")),
    ("collaborations", "collaborator_id", (*REFERENCE, None)),
    ("lead_conversions", "lead_id", (*REFERENCE, None, "")),
    ("lead_conversions", "owner_id", REFERENCE),
    ("lead_conversions", "create_deal", (*TRUTH, None)),
    ("call_outcomes", "name", (*TEXT, None, "")),
    ("visit_outcomes", "name", (*TEXT, None, "")),
    ("products", "name", (*TEXT, None, "", "x" * 256)),
    ("products", "prices", PRICES),
    ("products", "cost", (*NUMBER, -1, "-0.01")),
    ("products", "cost_currency", (*TEXT, "EURO")),
    ("products", "max_discount", (*NUMBER, -1, 101, "100.000001")),
    ("products", "max_markup", (*NUMBER, -1)),
    ("products", "active", (*TRUTH, None)),
    ("orders", "deal_id", (*REFERENCE, None, "")),
    ("orders", "discount", (*NUMBER, -1, 101, None, "")),
    ("line_items", "order_id", (*REFERENCE, None, "")),
    ("line_items", "product_id", (*REFERENCE, None, "")),
    ("line_items", "currency", (*TEXT, None, "", "USD", "EURO")),
    ("line_items", "quantity", (*WHOLE, 0, -1, None, "", 2**31)),
    ("line_items", "variation", (*NUMBER, -101, "12.500001", -12.500001)),
    ("associated_contacts", "deal_id", (*REFERENCE, None)),
    ("associated_contacts", "contact_id", (*REFERENCE, None)),
    ("associated_contacts", "role", ("boss", None, 1)),
    ("tags", "name", (*TEXT, None, "", " ", "x" * 256)),
    ("tags", "resource_type", ("nope", None, 1)),
    ("pipelines", "position", (*WHOLE, None, "", 2**31, -(2**31) - 1)),
    ("stages", "slug", (1, [], "x" * 129)),
    ("stages", "category", ("nope", None)),
    ("stages", "pipeline_id", (*REFERENCE, None)),
    ("deal_sources", "name", (*TEXT, None, "")),
    ("configuration", "config", (*DOCUMENT, None)),
    ("automation_rules", "workflow_definition", (*DOCUMENT, None)),
    ("automation_rules", "enabled", (*TRUTH, None)),
    ("automation_rules", "last_run_at", MOMENT),
]


@pytest.mark.parametrize(
    ("slug", "field", "values"), REFUSED, ids=[f"{one[0]}.{one[1]}" for one in REFUSED]
)
def test_a_value_that_a_field_cannot_hold_is_refused(send, ids, slug, field, values):
    object_type = type_of(slug)
    (own,) = on_their_own(send.tenant, slug, ids, 1)
    body = sample_body(object_type, "Gnu", own)
    if field in exclusive(object_type):
        body = {
            key: one for key, one in body.items() if key not in exclusive(object_type)
        }
    requests = []
    if object_type.can(Operation.UPDATE):
        requests.append(("PUT", f"/api/{slug}/{ids[slug]}", lambda bad: {field: bad}))
    requests.append(("POST", f"/api/{slug}", lambda bad: {**body, field: bad}))
    requests.append(("POST", f"/api/{slug}", lambda bad: [{**body, field: bad}]))
    with Unchanged():
        for bad in values:
            for method, path, make in requests:
                if method == "POST" and bad in (None, "") and is_defaulted(slug, field):
                    continue
                response = send.json(method, path, make(bad))
                assert_refused(response, naming=field)
                (detail,) = response.json()["details"]
                assert detail["field"] == field, bad


def is_defaulted(slug, field):
    """Tell whether a new record without a value is given one by its type."""
    return (slug, field) in {("deals", "status"), ("deals", "currency")}


def test_every_field_at_fault_is_named_at_once(send, ids):
    bad = {"name": "", "amount": "x", "company_id": 0, "hot": "?", "added_at": "?"}
    with Unchanged():
        for response in (
            send.json("POST", "/api/deals", bad),
            send.json("PUT", f"/api/deals/{ids['deals']}", bad),
        ):
            assert_refused(response)
            assert set(response.json()["errors"]) == set(bad)


def test_a_name_that_is_taken_names_who_has_it(send, ids):
    taken = {"name": "Okapi name", "color": "red"}
    with Unchanged():
        response = send.json("POST", "/api/tags", taken)
        assert_refused(response, naming="name")
        assert str(ids["tags"]) in response.json()["error"]
        twice = [{"name": "twice"}, {"name": "twice"}]
        response = send.json("POST", "/api/loss_reasons", twice)
        assert_refused(response, naming="[1].name")


def test_an_array_of_configurations_is_refused(send, tenant):
    with Unchanged():
        both = [{"config": {"a": 1}}, {"config": {"a": 2}}]
        response = send.json("POST", "/api/configuration", both)
        assert 400 <= response.status_code < 500, response.content


def test_a_status_that_a_locked_pipeline_lacks_is_refused(send, tenant, ids):
    deal = send("GET", f"/api/deals/{ids['deals']}").json()
    send.json("PUT", f"/api/pipelines/{deal['pipeline_id']}", {"locked": True})
    with Unchanged():
        response = send.json("PUT", f"/api/deals/{ids['deals']}", {"status": "novel"})
        assert_refused(response, naming="status")


def test_a_subtask_takes_no_subtasks_and_no_task_is_its_own_parent(send, tenant):
    parent = tenant.make("tasks", text="parent")
    child = tenant.make("tasks", text="child", parent_task_id=parent)
    with Unchanged():
        for task, wanted in ((parent, parent), (parent, child), (child, child)):
            body = {"parent_task_id": wanted}
            response = send.json("PUT", f"/api/tasks/{task}", body)
            assert_refused(response, naming="parent_task_id")


def test_a_thousand_look_up_rows_are_created_at_once(send):
    batch = [{"name": f"tag {number}"} for number in range(1_000)]
    assert send.json("POST", "/api/tags", batch).status_code == 201
    with Unchanged():
        response = send.json("POST", "/api/tags", batch)
        assert_refused(response, naming="[999].name")


@pytest.mark.parametrize("count", [2_000, 100_000])
def test_a_record_takes_only_so_many_tags(send, count):
    with Unchanged():
        tags = [f"{number:x}" for number in range(count)]
        response = send.json("POST", "/api/contacts", {"first_name": "A", "tags": tags})
        assert_refused(response, naming="tags")


def test_a_slug_that_is_emptied_is_the_name_again(send, ids):
    path = f"/api/stages/{ids['stages']}"
    for emptied in (None, "", "  "):
        send.json("PUT", path, {"slug": "other"})
        assert send.json("PUT", path, {"slug": emptied}).json()["slug"] == "Okapi name"


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (1, 1.0)])
def test_a_document_keeps_what_python_would_hold_for_equal(send, one, other):
    send.json("POST", "/api/configuration", {"config": {"a": one}})
    read = send.json("PUT", "/api/configuration/1", {"config": {"a": other}}).json()
    assert repr(read["config"]["a"]) == repr(other)
