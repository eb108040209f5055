"""Deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.associations import AssociatedContactInline
from crm.admin.vocabulary import TaggedAdmin
from crm.models import Deal
from crm.models.tags import TagSubject

if TYPE_CHECKING:
    from records.access.caller import Caller
    from records.schema.object_types import ObjectType


@admin.register(Deal)
class DealAdmin(TaggedAdmin):
    """Sales opportunities."""

    slugs = ("deals",)
    icon = "handshake"
    subject = TagSubject.DEAL
    counted = True
    completed = frozenset({"stage_id"})
    inlines = (AssociatedContactInline,)
    columns = (
        "name",
        "stage_id",
        "amount",
        "currency",
        "company_id",
        "contact_id",
        "estimated_close_date",
        "hot",
        "owner_id",
    )
    filters = (
        "stage_id",
        "owner_id",
        "company_id",
        "hot",
        "tags",
        "estimated_close_date",
    )
    search_help_text = _("Name of the deal")
    groups: ClassVar[Any] = (
        (
            None,
            (
                "name",
                ("amount", "currency"),
                ("stage_id", "estimated_close_date"),
                ("company_id", "contact_id"),
                ("owner_id", "hot"),
                "tags",
                "description",
            ),
        ),
        (_("Chances"), ("win_likelihood", "source_id", "category")),
        (_("Lost or unqualified"), ("loss_reason_id", "unqualified_reason_id")),
        (_("Dates"), ("added_at", "last_stage_change_at")),
    )

    def starting_values(
        self, caller: Caller, object_type: ObjectType
    ) -> dict[str, Any]:
        """Begin with oneself as the owner and the organization's currency."""
        return {
            **super().starting_values(caller, object_type),
            "owner_id": caller.user_id,
            "currency": caller.organization.currency,
        }
