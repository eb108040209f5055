"""Tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from crm.models import Tag
from crm.models.tags import TagSubject
from crm.object_types.columns import row_fields, text
from crm.retelling import Renamed, retell
from records.access.roles import Permission
from records.engine.changes import now
from records.schema.fields import ColumnField
from records.schema.kinds import ChoiceKind
from records.schema.object_types import LOOKUP_OPERATIONS, ObjectType

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


def complete_tags(caller: Caller, drafts: Sequence[Draft], at: dt.datetime) -> None:
    """Tell the records that carry a tag of its new name."""
    renamed = [
        Renamed(
            tag_id=one.record_id or 0,
            subject=one.before["resource_type"],
            before=one.before["name"],
            after=one.values["name"],
        )
        for one in drafts
        if one.before is not None and one.changes("name")
    ]
    if renamed:
        retell(caller, renamed, at)


def forget_tags(caller: Caller, ids: Sequence[int]) -> None:
    """Tell the records that carry a tag that it goes."""
    rows = Tag.objects.for_organization(caller.organization_id).filter(pk__in=ids)
    going = [Renamed(*one) for one in rows.values_list("pk", "resource_type", "name")]
    retell(caller, going, now())


TAGS = ObjectType(
    slug="tags",
    label=_("Tag"),
    label_plural=_("Tags"),
    icon="sell",
    model=Tag,
    search=("name",),
    operations=LOOKUP_OPERATIONS,
    removal_permission=Permission.PURGE,
    unique=(("name", "resource_type"),),
    complete=complete_tags,
    before_deletion=forget_tags,
    fields=row_fields(
        text("name", fold=True, required=True, nullable=False),
        text("color", 64),
        ColumnField(
            name="resource_type",
            kind=ChoiceKind(choices=tuple(TagSubject.choices)),
            default=TagSubject.CONTACT.value,
            required=True,
            nullable=False,
        ),
    ),
)
