"""Is what a field of each type cannot hold refused on every way to write it?

Of an object of one's own and of a built-in one, in both dialects: nothing is stored, and
the field is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from records.dialects.document.identifiers import record_id
from tests.bad_input.refusals import Unchanged, assert_document_shape, assert_refused
from tests.bad_input.test_values import (
    ADDRESS,
    MOMENT,
    NUMBER,
    REFERENCE,
    TEXT,
    TRUTH,
    WHOLE,
)
from tests.records.dialects.document.wire import CREATE
from tests.specimens import SLUG, TYPES, define_specimens

if TYPE_CHECKING:
    from tests.bad_input.refusals import Sender

HOLDERS = (SLUG, "contacts")

LINK = (
    *TEXT,
    "x",
    "ftp://example.com",
    "javascript:alert(1)",
    "https://",
    "//a.example",
)
CHOICE = (*TEXT, "Marble", "granit", "0", "-1")
CHOICES: tuple[Any, ...] = (
    "Granite",
    1,
    True,
    {},
    {"a": 1},
    [1],
    [None, 5],
    ["Marble"],
    [["Granite"]],
)

# What each dialect refuses; the document dialect takes nothing for something else.
REFUSED: dict[str, tuple[Any, ...]] = {
    "text": (*TEXT, "x" * 256),
    "long_text": TEXT,
    "number": NUMBER,
    "currency": NUMBER,
    "email": (
        *TEXT,
        "x",
        "a@",
        "@b.example",
        "a b@c.example",
        "x" * 321 + "@a.example",
    ),
    "phone": (*TEXT, "call me", "1", "1" * 41, "12<3>"),
    "url": LINK,
    "date": MOMENT,
    "datetime": MOMENT,
    "checkbox": TRUTH,
    "dropdown": CHOICE,
    "multi_select": CHOICES,
    "status": CHOICE,
    "rating": (*WHOLE, -1, 6),
    "user": REFERENCE,
    "reference": REFERENCE,
    "multi_reference": (1, "x", True, {}, [0], ["x"], [[1]], [None], [2**40], [2**70]),
    "address": ADDRESS,
    "file": LINK,
    "image": LINK,
}
ALSO_OF_DOCUMENT: dict[str, tuple[Any, ...]] = {
    "number": ("5", "1.5"),
    "currency": ("5",),
    "date": ("2024-03-10T12:00:00Z",),
    "checkbox": ("true", "false", 0, 1),
    "rating": ("3",),
    "user": (1, "1", "rec_contacts_1"),
    "reference": (1, "1", "user_1", "rec_companies_1", "rec_contacts_0"),
    "multi_reference": ([1], ["1"], ["user_1"], ["rec_contacts_1"]),
}


def test_every_type_is_in_the_table():
    assert set(REFUSED) == set(TYPES)


@dataclass(frozen=True)
class Records:
    """Where records are written: a record of each holder is there."""

    send: Sender
    ids: dict[str, int]

    def resource(self, slug: str, field: str, value: Any) -> Any:
        """Send a value in every way of this dialect that stores one."""
        good = {"name": "Gnu"}
        bag = {**good, "custom_fields": {field: value}}
        path = f"/api/{slug}"
        yield self.send.json("POST", path, bag)
        yield self.send.json("POST", path, [good, bag])
        for method in ("PUT", "PATCH"):
            yield self.send.json(method, f"{path}/{self.ids[slug]}", bag)
        if slug == SLUG:
            yield self.send.json("POST", path, {**good, field: value})

    def document(self, slug: str, field: str, value: Any) -> Any:
        """Send a value in every way of this dialect that stores one."""
        body = {"object_id": slug, "field_values": {"name": "Gnu", field: value}}
        yield self.send.json("POST", CREATE, body)
        path = f"{CREATE}/{record_id(slug, self.ids[slug])}"
        yield self.send.json("PATCH", path, body)


@pytest.fixture
def records(tenant, send):
    ids = {}
    for slug in HOLDERS:
        define_specimens(tenant, slug, is_built_in=slug != SLUG)
        ids[slug] = tenant.make(slug, name="Okapi")
    return Records(send, ids)


@pytest.mark.parametrize("slug", HOLDERS)
@pytest.mark.parametrize("type_slug", TYPES)
def test_the_resource_dialect_names_the_field(records, type_slug, slug):
    field = f"a_{type_slug}"
    with Unchanged():
        for value in REFUSED[type_slug]:
            for response in records.resource(slug, field, value):
                assert_refused(response)
                (named,) = response.json()["errors"]
                assert named in (field, f"[1].{field}"), (value, response.content)


@pytest.mark.parametrize("slug", HOLDERS)
@pytest.mark.parametrize("type_slug", TYPES)
def test_the_document_dialect_names_the_field(records, type_slug, slug):
    field = f"a_{type_slug}"
    with Unchanged():
        for value in (*REFUSED[type_slug], *ALSO_OF_DOCUMENT.get(type_slug, ())):
            for response in records.document(slug, field, value):
                told = assert_document_shape(response)
                assert told["status"] == 422, (value, told)
                assert set(told["details"]["fields"]) == {field}, (value, told)
