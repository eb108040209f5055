"""``contact_id`` where a person or an organization is meant, kept apart in the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.models import Company
from records.dialects.base.openapi import nullable
from records.dialects.envelope.keys import Derived
from records.schema.kinds import ReferenceKind
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from records.dialects.envelope.incoming import Incoming
    from records.dialects.envelope.keys import Known


@dataclass(frozen=True, kw_only=True)
class PartyKey(Derived):
    """The person, else the organization (decision 3)."""

    read_only: bool = False

    def write(self, value: object, incoming: Incoming) -> None:
        """Set the person; or the organization, and then there is no person."""
        try:
            wanted = ReferenceKind().clean(value)
        except ValueProblem as problem:
            incoming.fail(self.name, problem.message, problem.code)
            return
        companies = Company.objects.for_organization(incoming.caller.organization_id)
        if wanted and companies.live().filter(pk=wanted).exists():
            incoming.values |= {"contact_id": None, "company_id": wanted}
        else:
            incoming.values["contact_id"] = wanted

    def read_schema(self, known: Known) -> dict[str, Any]:
        return nullable(self.schema)  # a deal made elsewhere may have none

    def written_schema(self, known: Known) -> dict[str, Any]:
        return dict(self.schema)


def _first(*ids: int | None) -> int | None:
    return next((one for one in ids if one is not None), None)


PARTY = PartyKey(
    "contact_id",
    of=("contact_id", "company_id"),
    show=_first,
    schema={"type": "integer", "format": "int64", "minimum": 1},
    required=True,
)
