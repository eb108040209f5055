"""Documents (contract envelope §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from crm.deal_activity import activity_on
from crm.models import Document
from crm.object_types.columns import record_fields, relation, text
from crm.targets import ANYTHING, hold_to_one, resolve_targets, target_fields
from records.schema.fields import ColumnField
from records.schema.kinds import IntegerKind, UrlKind
from records.schema.object_types import ObjectType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


def prepare_documents(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Let a document belong to one record at most."""
    resolve_targets(caller, drafts)
    hold_to_one(drafts, ANYTHING, required=False)


DOCUMENTS = ObjectType(
    slug="documents",
    tally="documents",
    label=_("Document"),
    label_plural=_("Documents"),
    icon="description",
    model=Document,
    search=("name",),
    prepare=prepare_documents,
    complete=activity_on("deal_id"),
    fields=record_fields(
        *target_fields(*ANYTHING),
        relation("contact_id", "contacts"),
        relation("company_id", "companies"),
        relation("deal_id", "deals"),
        relation("lead_id", "leads"),
        text("name", fold=True, required=True, nullable=False),
        text("content_type"),
        # As many bytes as a client's numbers count exactly.
        ColumnField(name="size", kind=IntegerKind(minimum=0, maximum=2**53 - 1)),
        ColumnField(name="download_url", kind=UrlKind()),
    ),
)
