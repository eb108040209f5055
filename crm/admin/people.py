"""Contacts and companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.vocabulary import TaggedAdmin
from crm.models import Company, Contact
from crm.models.tags import TagSubject

if TYPE_CHECKING:
    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

_REACHED_BY = (("email", "phone"), ("mobile", "fax"), ("website", "linkedin_url"))
_MORE_ADDRESSES = _("Billing and shipping")
_ELSEWHERE = _("Elsewhere")
_FURTHER = (
    (_("Address"), ("address",)),
    (_MORE_ADDRESSES, ("billing_address", "shipping_address")),
    (_ELSEWHERE, (("twitter", "facebook"), "skype")),
)
_STANDING = ("status", ("customer_status", "prospect_status"), "industry")


class PartyAdmin(TaggedAdmin):
    """What people and organizations have in common."""

    subject = TagSubject.CONTACT
    counted = True
    folded = (_MORE_ADDRESSES, _ELSEWHERE)

    def starting_values(
        self, caller: Caller, object_type: ObjectType
    ) -> dict[str, Any]:
        """Begin with oneself as the owner."""
        values = super().starting_values(caller, object_type)
        return {**values, "owner_id": caller.user_id}


@admin.register(Contact)
class ContactAdmin(PartyAdmin):
    """People."""

    slugs = ("contacts",)
    icon = "person"
    columns = ("name", "title", "company_id", "email", "phone", "tags", "owner_id")
    filters = (
        "owner_id",
        "company_id",
        "tags",
        "status",
        "customer_status",
        "created_at",
    )
    search_help_text = _("Name, e-mail or company")
    groups: ClassVar[Any] = (
        (
            None,
            (("first_name", "last_name"), ("title", "company_id"), "owner_id", "tags"),
        ),
        (_("Reached by"), _REACHED_BY),
        (_("Standing"), (*_STANDING, "source")),
        (_("Remarks"), ("description", "notes")),
        *_FURTHER,
    )


@admin.register(Company)
class CompanyAdmin(PartyAdmin):
    """Organizations."""

    slugs = ("companies",)
    icon = "apartment"
    columns = ("name", "category", "domain", "email", "phone", "tags", "owner_id")
    filters = (
        "owner_id",
        "tags",
        "category",
        "industry",
        "customer_status",
        "created_at",
    )
    search_help_text = _("Name, category or domain")
    groups: ClassVar[Any] = (
        (
            None,
            ("name", ("domain", "category"), ("size", "parent_id"), "owner_id", "tags"),
        ),
        (_("Reached by"), _REACHED_BY),
        (_("Standing"), _STANDING),
        (_("Remarks"), ("description",)),
        *_FURTHER,
    )
