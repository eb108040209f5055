"""A custom object with very many records, for reading plans and measuring.

The rows are those that the writer would have stored, put in directly: the writer's own
speed is another question. Deterministic; skewed as real data is; a fifth of the values
is missing.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection

from custom_objects.models import CustomRecord, FieldValue
from custom_objects.schema import load_schema
from records.access.caller import Caller
from records.engine.insertion import add_rows, insert_rows
from records.engine.tallies import add_to_tally
from records.schema.indexes import IndexEntry
from records.schema.registry import registry
from tests.factories import define

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.access.models import Organization

BATCH = 5_000
START = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)

FIELDS: dict[str, Any] = {
    "title": {"type": "text", "is_searchable": True},
    "code": "text",
    "weight": "number",
    "price": "currency",
    "sent": "datetime",
    "insured": "checkbox",
    "carrier": {"type": "dropdown", "options": ["Sea", "Rail", "Road", "Air", "Foot"]},
    "stage": {"type": "status", "options": ["Packed", "Moving", "Customs", "Arrived"]},
    "labels": {"type": "multi_select", "options": ["fragile", "cold", "urgent"]},
    "remarks": {"type": "long_text", "is_filterable": False},
}
CARRIERS = (0.55, 0.28, 0.12, 0.028, 0.002)
"""How common each carrier is: Air is the rare filter of the storage measurements."""


def load_shipments(organization: Organization, count: int) -> None:
    """Define the object and store so many records of it."""
    define(organization, "shipments", **FIELDS)
    organization.refresh_from_db()
    object_type = registry.resolve(organization.info, "shipments")
    keeper: Any = object_type.index
    definition = load_schema(organization.pk).objects["shipments"]
    fields = object_type.fields_by_name
    cleaned = _values(definition, count)
    for start in range(0, count, BATCH):
        rows, batch = [], []
        for number in range(start, min(start + BATCH, count)):
            values = next(cleaned)
            created = START + dt.timedelta(seconds=37 * number)
            columns: dict[str, Any] = {
                "organization_id": organization.pk,
                "definition_id": definition.id,
                "created_at": created,
                "updated_at": created,
                "custom_fields": {},
            }
            for name, value in values.items():
                fields[name].write(columns, value)
            rows.append(columns)
            batch.append((created, values))
        ids = insert_rows(CustomRecord, rows)
        entries = [
            IndexEntry(record_id, created, values, is_new=True)
            for record_id, (created, values) in zip(ids, batch, strict=True)
        ]
        add_rows(FieldValue, keeper.rows_of(organization.pk, entries))
    add_to_tally(Caller.system(organization.info), object_type, count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _values(definition: Any, count: int) -> Iterator[dict[str, Any]]:
    draw = random.Random(37)  # noqa: S311 - data, no secret
    options = {one.slug: [o.id for o in one.options] for one in definition.fields}
    for number in range(count):
        values: dict[str, Any] = {
            "title": f"Shipment {number}",
            "code": f"C-{number % (count // 4 or 1):07d}",
            "weight": Decimal(draw.randrange(1, 100_000)) / 10,
            "price": Decimal(draw.randrange(1_000_000)) / 100,
            "sent": START + dt.timedelta(minutes=draw.randrange(1_000_000)),
            "insured": draw.random() < 0.3,
            "carrier": draw.choices(options["carrier"], CARRIERS)[0],
            "stage": draw.choice(options["stage"]),
            "labels": draw.sample(options["labels"], draw.randrange(1, 3)),
            "remarks": "Handle with care. " * draw.randrange(1, 4),
        }
        for name in list(values):
            if name not in ("title", "carrier") and draw.random() < 0.2:
                del values[name]
        yield values
