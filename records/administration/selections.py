"""What the actions of a list ask of the page they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.administration.scoped import ScopedAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from records.schema.object_types import ObjectType


class SelectionAdmin(ScopedAdmin):
    """Pages over record types, of which some records are chosen."""

    def types(self, request: HttpRequest) -> list[ObjectType]:
        """Return the types of this page as the caller's organization has them."""
        raise NotImplementedError

    def type_of(self, request: HttpRequest, record: Any = None) -> ObjectType:
        """Return the type of a record on the page."""
        raise NotImplementedError

    def by_type(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> dict[str, tuple[ObjectType, list[int]]]:
        """Return the ids of a selection under the slug of their type."""
        raise NotImplementedError
