"""Short lists to choose from: sources, reasons, outcomes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.models import (
    CallOutcome,
    LossReason,
    Source,
    UnqualifiedReason,
    VisitOutcome,
)
from crm.models.lookups import Subject
from crm.object_types.columns import row_fields, text
from records.access.roles import Permission
from records.schema.object_types import LOOKUP_OPERATIONS, ObjectType


def _lookup(
    slug: str, labels: tuple[Any, Any], model: type[Any], **base: str
) -> ObjectType:
    return ObjectType(
        slug=slug,
        label=labels[0],
        label_plural=labels[1],
        icon="list",
        model=model,
        base=base,
        search=("name",),
        operations=LOOKUP_OPERATIONS,
        removal_permission=Permission.PURGE,
        unique=(("name",),),
        fields=row_fields(text("name", fold=True, required=True, nullable=False)),
    )


CALL_OUTCOMES = _lookup(
    "call_outcomes", (_("Call outcome"), _("Call outcomes")), CallOutcome
)
VISIT_OUTCOMES = _lookup(
    "visit_outcomes", (_("Visit outcome"), _("Visit outcomes")), VisitOutcome
)
DEAL_SOURCES = _lookup(
    "deal_sources",
    (_("Deal source"), _("Deal sources")),
    Source,
    resource_type=Subject.DEAL.value,
)
LEAD_SOURCES = _lookup(
    "lead_sources",
    (_("Lead source"), _("Lead sources")),
    Source,
    resource_type=Subject.LEAD.value,
)
LOSS_REASONS = _lookup(
    "loss_reasons", (_("Loss reason"), _("Loss reasons")), LossReason
)
DEAL_UNQUALIFIED_REASONS = _lookup(
    "deal_unqualified_reasons",
    (_("Deal unqualified reason"), _("Deal unqualified reasons")),
    UnqualifiedReason,
    resource_type=Subject.DEAL.value,
)
LEAD_UNQUALIFIED_REASONS = _lookup(
    "lead_unqualified_reasons",
    (_("Lead unqualified reason"), _("Lead unqualified reasons")),
    UnqualifiedReason,
    resource_type=Subject.LEAD.value,
)
