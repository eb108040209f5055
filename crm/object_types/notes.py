"""Notes: all of them, and as seen from what they are about (decision 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.deal_activity import activity_on
from crm.models import Note
from crm.models.activities import Visibility
from crm.object_types.columns import flag, moment, prose, record_fields, relation, text
from crm.targets import ANYTHING, hold_to_one, resolve_targets, target_fields
from records.engine.changes import now
from records.schema.fields import ColumnField
from records.schema.kinds import AttachmentsKind, ChoiceKind, TextListKind
from records.schema.object_types import ObjectType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


def _visible_notes(caller: Caller) -> Q:
    """A restricted note is its author's alone, in every dialect."""
    regular = Q(visibility=Visibility.REGULAR)
    return regular if caller.user_id is None else regular | Q(creator=caller.user_id)


_CONTENT = (
    text("title", 512),
    prose("text"),
    moment("date", default=now),
    text("status", 64),
    text("type", 64),
    flag("is_important", default=False),
    ColumnField(
        name="visibility",
        kind=ChoiceKind(choices=tuple(Visibility.choices)),
        default=Visibility.REGULAR.value,
        required=True,
        nullable=False,
    ),
    ColumnField(name="tags", kind=TextListKind(), default=list),
    ColumnField(name="attachments", kind=AttachmentsKind()),
)


def _notes_about(target: str, slug: str, target_slug: str, labels: Any) -> ObjectType:
    return ObjectType(
        slug=slug,
        label=labels[0],
        label_plural=labels[1],
        icon="sticky_note_2",
        model=Note,
        scope=Q(**{f"{target}__isnull": False}),
        title=("title",),
        title_fallback=("text",),
        search=("title", "text"),
        visible=_visible_notes,
        complete=activity_on("deal_id") if target == "deal" else None,
        fields=record_fields(
            relation(f"{target}_id", target_slug, required=True), *_CONTENT
        ),
    )


CONTACT_NOTES = _notes_about(
    "contact", "contact_notes", "contacts", (_("Contact note"), _("Contact notes"))
)
COMPANY_NOTES = _notes_about(
    "company", "company_notes", "companies", (_("Company note"), _("Company notes"))
)
DEAL_NOTES = _notes_about(
    "deal", "deal_notes", "deals", (_("Deal note"), _("Deal notes"))
)
LEAD_NOTES = _notes_about(
    "lead", "lead_notes", "leads", (_("Lead note"), _("Lead notes"))
)


def prepare_notes(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Let a note be about one record, however that is named."""
    resolve_targets(caller, drafts)
    hold_to_one(drafts, ANYTHING, required=True)


NOTES = ObjectType(
    slug="notes",
    label=_("Note"),
    label_plural=_("Notes"),
    icon="sticky_note_2",
    model=Note,
    title=("title",),
    title_fallback=("text",),
    search=("title", "text"),
    visible=_visible_notes,
    overlaps=True,
    prepare=prepare_notes,
    complete=activity_on("deal_id"),
    fields=record_fields(
        *target_fields(*ANYTHING),
        relation("contact_id", "contacts"),
        relation("company_id", "companies"),
        relation("deal_id", "deals"),
        relation("lead_id", "leads"),
        *_CONTENT,
    ),
)
