"""The endpoints of the envelope dialect (contract §1, §4)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import translation
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.response import Response

from records.access.authentication import KeyAuthentication
from records.access.caller import Caller
from records.access.languages import asked_language
from records.access.roles import Permission
from records.dialects.base.bodies import JsonParser
from records.dialects.base.failures import Failure, UnknownRoute
from records.dialects.base.views import DialectView
from records.dialects.envelope.errors import spell
from records.dialects.envelope.headers import (
    EnvelopeNegotiation,
    EnvelopeRenderer,
    require_user_agent,
)
from records.dialects.envelope.includes import find_related
from records.dialects.envelope.incoming import read_data
from records.dialects.envelope.languages import (
    first_language,
    mark_language,
)
from records.dialects.envelope.query import (
    read_question,
    read_single,
    refuse_parameters,
)
from records.dialects.envelope.rendering import collection, page_links, single
from records.dialects.envelope.resources import resource_named
from records.dialects.envelope.store import Shelf, read_id, shelf_of
from records.engine.errors import MergedAway, RecordNotFound
from records.engine.reader import find_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from rest_framework.authentication import BaseAuthentication
    from rest_framework.request import Request

    from records.dialects.envelope.plans import Plan
    from records.dialects.envelope.resources import Resource
    from records.schema.fields import Row

DOCUMENTATION = "/docs/"


class EnvelopeView(DialectView):
    """What all endpoints of this dialect share: headers, language, failures."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (KeyAuthentication,)
    renderer_classes = (EnvelopeRenderer,)
    parser_classes = (JsonParser,)
    content_negotiation_class = EnvelopeNegotiation

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Answer in the language that is asked for, or in the organization's."""
        with translation.override(first_language(request)):
            response = super().dispatch(request, *args, **kwargs)
            mark_language(request, response)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the headers, then find out who asks."""
        require_user_agent(request)
        super().initial(request, *args, **kwargs)

    def perform_authentication(self, request: Request) -> None:
        """Speak the organization's language from here on, unless another is asked."""
        super().perform_authentication(request)
        if isinstance(request.auth, Caller) and not asked_language(request._request):
            translation.activate(request.auth.organization.language)

    @classmethod
    def spell_failure(
        cls, request: HttpRequest, failure: Failure
    ) -> tuple[int, dict[str, Any]]:
        return spell(
            failure,
            plan=getattr(request, "envelope_plan", None),
            request_id=getattr(request, "request_id", ""),
            more_info=f"{_root(request)}{DOCUMENTATION}",
        )

    @classmethod
    def respond_failure(cls, request: HttpRequest, failure: Failure) -> HttpResponse:
        with translation.override(first_language(request)):
            response = super().respond_failure(request, failure)
            response["Content-Type"] = "application/json; charset=utf-8"
            mark_language(request, response)
        return response


def _root(request: HttpRequest) -> str:
    """Return scheme and host, nothing for a host that is not ours."""
    try:
        return request.build_absolute_uri("/").rstrip("/")
    except Exception:  # noqa: BLE001 - this tells of a failure and must not fail
        return ""


class ResourceView(EnvelopeView):
    """What the endpoints of one resource share: its table, and what it can."""

    operations: ClassVar[Mapping[str, str]] = {}
    """The letter of ``CRUDL`` that each method needs."""

    @cached_property
    def resource(self) -> Resource:
        """The resource in the address. Raises :class:`UnknownRoute`."""
        found = resource_named(self.kwargs["resource"])
        parent = self.kwargs.get("parent")
        if parent != (found.parent.resource if found.parent else None):
            raise UnknownRoute
        return found

    @property
    def allowed_methods(self) -> list[str]:
        """Only the methods whose operation the resource knows."""
        try:
            resource = self.resource
        except UnknownRoute:
            return ["OPTIONS"]
        able = [
            method.upper()
            for method, operation in self.operations.items()
            if resource.can(operation)
        ]
        head = ["HEAD"] if "GET" in able else []
        return [*able, *head, "OPTIONS"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authenticate, then see that the address takes the method at all."""
        super().initial(request, *args, **kwargs)
        allowed = self.allowed_methods
        if allowed == ["OPTIONS"]:
            raise UnknownRoute
        if request.method not in allowed:
            raise MethodNotAllowed(request.method or "")
        if request.method != "OPTIONS":
            # Every answer shows a record, that to a write too: a key that may not read
            # must hear so before something was stored.
            self.caller.require(Permission.READ)
            request._request.envelope_plan = self.shelf.plan  # type: ignore[attr-defined]

    @cached_property
    def shelf(self) -> Shelf:
        """The records the address speaks of. Raises :class:`RecordNotFound`."""
        parent_id = self.kwargs.get("parent_id")
        return shelf_of(
            self.caller,
            self.resource,
            None if parent_id is None else read_id(parent_id),
        )

    @property
    def data(self) -> dict[str, Any]:
        """The data of the request's envelope."""
        return read_data(self.request, self.resource.type)

    def answer(self, row: Row) -> Response:
        """Answer one record in its envelope."""
        return Response(single(self.shelf.plan, row))


class CollectionView(ResourceView):
    """``/v2/<resource>``."""

    operations: ClassVar[Mapping[str, str]] = {"get": "L", "post": "C"}

    def get(self, request: Request, **_path: str) -> Response:
        """List records: one page, its links, and what was to be included."""
        plan = self.shelf.plan
        question = read_question(request.query_params, plan, *self.shelf.conditions)
        page = find_records(
            self.caller,
            question.query,
            fields=plan.fields,
            object_type=plan.object_type,
        )
        rows = page.rows[: question.per_page]
        related = find_related(self.caller, plan, question.includes, rows)
        items = [single(plan, row, related) for row in rows]
        links = page_links(
            request._request,
            page=question.page,
            per_page=question.per_page,
            has_next=len(page.rows) > len(rows),
            cursor=_cursor(plan, rows),
        )
        return Response(collection(items, links))

    def post(self, request: Request, **_path: str) -> Response:
        """Create a record. Answers 200, as the vendor's clients demand."""
        refuse_parameters(request.query_params)
        return self.answer(self.shelf.create(self.data))


def _cursor(plan: Plan, rows: Sequence[Row]) -> int | None:
    """Return the id after which the next page begins, where pages go by that."""
    if not plan.resource.has_cursor or not rows:
        return None
    return int(plan.id_of(rows[-1]))


class RecordView(ResourceView):
    """``/v2/<resource>/<id>``."""

    operations: ClassVar[Mapping[str, str]] = {"get": "R", "put": "U", "delete": "D"}

    @property
    def row(self) -> Row:
        """The record in the address. Raises :class:`RecordNotFound`."""
        return self.shelf.get(read_id(self.kwargs["record_id"]))

    @property
    def own_row(self) -> Row:
        """The record in the address, to be written: no winner stands for it.

        Raises :class:`RecordNotFound` and :class:`MergedAway`.
        """
        row = self.row
        own = self.shelf.plan.id_of(row)
        if own != read_id(self.kwargs["record_id"]):
            raise MergedAway(own)
        return row

    def get(self, request: Request, **_path: str) -> Response:
        """Answer one record; the id of a merged one answers with the winner."""
        includes = read_single(request.query_params, self.shelf.plan)
        row = self.row
        related = find_related(self.caller, self.shelf.plan, includes, [row])
        return Response(single(self.shelf.plan, row, related))

    def put(self, request: Request, **_path: str) -> Response:
        """Change the attributes that are sent; all others stay."""
        refuse_parameters(request.query_params)
        data = self.data
        return self.answer(self.shelf.update(self.own_row, data))

    def delete(self, request: Request, **_path: str) -> Response:
        """Remove a record. Answers 204 and nothing."""
        refuse_parameters(request.query_params)
        self.shelf.remove(self.own_row)
        return Response(status=204)


class SelfView(ResourceView):
    """``/v2/<resource>/self``: the record that stands for whoever asks."""

    operations: ClassVar[Mapping[str, str]] = {"get": "R"}

    def get(self, request: Request, **_path: str) -> Response:
        """Answer that record."""
        refuse_parameters(request.query_params)
        if self.resource.self_id is None:
            raise UnknownRoute
        own = self.resource.self_id(self.caller)
        if own is None:
            raise RecordNotFound(self.shelf.plan.object_type, 0)
        return self.answer(self.shelf.get(own))


class UnknownRouteView(EnvelopeView):
    """Any other path under ``/v2/``."""

    public = True

    def _refuse(self, request: Request, **_path: str) -> Response:
        raise UnknownRoute

    get = post = put = patch = delete = _refuse
