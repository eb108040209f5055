"""Conversions of leads (contract envelope §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.conversion import convert_leads
from crm.models import Lead, LeadConversion
from crm.object_types.columns import flag, person, relation, row_fields
from records.query import Sort
from records.schema.object_types import ObjectType, Operation
from records.schema.problems import Code

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


def prepare_conversions(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Refuse a lead that was converted before; leave it to its owner otherwise."""
    ids = [one.values["lead_id"] for one in drafts if one.values.get("lead_id")]
    rows = LeadConversion.objects.for_organization(caller.organization_id)
    before = dict(rows.filter(lead__in=ids).values_list("lead_id", "pk"))
    leads = Lead.objects.for_organization(caller.organization_id).filter(pk__in=ids)
    owners = dict(leads.values_list("pk", "owner_id"))
    for draft in drafts:
        lead_id: int = draft.values.get("lead_id") or 0
        if lead_id in before:
            draft.take("lead_id")
            draft.fail(
                "lead_id",
                _("Lead %(id)s was converted before.") % {"id": lead_id},
                Code.TAKEN,
                record_id=before[lead_id],
            )
        elif draft.is_new and draft.values.get("owner_id") is None:
            draft.values["owner_id"] = owners.get(lead_id) or caller.user_id


def complete_conversions(
    caller: Caller, drafts: Sequence[Draft], at: dt.datetime
) -> None:
    """Convert the leads of new conversions."""
    new = [one for one in drafts if one.is_new]
    if new:
        convert_leads(caller, new, at)


LEAD_CONVERSIONS = ObjectType(
    slug="lead_conversions",
    label=gettext_lazy("Lead conversion"),
    label_plural=gettext_lazy("Lead conversions"),
    icon="transform",
    model=LeadConversion,
    title=(),
    # What happened is neither changed nor taken back.
    operations=frozenset({Operation.CREATE}),
    default_sorts=(Sort("id", descending=True),),
    prepare=prepare_conversions,
    complete=complete_conversions,
    unique=(("lead_id",),),
    fields=row_fields(
        relation("lead_id", "leads", required=True),
        person("owner_id"),
        flag("create_deal", default=False),
        relation("contact_id", "contacts", writable=False),
        relation("company_id", "companies", writable=False),
        relation("deal_id", "deals", writable=False),
    ),
)
