"""What the actions of a list ask of the page they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.administration.callers import caller_of
from records.administration.scoped import ScopedAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from records.schema.object_types import ObjectType, Operation


class SelectionAdmin(ScopedAdmin):
    """Pages over record types, of which some records are chosen."""

    def types(self, request: HttpRequest) -> list[ObjectType]:
        """Return the types of this page as the caller's organization has them."""
        raise NotImplementedError

    def type_of(self, request: HttpRequest, record: Any = None) -> ObjectType:
        """Return the type of a record on the page."""
        raise NotImplementedError

    def knows(self, request: HttpRequest, operation: Operation) -> bool:
        """Tell whether the records of the page know an operation."""
        return any(one.can(operation) for one in self.types(request)[:1])

    def names_of(self, request: HttpRequest, records: list[Any]) -> list[str]:
        """Return what records are called, for a list of them."""
        return [str(one) for one in records]

    def by_type(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> dict[str, tuple[ObjectType, list[int]]]:
        """Return the ids of a selection under the slug of their type."""
        found: dict[str, tuple[ObjectType, list[int]]] = {}
        chosen = list(queryset.values_list("pk", flat=True))
        caller = caller_of(request)
        for one in self.types(request):
            rows = one.rows(caller, include_archived=True).filter(pk__in=chosen)
            ids = list(rows.order_by("pk").values_list("pk", flat=True))
            if ids:
                found[one.slug] = (one, ids)
        return found
