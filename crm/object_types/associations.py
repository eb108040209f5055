"""Who else has to do with a deal (contract envelope §4, associated_contacts)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models import AssociatedContact
from crm.models.associations import AssociatedRole
from crm.object_types.columns import joined_text, relation, row_fields
from crm.targets import hold_to_one
from records.schema.fields import ColumnField
from records.schema.kinds import ChoiceKind
from records.schema.object_types import ObjectType, Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


def prepare_associated_contacts(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Ask for a person or an organization, and for one of both."""
    hold_to_one(drafts, ("contact_id", "company_id"), required=True)


ASSOCIATED_CONTACTS = ObjectType(
    slug="associated_contacts",
    label=_("Associated contact"),
    label_plural=_("Associated contacts"),
    icon="group_add",
    model=AssociatedContact,
    title=("contact_name",),
    title_fallback=("company_name",),
    search=("contact_name", "company_name", "deal_name"),
    operations=frozenset({Operation.CREATE, Operation.DELETE}),
    live=Q(deal__archived_at__isnull=True),
    prepare=prepare_associated_contacts,
    unique=(("contact_id", "deal_id"), ("company_id", "deal_id")),
    fields=row_fields(
        relation("deal_id", "deals", required=True, nullable=False, owner=True),
        joined_text("deal_name", "deal__name", fold=True),
        relation("contact_id", "contacts", owner=True),
        joined_text("contact_name", "contact__name", fold=True),
        relation("company_id", "companies", owner=True),
        joined_text("company_name", "company__name", fold=True),
        ColumnField(
            name="role",
            kind=ChoiceKind(choices=tuple(AssociatedRole.choices)),
            default=AssociatedRole.INVOLVED.value,
            required=True,
            nullable=False,
        ),
    ),
)
