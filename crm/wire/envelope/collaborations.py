"""``/v2/collaborations``: colleagues who work on a record along with its owner."""

from dataclasses import replace

from crm.wire.envelope.shared import (
    ABOUT,
    CREATED_BY,
    CREATOR,
    ID,
    TIMES,
)
from records.dialects.envelope.keys import Key
from records.dialects.envelope.resources import Filter, Resource
from records.query import Condition, Node, Operator, Or
from records.schema.kinds import ChoiceKind

# The hosted service has accounts beside its contacts; here there are none to work on.
_ACCOUNT = "sales_account"
_TYPES = ChoiceKind(
    choices=tuple((one, one) for one in ("lead", "contact", "deal", _ACCOUNT))
)


def _asks_for_type(value: str, origin: str) -> Node:
    if value == _ACCOUNT:
        return Or(())
    return Condition("resource_type", Operator.EQ, value, origin)


COLLABORATIONS = Resource(
    resource="collaborations",
    type="collaboration",
    operations="CRDL",
    sources=("collaborations",),
    description=(
        "A colleague who works on a lead, a contact or a deal; its owner may be one, too. "
        "A collaboration is not changed: delete it and add another."
    ),
    keys=(
        ID,
        CREATOR,
        *(replace(one, required=True) for one in ABOUT),
        Key("collaborator_id", required=True),
        *TIMES,
    ),
    filters=(
        CREATED_BY,
        Filter("resource_type", kind=_TYPES, build=_asks_for_type),
        Filter("resource_id"),
    ),
    sorts=("id", "created_at", "updated_at"),
    default_sort="id",
    ignores_includes=True,
    example={"resource_type": "contact", "resource_id": 42, "collaborator_id": 3},
)
