"""The endpoints of the document dialect (contract document §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.response import Response

from records.access.authentication import KeyAuthentication
from records.access.models import Membership
from records.access.roles import Permission, Role
from records.dialects.base.actions import ActionView
from records.dialects.base.bodies import JsonParser, JsonTypesOnly
from records.dialects.base.failures import (
    Failure,
    FailureKind,
    MalformedBody,
    MalformedRequest,
    Refused,
    UnknownRoute,
    failure_of,
)
from records.dialects.base.views import DialectView
from records.dialects.document.bodies import (
    FieldValues,
    parse_field_values,
    parse_object,
    parse_text,
)
from records.dialects.document.errors import in_keys, spell
from records.dialects.document.identifiers import (
    USER_PREFIX,
    object_id,
    parse_record_id,
    record_id,
    resolve_object,
)
from records.dialects.document.naming import Spelling
from records.dialects.document.query import asked_object, parse_query
from records.dialects.document.rendering import RecordRenderer
from records.engine.errors import Conflict
from records.engine.holders import remove_unless_needed
from records.engine.reader import find_id, find_records, get_record, read_records
from records.engine.writer import create_record, update_record
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from rest_framework.authentication import BaseAuthentication
    from rest_framework.request import Request

    from records.schema.fields import Row


class DocumentDialectView(DialectView):
    """What the endpoints of this dialect share: keys alone, strict JSON, failures."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (KeyAuthentication,)
    parser_classes = (JsonParser,)
    content_negotiation_class = JsonTypesOnly

    @classmethod
    def spell_failure(
        cls, request: HttpRequest, failure: Failure
    ) -> tuple[int, dict[str, Any]]:
        return spell(request, failure)


class RecordEndpoint(DocumentDialectView):
    """What the endpoints of records share: the object, once it is known, and its keys."""

    spelling: Spelling | None = None
    parsed: FieldValues | None = None

    def describe(self, exc: Exception) -> Failure:
        failure = failure_of(exc)
        if self.spelling is None:
            return failure
        return in_keys(failure, self.spelling, self.parsed or FieldValues({}))

    def spell_object(self, text: str) -> Spelling:
        """Find the object that an id in the request means, and remember it."""
        self.spelling = Spelling.of(resolve_object(self.caller.organization, text))
        return self.spelling

    def read(self, spelling: Spelling, primary_key: int) -> dict[str, Any]:
        """Return a record as JSON, as it is now."""
        renderer = RecordRenderer(spelling)
        rows = read_records(
            self.caller, spelling.object_type, [primary_key], fields=renderer.fields
        )
        return renderer.render(rows[primary_key])


class RecordQueryView(RecordEndpoint):
    """``GET /api/crm/records/query``."""

    def get(self, request: Request) -> Response:
        """Answer one page of the records of an object, and how many there are."""
        self.caller.require(Permission.READ)
        spelling = self.spell_object(asked_object(request.query_params))
        query, page = parse_query(request.query_params, spelling)
        renderer = RecordRenderer(spelling)
        found = find_records(
            self.caller,
            query,
            fields=renderer.fields,
            object_type=spelling.object_type,
        )
        return Response(
            {
                "data": [renderer.render(row) for row in found.rows],
                "pagination": page.pagination(found.total),
            }
        )


class RecordCreationView(RecordEndpoint):
    """``POST /api/crm/record``."""

    def post(self, request: Request) -> Response:
        """Create a record and answer it."""
        # The answer shows a record: a key that may not read stores nothing either.
        self.caller.require(Permission.READ)
        self.caller.require(Permission.WRITE)
        body = parse_object(request.data)
        spelling = self.spell_object(parse_text(body, "object_id"))
        self.parsed = parse_field_values(body, spelling)
        object_type = spelling.object_type
        if object_type.singleton and find_id(self.caller, object_type, 1) is not None:
            raise Conflict(_("There is one already, and there can be no other."))
        primary_key = create_record(
            self.caller, object_type, self.parsed.values, problems=self.parsed.found
        )
        return Response(self.read(spelling, primary_key), status=201)


class RecordView(RecordEndpoint):
    """``/api/crm/record/{record_id}``."""

    def target(self) -> tuple[Spelling, int]:
        """Return the object and the number of the record in the path.

        Raises :class:`Refused` for an id that can be no record's.
        """
        meant = parse_record_id(self.kwargs["record_id"])
        if meant is None:
            raise _no_such_record()
        try:
            object_type = registry.resolve(self.caller.organization, meant.object_type)
        except UnknownObjectType:
            raise _no_such_record() from None
        if object_type.singleton and meant.record_id != 1:
            raise _no_such_record()
        self.spelling = Spelling.of(object_type)
        return self.spelling, meant.record_id

    def get(self, request: Request, **_path: str) -> Response:
        """Answer a record; the id of one that was merged answers the winner."""
        self.caller.require(Permission.READ)
        spelling, number = self.target()
        return Response(self._render(spelling, self._row(spelling, number)))

    def _row(self, spelling: Spelling, number: int) -> Row:
        return get_record(
            self.caller,
            spelling.object_type,
            number,
            fields=RecordRenderer(spelling).fields,
        )

    @staticmethod
    def _render(spelling: Spelling, row: Row) -> dict[str, Any]:
        return RecordRenderer(spelling).render(row)

    def patch(self, request: Request, **_path: str) -> Response:
        """Change the fields that are sent and answer the record."""
        self.caller.require(Permission.READ)
        self.caller.require(Permission.WRITE)
        spelling, number = self.target()
        try:
            self.parsed = self._parse(request, spelling)
        except (MalformedBody, MalformedRequest):
            # A record that is not there is told before what is wrong with the body.
            self._row(spelling, number)
            raise
        primary_key = update_record(
            self.caller,
            spelling.object_type,
            number,
            self.parsed.values,
            problems=self.parsed.found,
        )
        return Response(self.read(spelling, primary_key))

    def _parse(self, request: Request, spelling: Spelling) -> FieldValues:
        body = parse_object(request.data)
        if body.get("object_id") is not None:
            self._check_object(parse_text(body, "object_id"), spelling)
        return parse_field_values(body, spelling)

    def _check_object(self, text: str, spelling: Spelling) -> None:
        try:
            named = resolve_object(self.caller.organization, text).slug
        except UnknownObjectType:
            named = ""
        if named != spelling.slug:
            raise MalformedRequest(
                _("The record is one of %(object)s, and stays one.")
                % {"object": object_id(spelling.slug)},
                parameter="object_id",
            )

    def delete(self, request: Request, **_path: str) -> Response:
        """Archive a record, or delete a look-up row. The body is never read."""
        if not self.caller.may(Permission.PURGE):
            self.caller.require(Permission.ARCHIVE)
        spelling, number = self.target()
        holders = remove_unless_needed(self.caller, spelling.object_type, number)
        told = record_id(spelling.slug, number)
        if holders:
            raise Refused(
                Failure(
                    FailureKind.CONFLICT,
                    _("Other records need this one: %(count)d of them.")
                    % {"count": holders},
                    details={"record_id": told, "referenced_by": holders},
                )
            )
        return Response(
            {"id": told, "object_id": object_id(spelling.slug), "deleted": True}
        )


def _no_such_record() -> Refused:
    return Refused(Failure(FailureKind.RECORD_NOT_FOUND, "Record not found"))


class UserListView(DocumentDialectView):
    """``GET /api/crm/users``."""

    def get(self, request: Request) -> Response:
        """Answer the people of the organization, whose ids fill ``user`` fields."""
        self.caller.require(Permission.READ)
        members = Membership.objects.for_organization(self.caller.organization_id)
        rows = members.order_by("user_id").values(
            "user_id",
            "user__first_name",
            "user__last_name",
            "user__email",
            "user__is_active",
            "role",
            "is_active",
        )
        return Response({"data": [_user(row) for row in rows]})


def _user(row: Any) -> dict[str, Any]:
    name = f"{row['user__first_name']} {row['user__last_name']}".strip()
    administers = {one.value for one in Role if one.is_administrator}
    return {
        "id": f"{USER_PREFIX}_{row['user_id']}",
        "name": name or row["user__email"],
        "email": row["user__email"],
        "role": "admin" if row["role"] in administers else "member",
        "active": row["is_active"] and row["user__is_active"],
    }


class DocumentActionView(ActionView, DocumentDialectView):
    """A route that a package registered with this dialect (``objects``)."""


class UnknownRouteView(DocumentDialectView):
    """Any other path under ``/api/crm``; a stranger is not even told that."""

    def _refuse(self, request: Request, **_path: str) -> Response:
        raise UnknownRoute

    get = post = put = patch = delete = _refuse
