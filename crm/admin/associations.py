"""Who else has to do with a record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.models import AssociatedContact, Collaboration
from records.administration.inlines import RecordInline
from records.administration.records import RecordAdmin


class AssociatedContactInline(RecordInline):
    """The people and organizations involved in a deal, in a table."""

    model = AssociatedContact
    slug = "associated_contacts"
    parent_field = "deal_id"
    columns = ("contact_id", "company_id", "role")
    ordering = ("pk",)
    verbose_name_plural = _("Associated contacts")


@admin.register(AssociatedContact)
class AssociatedContactAdmin(RecordAdmin):
    """Everybody involved in any deal."""

    slugs = ("associated_contacts",)
    icon = "group_add"
    columns = ("deal_id", "contact_id", "company_id", "role", "created_at")
    filters = ("deal_id", "contact_id", "company_id")
    search_help_text = _("Name of the deal, person or company")
    groups: ClassVar[Any] = ((None, ("deal_id", ("contact_id", "company_id"), "role")),)


@admin.register(Collaboration)
class CollaborationAdmin(RecordAdmin):
    """Colleagues who work on a record along with its owner."""

    slugs = ("collaborations",)
    icon = "diversity_3"
    columns = (
        "collaborator_id",
        "contact_id",
        "company_id",
        "deal_id",
        "lead_id",
        "created_at",
    )
    filters = ("collaborator_id", "contact_id", "company_id", "deal_id", "lead_id")
    search_fields = ()
    groups: ClassVar[Any] = (
        (None, ("collaborator_id",)),
        (_("On one of"), (("contact_id", "company_id"), ("deal_id", "lead_id"))),
    )
