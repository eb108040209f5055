"""Leads, and what they became."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.vocabulary import TaggedAdmin
from crm.models import Lead, LeadConversion
from crm.models.tags import TagSubject
from records.administration import layout
from records.administration.records import RecordAdmin

if TYPE_CHECKING:
    from django.http import HttpRequest

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

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.shown.row["conversion__created_at"]:
            return fieldsets
        fields = tuple(layout.display(obj.shown.object_type, name) for name in _BECAME)
        return [(_("Converted to"), {"fields": fields, "classes": ()}), *fieldsets]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = super().get_readonly_fields(request, obj)
        if obj is None:
            return shown
        became = (layout.display(obj.shown.object_type, name) for name in _BECAME)
        return (*shown, *became)

    def record_actions(self, request: HttpRequest, record: Any) -> list[dict[str, Any]]:
        """Offer to convert a lead that can be."""
        actions = super().record_actions(request, record)
        if not self.has_change_permission(request, record):
            return actions
        if record.shown.row["conversion__created_at"]:
            return actions
        page = self.admin_site.get_model_admin(LeadConversion)
        convert = {
            "url": f"{page.own_url('add')}?lead_id={record.pk}",
            "title": _("Convert"),
            "icon": page.icon,
            "asks": True,
        }
        return [convert, *actions]


_BECAME = ("converted_contact_id", "converted_company_id", "converted_deal_id")


@admin.register(LeadConversion)
class LeadConversionAdmin(RecordAdmin):
    """What leads became; adding one converts the lead."""

    slugs = ("lead_conversions",)
    icon = "transform"
    columns = (
        "lead_id",
        "contact_id",
        "company_id",
        "deal_id",
        "owner_id",
        "created_at",
    )
    filters = ("owner_id", "created_at", "lead_id", "contact_id", "company_id")
    search_fields = ()
    groups: ClassVar[Any] = ((None, ("lead_id", "owner_id", "create_deal")),)
