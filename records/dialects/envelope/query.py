"""From the parameters of a request to a neutral question (contract §2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from records.dialects.envelope import custom_fields
from records.dialects.envelope.filters import read_filters
from records.dialects.envelope.parameters import (
    DEFAULT_PAGE_SIZE,
    LARGEST_OFFSET,
    Faults,
    Parameter,
    read_ids,
    read_number,
    read_parameters,
    refuse_unknown,
)
from records.dialects.envelope.sorting import read_sorts
from records.query import (
    EVERYTHING,
    Condition,
    Node,
    Operator,
    RecordQuery,
    Sort,
    Window,
    all_of,
)
from records.schema.kinds.numbers import LARGEST_ID
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from django.http import QueryDict

    from records.dialects.envelope.plans import Plan
    from records.dialects.envelope.resources import Include


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asks of a collection."""

    query: RecordQuery
    page: int = 1
    per_page: int = DEFAULT_PAGE_SIZE
    includes: tuple[Include, ...] = ()


class _Reader:
    """Reads the parameters of one request, noting every fault."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.faults = Faults()
        self.page = 1
        self.per_page = min(DEFAULT_PAGE_SIZE, plan.resource.largest_page)
        self.ids: list[int] | None = None
        self.sorts: tuple[Sort, ...] = plan.resource.first_sorts
        self.includes: tuple[Include, ...] = ()
        self.filters: dict[str, str] = {}
        self.conditions: list[Node] = []

    def read(self, parameter: Parameter) -> None:
        resource = self.plan.resource
        if parameter.name == "ids":
            ids = read_ids(parameter, self.faults)
            self.ids = [*(self.ids or ()), *ids]
        elif parameter.written in ("page", "per_page", "cursor"):
            self.read_place(parameter)
        elif parameter.written == "sort_by" and resource.fields_by_sort:
            self.sorts = read_sorts(parameter, self.plan, self.faults)
        elif parameter.written == "includes":
            self.includes = read_includes(parameter, self.plan, self.faults)
        else:
            self.read_filter(parameter)

    def read_place(self, parameter: Parameter) -> None:
        """Read where in the collection to begin, and how far to go."""
        resource = self.plan.resource
        if parameter.written == "per_page":
            self.per_page = read_number(
                parameter, largest=resource.largest_page, faults=self.faults
            )
        elif parameter.written == "page":
            largest = resource.last_page or LARGEST_OFFSET // resource.largest_page
            self.page = read_number(parameter, largest=largest, faults=self.faults)
        elif resource.has_cursor:
            after = read_number(parameter, largest=LARGEST_ID, faults=self.faults)
            self.conditions.append(Condition("id", Operator.LT, after, "cursor"))
        else:
            refuse_unknown(parameter, self.faults)

    def read_filter(self, parameter: Parameter) -> None:
        if parameter.written in self.plan.resource.filters_by_name:
            self.filters[parameter.written] = parameter.value
        elif (
            parameter.name == custom_fields.KEY
            and parameter.inner is not None
            and self.plan.resource.has_custom_fields
        ):
            self.read_custom_filter(parameter)
        else:
            refuse_unknown(parameter, self.faults)

    def read_custom_filter(self, parameter: Parameter) -> None:
        found = self.plan.custom.find(parameter.inner or "")
        if found is None or not found.type.filterable or not found.field.filterable:
            self.faults.add(
                parameter.written, _("There is no filterable field of this name.")
            )
            return
        if not parameter.value.strip():
            self.faults.add(parameter.written, _("A value is needed."))
            return
        try:
            found.field.kind.clean_operand(Operator.EQ, parameter.value)
        except ValueProblem as problem:
            self.faults.add(parameter.written, problem.message)
            return
        self.conditions.append(found.condition(parameter.value, parameter.written))

    @property
    def where(self) -> Node:
        nodes = [
            *read_filters(self.filters, self.plan, self.faults),
            *self.conditions,
        ]
        if self.ids is not None:
            unique = tuple(dict.fromkeys(self.ids))
            nodes.append(Condition("id", Operator.IN, unique, "ids"))
        return all_of(*nodes) if nodes else EVERYTHING


def read_question(query: QueryDict, plan: Plan, *extra: Node) -> Question:
    """Return the question that the parameters of a collection ask.

    ``extra`` are conditions of the address. Raises :class:`InvalidParameters` with one
    sentence for every parameter that is unknown or cannot be understood.
    """
    reader = _Reader(plan)
    for parameter in read_parameters(query, reader.faults):
        reader.read(parameter)
    where = reader.where
    reader.faults.raise_any()
    nodes = [*extra, *(() if where == EVERYTHING else (where,))]
    offset = (reader.page - 1) * reader.per_page
    return Question(
        RecordQuery(
            object_type=plan.object_type.slug,
            where=all_of(*nodes) if nodes else EVERYTHING,
            sorts=reader.sorts,
            # No total is told, only whether there is a next page: one row tells that.
            window=Window(offset, reader.per_page + 1, counted=False),
        ),
        reader.page,
        reader.per_page,
        reader.includes,
    )


def read_matching(query: QueryDict, plan: Plan) -> Node:
    """Return the condition of an upsert: attribute and custom-field filters alone.

    Raises :class:`InvalidParameters`, also when there is none.
    """
    reader = _Reader(plan)
    for parameter in read_parameters(query, reader.faults):
        reader.read_filter(parameter)
    where = reader.where
    if where == EVERYTHING and not reader.faults.found:
        reader.faults.add("upsert", _("Say by a filter which record is meant."))
    reader.faults.raise_any()
    return where


def read_single(query: QueryDict, plan: Plan) -> tuple[Include, ...]:
    """Return the includes of a single record; it takes no other parameter."""
    faults = Faults()
    includes: tuple[Include, ...] = ()
    for parameter in read_parameters(query, faults):
        if parameter.written == "includes":
            includes = read_includes(parameter, plan, faults)
        else:
            refuse_unknown(parameter, faults)
    faults.raise_any()
    return includes


def refuse_parameters(query: QueryDict) -> None:
    """Raise :class:`InvalidParameters` where an address takes no parameter at all."""
    faults = Faults()
    for parameter in read_parameters(query, faults):
        refuse_unknown(parameter, faults)
    faults.raise_any()


def read_includes(
    parameter: Parameter, plan: Plan, faults: Faults
) -> tuple[Include, ...]:
    """Return the related resources that are asked for, each once."""
    resource = plan.resource
    if resource.ignores_includes:
        return ()
    if not resource.includes:
        refuse_unknown(parameter, faults)
        return ()
    known = {one.name: one for one in resource.includes}
    asked = [name.strip() for value in parameter.values for name in value.split(",")]
    for name in asked:
        if name not in known:
            faults.add(
                parameter.written,
                _("“%(name)s” cannot be included; known are: %(names)s.")
                % {"name": name, "names": ", ".join(known)},
            )
            return ()
    return tuple(known[name] for name in dict.fromkeys(asked))
