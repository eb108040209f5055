"""Lists of records: the order is the engine's, the cells are read with the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.core.paginator import Paginator
from django.utils.text import capfirst
from unfold.views import ChangeList

from records.administration.callers import caller_of
from records.administration.choices import words_in
from records.administration.filters import RecordFilter
from records.administration.values import NOTHING, Presenter, lines
from records.engine.compiler import compile_sorts
from records.engine.reader import RecordPage, find_records
from records.query import And, QuestionError, RecordQuery, Sort, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from records.access.caller import Caller
    from records.schema.fields import Field, Row
    from records.schema.object_types import ObjectType

_LAST_PAGE = 10_000_000


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
    """A page of rows, counted once.

    ``add_link`` and ``reset_query`` are where an empty list leads to.
    """

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        add_url = self.model_admin.own_url("add")
        self.add_link = f"{add_url}?{self.preserved_filters}".rstrip("?")
        asked = [*self.get_filters_params(), SEARCH_VAR]
        self.reset_query = self.get_query_string(remove=asked)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not (self.query or self.has_active_filters):
            self.full_result_count = self.result_count  # all there are


class RecordChangeList(ScopedChangeList):
    """A page of records in the engine's order, with everything its cells show."""

    page_num: int

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        self.opts = self.model_admin.put_names_on_page(request)
        self.title = capfirst(self.opts.verbose_name_plural)

    def get_results(self, request: HttpRequest) -> None:
        types = self.model_admin.types(request)
        if len(types) == 1:
            self._find_page(request, types[0])
            return
        super().get_results(request)
        page: Any = getattr(self, "result_list")  # noqa: B009 - untyped in the theme
        self.result_list = list(page)
        self.model_admin.put_on_page(request, self.result_list, short=True)

    def _find_page(self, request: HttpRequest, object_type: ObjectType) -> None:
        """Ask the engine for the page; it knows the cheapest way to it."""
        caller = caller_of(request)
        fields = self.model_admin.listed_fields(object_type)
        found = self._ask(caller, object_type, fields)
        last = max(1, -(-found.total // self.list_per_page))
        if not found.rows and self.page_num > last:
            self.page_num = last  # what was there has gone meanwhile
            found = self._ask(caller, object_type, fields)
        rows = {row["pk"]: row for row in found.rows}
        records = self.root_queryset.filter(pk__in=rows).in_bulk() if rows else {}
        self.result_list = [records[one] for one in rows if one in records]
        presenter = self.model_admin.presenter(caller, short=True)
        places = self.model_admin.put_rows_on_page(
            self.result_list, object_type, rows, presenter, fields
        )
        presenter.labels.load(places)
        self.result_count = found.total
        self.full_result_count = (
            None if self.query or self.has_active_filters else found.total
        )
        self.can_show_all = found.total <= self.list_max_show_all
        self.multi_page = found.total > self.list_per_page
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.paginator = Paginator(range(found.total), self.list_per_page)

    def _ask(
        self, caller: Caller, object_type: ObjectType, fields: Sequence[Field]
    ) -> RecordPage:
        where = []
        include_archived = False
        for one in self.filter_specs:
            if isinstance(one, RecordFilter):
                where.append(one.node())
                include_archived = include_archived or one.includes_archived
        if self.query.strip():
            where.append(words_in(object_type, self.query))
        query = RecordQuery(
            object_type.slug,
            where=And(tuple(one for one in where if one is not None)),
            sorts=self._sorts(object_type),
            window=self._window(),
            include_archived=include_archived,
        )
        try:
            return find_records(caller, query, fields=fields, object_type=object_type)
        except QuestionError:
            # What was typed can be in no record.
            return RecordPage([], 0, query.window)

    def _window(self) -> Window:
        if self.show_all:
            return Window(0, self.list_max_show_all)
        self.page_num = min(max(self.page_num, 1), _LAST_PAGE)
        return Window((self.page_num - 1) * self.list_per_page, self.list_per_page)

    def _sorts(self, object_type: ObjectType) -> tuple[Sort, ...]:
        sorts: tuple[Sort, ...] = self.model_admin.default_order(object_type)
        return self._clicked() or sorts

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Return the order of the columns clicked, else that of the page.

        Of one type the engine orders the page, and these are the rows of an action.
        """
        object_type, *others = self.model_admin.types(request)
        if not others:
            return ["-pk"]
        ordering = compile_sorts(object_type, self._sorts(object_type))
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
