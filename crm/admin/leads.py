"""Leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.vocabulary import TaggedAdmin
from crm.models import Lead
from crm.models.tags import TagSubject

if TYPE_CHECKING:
    from records.access.caller import Caller
    from records.schema.object_types import ObjectType


@admin.register(Lead)
class LeadAdmin(TaggedAdmin):
    """People who may become customers."""

    slugs = ("leads",)
    icon = "person_search"
    subject = TagSubject.LEAD
    counted = True
    columns = (
        "first_name",
        "last_name",
        "organization_name",
        "status",
        "email",
        "phone",
        "tags",
        "owner_id",
    )
    filters = ("status", "owner_id", "source_id", "tags", "created_at")
    search_help_text = _("Name, organization or e-mail")
    groups: ClassVar[Any] = (
        (
            None,
            (
                ("first_name", "last_name"),
                ("organization_name", "title"),
                ("status", "source_id"),
                "owner_id",
                "tags",
                "description",
            ),
        ),
        (
            _("Reached by"),
            (("email", "phone"), ("mobile", "fax"), ("website", "linkedin_url")),
        ),
        (_("Address"), ("address",)),
        (_("Elsewhere"), (("twitter", "facebook"), "skype")),
    )

    def starting_values(
        self, caller: Caller, object_type: ObjectType
    ) -> dict[str, Any]:
        """Begin with oneself as the owner."""
        values = super().starting_values(caller, object_type)
        return {**values, "owner_id": caller.user_id}
