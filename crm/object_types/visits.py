"""Visits (contract envelope §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from crm.models import Visit
from crm.models.visits import LocationStatus
from crm.object_types.columns import moment, prose, record_fields, relation, text
from crm.targets import PEOPLE, hold_to_one, resolve_targets, target_fields
from records.engine.changes import now
from records.schema.fields import ColumnField
from records.schema.kinds import ChoiceKind
from records.schema.object_types import ObjectType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


def prepare_visits(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Let a visit be to one person or organization at most."""
    resolve_targets(caller, drafts)
    hold_to_one(drafts, PEOPLE, required=False)


VISITS = ObjectType(
    slug="visits",
    tally="visits",
    label=_("Visit"),
    label_plural=_("Visits"),
    icon="directions_car",
    model=Visit,
    title=("summary",),
    search=("summary", "resource_address"),
    prepare=prepare_visits,
    fields=record_fields(
        *target_fields(*PEOPLE),
        relation("contact_id", "contacts"),
        relation("company_id", "companies"),
        relation("lead_id", "leads"),
        relation("outcome_id", "visit_outcomes"),
        prose("summary"),
        moment("visited_at", default=now, required=True, nullable=False),
        text("resource_address", 1024),
        ColumnField(
            name="rep_location_verification_status",
            kind=ChoiceKind(choices=tuple(LocationStatus.choices)),
        ),
    ),
)
