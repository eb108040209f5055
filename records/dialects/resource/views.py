"""The endpoints of the resource dialect (contract resource §4)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from rest_framework.response import Response

from records.access.authentication import (
    KeyAuthentication,
    MemberSessionAuthentication,
)
from records.access.roles import Permission
from records.dialects.base.actions import ActionView
from records.dialects.base.failures import (
    Failure,
    MalformedBody,
    MalformedRequest,
    UnknownRoute,
)
from records.dialects.base.views import DialectView
from records.dialects.resource import DIALECT
from records.dialects.resource.bodies import parse_batch, parse_values
from records.dialects.resource.errors import spell
from records.dialects.resource.query import parse_query
from records.dialects.resource.rendering import RecordRenderer, content_range
from records.engine.errors import NotSupported
from records.engine.reader import find_id, find_records, get_record, read_records
from records.engine.removal import (
    Fate,
    purge_record,
    remove_record,
    restore_record,
)
from records.engine.writer import create_records, update_record
from records.schema.kinds.numbers import LARGEST_ID
from records.schema.object_types import Operation
from records.schema.projections import Projection
from records.schema.registry import registry

if TYPE_CHECKING:
    from django.http import HttpRequest
    from rest_framework.request import Request

    from records.schema.object_types import ObjectType


class ResourceDialectView(DialectView):
    """What the endpoints of this dialect share: credentials and failures."""

    authentication_classes = (KeyAuthentication, MemberSessionAuthentication)

    @classmethod
    def spell_failure(
        cls, request: HttpRequest, failure: Failure
    ) -> tuple[int, dict[str, Any]]:
        return spell(failure, batch=getattr(request, "is_batch", False))


def projection_of(object_type: ObjectType) -> Projection:
    """Return how this dialect spells a type: declared, or by the neutral names."""
    slug = object_type.slug
    declared = registry.projection(DIALECT, slug)
    return declared or Projection(
        dialect=DIALECT,
        resource=slug,
        object_type=slug,
        is_open=object_type.custom_fields_of == slug,
    )


class ResourceView(ResourceDialectView):
    """What the endpoints of one resource share: its type, its spelling."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authenticate, then find the resource in the caller's organization."""
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS":
            # An unknown slug, or spelling of keys, is told before anything happens.
            self.renderer  # noqa: B018
            # Every answer shows a record, that to a write too: a key that may not read
            # must hear so before something was stored.
            self.caller.require(Permission.READ)

    @cached_property
    def object_type(self) -> ObjectType:
        """The type behind the slug, as the caller's organization sees it."""
        return registry.resolve(self.caller.organization, self.kwargs["resource"])

    @cached_property
    def projection(self) -> Projection:
        """How this dialect spells the type."""
        return projection_of(self.object_type)

    @cached_property
    def renderer(self) -> RecordRenderer:
        """Turns rows into JSON with the key case the client asked for."""
        keys = self.request.query_params.get("keys", "snake")
        if keys not in ("snake", "camel"):
            raise MalformedRequest("“keys” is snake or camel.", parameter="keys")
        return RecordRenderer(
            self.object_type, self.projection, camel_keys=keys == "camel"
        )

    def record_id(self) -> int:
        """Return the id in the path. Raises :class:`MalformedRequest`."""
        text: str = self.kwargs["record_id"]
        if self.object_type.singleton:
            return 1
        if not (text.isascii() and text.isdigit()):
            raise MalformedRequest("Invalid request", parameter="id")
        # Beyond every possible id; the digits themselves may be too many to convert.
        return int(text) if len(text) <= len(str(LARGEST_ID)) else LARGEST_ID + 1

    def read(self, record_id: int) -> dict[str, Any]:
        """Return a record as JSON, as it is now."""
        row = get_record(
            self.caller,
            self.object_type,
            record_id,
            fields=self.renderer.fields,
            include_archived=True,
        )
        return self.renderer.render(row)


class RecordListView(ResourceView):
    """``/api/:resource``."""

    def get(self, request: Request, **_path: str) -> Response:
        """List records: a bare array, with the window in ``Content-Range``."""
        query = parse_query(request.query_params, self.object_type)
        page = find_records(self.caller, query, fields=self.renderer.fields)
        records = [self.renderer.render(row) for row in page.rows]
        window = content_range(
            self.object_type.slug, page.window, rows=len(records), total=page.total
        )
        return Response(
            records,
            headers={"Content-Range": window, "X-Total-Count": str(page.total)},
        )

    def post(self, request: Request, **_path: str) -> Response:
        """Create a record, or up to 1,000 from an array, all or nothing."""
        body = request.data
        self.caller.require(self.object_type.write_permission)
        if not self.object_type.can(Operation.CREATE):
            raise NotSupported(self.object_type, Operation.CREATE)
        if isinstance(body, list):
            request._request.is_batch = True  # type: ignore[attr-defined]
            batch = parse_batch(body, self.object_type, self.projection)
            ids = create_records(self.caller, self.object_type, batch)
            return Response(self._read_many(ids), status=201)
        values = parse_values(body, self.object_type, self.projection)
        if not values and not self.projection.is_open:
            raise MalformedBody("No writable fields to create")
        if self.object_type.singleton and self._exists():
            update_record(self.caller, self.object_type, 1, values)
            return Response(self.read(1))
        (primary_key,) = create_records(self.caller, self.object_type, [values])
        return Response(self.read(primary_key), status=201)

    def _exists(self) -> bool:
        return find_id(self.caller, self.object_type, 1) is not None

    def _read_many(self, ids: list[int]) -> list[dict[str, Any]]:
        rows = read_records(
            self.caller, self.object_type, ids, fields=self.renderer.fields
        )
        return [self.renderer.render(rows[one]) for one in ids]


class RecordView(ResourceView):
    """``/api/:resource/:id``."""

    def get(self, request: Request, **_path: str) -> Response:
        """Return one record; a merged one's id answers with the winner."""
        row = get_record(
            self.caller, self.object_type, self.record_id(), fields=self.renderer.fields
        )
        return Response(self.renderer.render(row))

    def put(self, request: Request, **_path: str) -> Response:
        """Change the keys that are sent; everything else stays (contract §3.9)."""
        record_id = self.record_id()
        values = parse_values(request.data, self.object_type, self.projection)
        update_record(self.caller, self.object_type, record_id, values)
        return Response(self.read(record_id))

    patch = put

    def delete(self, request: Request, **_path: str) -> Response:
        """Archive a record, delete a look-up row, or purge for good.

        Every answer has the ``id`` at its top level. The body is never read: clients
        send ``text/plain`` and nothing.
        """
        record_id = self.record_id()
        if self._wants_purge(request):
            removal = purge_record(self.caller, self.object_type, record_id)
        else:
            removal = remove_record(self.caller, self.object_type, record_id)
        record = self.renderer.render(removal.row)
        if removal.fate is Fate.ARCHIVED:
            return Response({"archived": True, "id": record["id"], "record": record})
        return Response(record)

    @staticmethod
    def _wants_purge(request: Request) -> bool:
        text = request.query_params.get("purge", "false").lower()
        if text not in ("true", "false", "1", "0"):
            raise MalformedRequest("“purge” is true or false.", parameter="purge")
        return text in ("true", "1")


class RestoreView(ResourceView):
    """``/api/:resource/:id/restore``."""

    def post(self, request: Request, **_path: str) -> Response:
        """Bring an archived record back; the body is ignored."""
        row = restore_record(self.caller, self.object_type, self.record_id())
        return Response(self.renderer.render(row))


class ResourceActionView(ActionView, ResourceDialectView):
    """A route that a package registered with this dialect (``merge_contacts``)."""

    # The slug is reserved for its own method (contract §4.7).
    is_hidden_from_get = True


class UnknownRouteView(ResourceDialectView):
    """Any other path under ``/api/``."""

    public = True

    def _refuse(self, request: Request, **_path: str) -> Response:
        raise UnknownRoute

    get = post = put = patch = delete = _refuse
