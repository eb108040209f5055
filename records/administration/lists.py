"""Lists of records: the order is the engine's, the cells are read with the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.main import ORDER_VAR
from unfold.views import ChangeList

from records.administration.values import NOTHING, Presenter, lines
from records.engine.compiler import compile_sorts
from records.query import Sort

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from records.schema.fields import Row
    from records.schema.object_types import ObjectType


@dataclass(frozen=True)
class Shown:
    """A record on a page: what it is and its values, read with all the others."""

    object_type: ObjectType
    row: Row
    presenter: Presenter


@dataclass(frozen=True)
class Display:
    """Shows one field of a record; stands in Django's lists of columns and fields.

    Equal for equal names, so that Django finds the same column again.
    """

    name: str
    short_description: Any = field(compare=False)
    boolean: bool = field(default=False, compare=False)
    admin_order_field: str | None = field(default=None, compare=False)
    render: Callable[[Any], Any] | None = field(default=None, compare=False)

    @property
    def __name__(self) -> str:
        return self.name

    def __call__(self, record: Any) -> Any:
        """Return the cell of a record that was put on the page."""
        if self.render is not None:
            return self.render(record)
        shown: Shown | None = getattr(record, "shown", None)
        if shown is None:
            return NOTHING
        one = shown.object_type.fields_by_name.get(self.name)
        if one is None:
            return NOTHING
        value = one.read(shown.row)
        if self.boolean:
            return value
        return lines(shown.presenter.show(one, value))


class ScopedChangeList(ChangeList):  # type: ignore[misc]
    """A page of rows, counted once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not (self.query or self.has_active_filters):
            self.full_result_count = self.result_count  # all there are


class RecordChangeList(ScopedChangeList):
    """A page of records in the engine's order, with everything its cells show."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        page: Any = getattr(self, "result_list")  # noqa: B009 - untyped in the theme
        self.result_list = list(page)
        self.model_admin.put_on_page(request, self.result_list, short=True)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Return the order of the columns clicked, else that of the page."""
        object_type = self.model_admin.types(request)[0]
        sorts = self._clicked() or self.model_admin.default_order(object_type)
        ordering = compile_sorts(object_type, sorts)
        if ordering.key is None:
            return list(ordering.rest)
        key: Any = ordering.key
        nulls_last = True if ordering.nullable else None
        first = (
            key.desc(nulls_last=nulls_last)
            if ordering.descending
            else key.asc(nulls_last=nulls_last)
        )
        return [first, *ordering.rest]

    def _clicked(self) -> tuple[Sort, ...]:
        sorts = []
        for part in str(self.params.get(ORDER_VAR, "")).split("."):
            digits = part.removeprefix("-")
            index = int(digits) if digits.isascii() and digits.isdigit() else -1
            if not 0 <= index < len(self.list_display):
                continue
            column = self.list_display[index]
            name = getattr(column, "admin_order_field", None)
            if name:
                sorts.append(Sort(name, descending=part.startswith("-")))
        return tuple(sorts)
