"""The tags that forms and filters suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from crm.models import Tag
from records.administration.callers import caller_of
from records.administration.records import RecordAdmin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from crm.models.tags import TagSubject

_MOST = 200


class TaggedAdmin(RecordAdmin):
    """Records that carry tags of one subject."""

    subject: ClassVar[TagSubject]

    def suggestions(self, request: HttpRequest, name: str) -> Iterable[str]:
        """Return the organization's tags, as far as a list can hold them."""
        if name != "tags":
            return ()
        tags = Tag.objects.for_organization(caller_of(request).organization_id)
        names = tags.filter(resource_type=self.subject).order_by("name_fold", "pk")
        return list(names.values_list("name", flat=True)[:_MOST])
