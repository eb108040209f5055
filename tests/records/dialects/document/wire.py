"""Records as the tests of this dialect write, ask for and read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.dialects.document.identifiers import FORM, record_id
from records.dialects.document.naming import Spelling
from records.schema.kinds import (
    EmailKind,
    ReferenceKind,
    ReferenceSetKind,
    UrlKind,
    ValueKind,
)
from records.schema.registry import registry
from tests.samples import sample_body

if TYPE_CHECKING:
    from tests.tenants import Answer, Tenant

QUERY = "/api/crm/records/query"
CREATE = "/api/crm/record"


def create(tenant: Tenant, obj: str, **values: Any) -> Answer:
    """Send a new record."""
    body = {"object_id": obj, "field_values": values}
    return tenant.api.post(CREATE, body)


def created(tenant: Tenant, obj: str, **values: Any) -> str:
    """Create a record and return its id."""
    answer = create(tenant, obj, **values)
    assert answer.status == 201, answer.json
    record_id: str = answer.json["id"]
    return record_id


def change(tenant: Tenant, record_id: str, **values: Any) -> Answer:
    """Send new values of a record."""
    return tenant.api.patch(f"{CREATE}/{record_id}", {"field_values": values})


def read(tenant: Tenant, record_id: str) -> Answer:
    """Ask for one record."""
    return tenant.api.get(f"{CREATE}/{record_id}")


def remove(tenant: Tenant, record_id: str) -> Answer:
    """Delete a record."""
    return tenant.api.delete(f"{CREATE}/{record_id}")


def query(tenant: Tenant, obj: str, filters: Any = None, **parameters: Any) -> Answer:
    """Ask for records."""
    if filters is not None:
        parameters["filters"] = filters
    texts = {
        name: one if name == "filters" else str(one) for name, one in parameters.items()
    }
    return tenant.api.get(QUERY, object_id=obj, **texts)


def ids(answer: Answer) -> list[str]:
    """Return the ids of a page."""
    assert answer.status == 200, answer.json
    return [one["id"] for one in answer.json["data"]]


def fields_at_fault(answer: Answer) -> dict[str, str]:
    """Return the messages of a 422, by field."""
    assert answer.status == 422, answer.json
    assert answer.json["code"] == "VALIDATION_ERROR"
    told: dict[str, str] = answer.json["details"]["fields"]
    return told


def id_of(slug: str, ids: dict[str, int]) -> str:
    """Return the id of a furnished record as this dialect spells it."""
    return record_id(slug, ids[slug])


def sample_values(slug: str, marker: str, ids: dict[str, int]) -> dict[str, Any]:
    """Return values for every field that can be written, in the keys of the dialect."""
    object_type = registry.built_in_type(slug)
    spelling = Spelling.of(object_type)
    values = {}
    for name, value in sample_body(object_type, marker, ids).items():
        kind = object_type.fields_by_name[name].kind
        values[spelling.key_of(name)] = _spelled(kind, value, marker)
    return values


def _spelled(kind: ValueKind, value: Any, marker: str) -> Any:
    """Return a value as this dialect writes it, and one that it takes."""
    match kind:
        case ReferenceKind() | ReferenceSetKind():
            return kind.represent(value, FORM)
        case EmailKind():
            return f"{marker.lower()}@example.com"
        case UrlKind():
            return f"https://{marker.lower()}.example"
    return value
