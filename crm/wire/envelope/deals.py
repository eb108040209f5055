"""``/v2/deals``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crm.wire.envelope.parties import PARTY
from crm.wire.envelope.shared import (
    CREATED_BY,
    CREATOR,
    ID,
    OWNER,
    TAGS,
    TIMES,
)
from records.dialects.envelope.keys import Constant, Key, cents
from records.dialects.envelope.resources import Filter, Include, Resource
from records.query import And, Condition, Node, Operator, Or
from records.schema.kinds.numbers import clean_decimal
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from records.dialects.envelope.incoming import Incoming
    from records.dialects.envelope.keys import Known, Reader
    from records.schema.fields import Row


@dataclass(frozen=True, kw_only=True)
class DealValueKey(Key):
    """The value of a deal: a whole number, or text where there are cents. Never null."""

    def reader(self, known: Known) -> Reader:
        read = known[self.neutral].read

        def show(row: Row) -> int | str:
            value = cents(read(row) or Decimal(0))
            return int(value) if value == int(value) else str(value)

        return show

    def write(self, value: object, incoming: Incoming) -> None:
        try:
            number = clean_decimal(0 if value is None or value == "" else value)
        except ValueProblem as problem:
            incoming.fail(self.name, problem.message, problem.code)
        else:
            incoming.values[self.neutral] = cents(number)

    def read_schema(self, known: Known) -> dict[str, Any]:
        return {
            "type": ["integer", "string"],
            "description": 'Without cents a number, `1000`, else text, `"1000.50"`.',
        }

    def written_schema(self, known: Known) -> dict[str, Any]:
        return {"type": ["number", "string"], "default": 0}


def _asks_for_contact(value: str, origin: str) -> Node:
    of_organization = (
        Condition("contact_id", Operator.EMPTY, origin=origin),
        Condition("company_id", Operator.EQ, value, origin),
    )
    of_person = Condition("contact_id", Operator.EQ, value, origin)
    return Or((of_person, And(of_organization)))


DEALS = Resource(
    resource="deals",
    type="deal",
    sources=("deals",),
    description=(
        "What may become a sale. `contact_id` is the primary contact, a person or an "
        "organization; `organization_id` follows from it. Without `stage_id` a deal "
        "starts in the first stage of the first pipeline."
    ),
    keys=(
        ID,
        CREATOR,
        OWNER,
        Key("name", required=True),
        DealValueKey("value", field="amount"),
        Key("currency"),
        Key("hot"),
        Key("stage_id"),
        Key("last_stage_change_at"),
        Key("last_stage_change_by_id", read_only=True),
        Key("last_activity_at", read_only=True),
        Key("source_id"),
        Key("loss_reason_id"),
        Key("unqualified_reason_id"),
        Key("estimated_close_date"),
        Key("customized_win_likelihood", field="win_likelihood"),
        Key("added_on", field="added_at"),
        Constant("dropbox_email", read_only=True),
        PARTY,
        Key("organization_id", field="company_id", read_only=True),
        TAGS,
        *TIMES,
    ),
    has_custom_fields=True,
    custom_fields_under=("deal",),
    has_upsert=True,
    filters=(
        Filter("contact_id", build=_asks_for_contact),
        CREATED_BY,
        Filter("owner_id"),
        Filter("organization_id", field="company_id"),
        Filter("source_id"),
        Filter("stage_id"),
        Filter("hot"),
        Filter("name"),
        Filter("estimated_close_date"),
    ),
    sorts=(
        "id",
        "name",
        "value",
        "currency",
        "hot",
        "stage_id",
        "created_at",
        "updated_at",
        "last_activity_at",
        "estimated_close_date",
        "added_on",
    ),
    default_sort="id",
    includes=(
        Include("contact", resource="contacts", through=("contact_id", "company_id")),
        Include("organization", resource="contacts", through=("company_id",)),
        Include(
            "associated_contacts",
            resource="associated_contacts",
            parent_field="deal_id",
        ),
    ),
    example={"name": "Website redesign", "contact_id": 42, "value": 1000},
)
