"""From rows to the envelopes of an answer (contract §1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from django.http import HttpRequest

    from records.dialects.envelope.includes import Related
    from records.dialects.envelope.plans import Plan
    from records.schema.fields import Row

Json = dict[str, Any]


def single(plan: Plan, row: Row, related: Related | None = None) -> Json:
    """Return the envelope of one record, with what was included inside its data."""
    data = plan.show(row)
    for name, shown in (related or {}).items():
        data[name] = shown[row["pk"]]
    return envelope(data, plan.resource.type)


def envelope(data: Json, resource_type: str) -> Json:
    """Return any single object in its envelope."""
    return {"data": data, "meta": {"type": resource_type}}


def collection(items: list[Json], links: Json | None = None) -> Json:
    """Return the envelope of a collection; ``count`` counts the items of this page."""
    meta: Json = {"type": "collection", "count": len(items)}
    if links is not None:
        meta["links"] = links
    return {"items": items, "meta": meta}


def page_links(
    request: HttpRequest,
    *,
    page: int,
    per_page: int,
    has_next: bool,
    cursor: int | None = None,
) -> Json:
    """Return the links of a page: absolute, with every other parameter as it was.

    There is a next page only where one has records, a previous one only after the
    first. With a ``cursor``, the id of the last record, the next page begins after it.
    """
    here = {"page": page, "per_page": per_page}
    asked = request.GET.get("cursor")
    if asked is not None:
        here["cursor"] = int(asked)
    links = {"self": here, "first_page": {"page": 1, "per_page": per_page}}
    if page > 1:
        links["prev_page"] = {**here, "page": page - 1}
    if has_next:
        after = {"page": page + 1} if cursor is None else {"page": 1, "cursor": cursor}
        links["next_page"] = {**here, **after}
    return {name: _page_url(request, one) for name, one in links.items()}


def _page_url(request: HttpRequest, place: dict[str, int]) -> str:
    parameters = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in ("page", "per_page", "cursor")
        for value in values
    ]
    parameters += [(name, str(number)) for name, number in place.items()]
    return request.build_absolute_uri(f"{request.path}?{urlencode(parameters)}")
