"""Who else has to do with a record (contract envelope §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models import AssociatedContact, Collaboration
from crm.models.associations import AssociatedRole
from crm.object_types.columns import joined_text, person, relation, row_fields
from crm.targets import ANYTHING, hold_to_one, resolve_targets, target_fields
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


def prepare_collaborations(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Ask what is worked on, however that is named."""
    resolve_targets(caller, drafts)
    hold_to_one(drafts, ANYTHING, required=True)


COLLABORATIONS = ObjectType(
    slug="collaborations",
    label=_("Collaboration"),
    label_plural=_("Collaborations"),
    icon="diversity_3",
    model=Collaboration,
    title=(),
    operations=frozenset({Operation.CREATE, Operation.DELETE}),
    live=Q(
        contact__archived_at__isnull=True,
        company__archived_at__isnull=True,
        deal__archived_at__isnull=True,
        lead__archived_at__isnull=True,
    ),
    prepare=prepare_collaborations,
    fields=row_fields(
        *target_fields(*ANYTHING),
        relation("contact_id", "contacts", owner=True),
        relation("company_id", "companies", owner=True),
        relation("deal_id", "deals", owner=True),
        relation("lead_id", "leads", owner=True),
        person("collaborator_id", required=True, nullable=False),
    ),
)
