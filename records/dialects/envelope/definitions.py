"""``/v2/<…>/custom_fields``: the fields an organization defined (contract §4).

They are read here and defined in the admin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.response import Response

from records.access.roles import Permission
from records.dialects.base.failures import UnknownRoute
from records.dialects.envelope.custom_types import options_of
from records.dialects.envelope.keys import FORM
from records.dialects.envelope.parameters import (
    DEFAULT_PAGE_SIZE,
    LARGEST_OFFSET,
    Faults,
    read_number,
    read_parameters,
    refuse_unknown,
)
from records.dialects.envelope.plans import Plan, plan_of
from records.dialects.envelope.rendering import collection, envelope, page_links
from records.dialects.envelope.resources import LARGEST_PAGE, Resource, resources
from records.dialects.envelope.views import EnvelopeView
from records.schema.kinds.moments import spell_moment

if TYPE_CHECKING:
    from django.http import QueryDict
    from rest_framework.request import Request

    from records.dialects.envelope.custom_fields import CustomField

TYPE = "custom_field"


class CustomFieldsView(EnvelopeView):
    """The custom fields of one resource."""

    def get(self, request: Request, **_path: str) -> Response:
        """Answer all of them, or a page of them when one is asked for."""
        resource = _resource_under(self.kwargs["holder"])
        page, per_page = _read_page(request.query_params)
        self.caller.require(Permission.READ)
        plan = plan_of(self.caller, resource)
        fields = plan.custom.all
        per_page = per_page or max(len(fields), 1)
        shown = fields[(page - 1) * per_page : page * per_page]
        links = page_links(
            request._request,
            page=page,
            per_page=per_page,
            has_next=page * per_page < len(fields),
        )
        items = [envelope(_show(plan, one), TYPE) for one in shown]
        return Response(collection(items, links))


def _resource_under(holder: str) -> Resource:
    for one in resources():
        if holder in one.custom_fields_under:
            return one
    raise UnknownRoute


def _read_page(query: QueryDict) -> tuple[int, int | None]:
    faults = Faults()
    page, per_page = 1, None
    for parameter in read_parameters(query, faults):
        if parameter.written == "page":
            largest = LARGEST_OFFSET // LARGEST_PAGE
            page = read_number(parameter, largest=largest, faults=faults)
            per_page = per_page or DEFAULT_PAGE_SIZE
        elif parameter.written == "per_page":
            per_page = read_number(parameter, largest=LARGEST_PAGE, faults=faults)
        else:
            refuse_unknown(parameter, faults)
    faults.raise_any()
    return page, per_page


def _show(plan: Plan, one: CustomField) -> dict[str, Any]:
    """Return a definition; united fields are told as their first part, once."""
    parts = [part.origin for part in one.parts if part.origin is not None]
    shown: dict[str, Any] = {
        "id": parts[0].id if parts else None,
        "name": one.name,
        "type": one.type.name,
    }
    choices = {
        option.name: option for part in one.parts for option in options_of(part.kind)
    }
    if choices or one.type.has_choices:
        shown["choices"] = [
            {"id": option.id, "name": name} for name, option in choices.items()
        ]
    for object_type in plan.types:
        for flag in plan.resource.custom_field_flags.get(object_type.slug, ()):
            shown[flag] = one.part_of(object_type) is not None
    if parts:
        shown["created_at"] = spell_moment(min(p.created_at for p in parts), FORM)
        shown["updated_at"] = spell_moment(max(p.updated_at for p in parts), FORM)
    return shown
