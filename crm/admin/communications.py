"""Calls, text messages, visits and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.models import Call, Document, TextMessage, Visit
from records.administration.records import RecordAdmin
from records.administration.sections import Section
from records.query import Sort

if TYPE_CHECKING:
    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

_WITH = (_("With one of"), (("contact_id", "company_id"), "lead_id"))


class CommunicationAdmin(RecordAdmin):
    """What calls and text messages have in common."""

    section = Section.ACTIVITIES
    counted = True

    def starting_values(
        self, caller: Caller, object_type: ObjectType
    ) -> dict[str, Any]:
        """Begin with oneself."""
        values = super().starting_values(caller, object_type)
        return {**values, "user_id": caller.user_id}


@admin.register(Call)
class CallAdmin(CommunicationAdmin):
    """Telephone calls; the latest come first."""

    slugs = ("calls",)
    icon = "call"
    order = (Sort("made_at", descending=True), Sort("id", descending=True))
    columns = (
        "made_at",
        "summary",
        "phone_number",
        "contact_id",
        "company_id",
        "lead_id",
        "outcome_id",
        "duration",
        "user_id",
    )
    filters = ("user_id", "outcome_id", "made_at", "incoming", "missed", "contact_id")
    search_help_text = _("Summary or telephone number")
    groups: ClassVar[Any] = (
        (
            None,
            (
                "made_at",
                ("phone_number", "duration"),
                ("incoming", "missed"),
                ("user_id", "outcome_id"),
                "summary",
            ),
        ),
        _WITH,
        (_("About"), ("associated_deal_ids",)),
        (_("Elsewhere"), ("recording_url", "external_id")),
    )


@admin.register(TextMessage)
class TextMessageAdmin(CommunicationAdmin):
    """Text messages; the latest come first."""

    slugs = ("text_messages",)
    icon = "sms"
    order = (Sort("sent_at", descending=True), Sort("id", descending=True))
    columns = (
        "sent_at",
        "content",
        "incoming",
        "resource_phone_number",
        "contact_id",
        "company_id",
        "lead_id",
        "user_id",
    )
    filters = ("user_id", "sent_at", "incoming", "contact_id")
    search_help_text = _("Text or telephone number")
    groups: ClassVar[Any] = (
        (
            None,
            (
                ("sent_at", "incoming"),
                "content",
                ("user_id", "user_phone_number"),
                "resource_phone_number",
            ),
        ),
        _WITH,
        (_("About"), ("associated_deal_ids",)),
    )


@admin.register(Visit)
class VisitAdmin(RecordAdmin):
    """Visits; the latest come first."""

    slugs = ("visits",)
    section = Section.ACTIVITIES
    icon = "directions_car"
    counted = True
    order = (Sort("visited_at", descending=True), Sort("id", descending=True))
    columns = (
        "visited_at",
        "summary",
        "contact_id",
        "company_id",
        "lead_id",
        "outcome_id",
        "rep_location_verification_status",
        "crm_user_id",
    )
    filters = (
        "outcome_id",
        "visited_at",
        "rep_location_verification_status",
        "contact_id",
    )
    search_help_text = _("Summary or address")
    groups: ClassVar[Any] = (
        (None, (("visited_at", "outcome_id"), "summary")),
        _WITH,
        (_("Place"), ("resource_address", "rep_location_verification_status")),
    )


@admin.register(Document)
class DocumentAdmin(RecordAdmin):
    """Documents that lie elsewhere."""

    slugs = ("documents",)
    section = Section.ACTIVITIES
    icon = "description"
    counted = True
    columns = (
        "name",
        "content_type",
        "size",
        "contact_id",
        "company_id",
        "deal_id",
        "lead_id",
        "created_at",
    )
    filters = ("content_type", "created_at", "contact_id", "deal_id")
    search_help_text = _("Name of the document")
    groups: ClassVar[Any] = (
        (None, ("name", ("content_type", "size"), "download_url")),
        (_("Of one of"), (("contact_id", "company_id"), ("deal_id", "lead_id"))),
    )
