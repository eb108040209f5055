"""``POST /v2/sync/start``, ``GET /v2/sync/<session>/queues/main``, ``POST …/ack``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from records.access.roles import Permission
from records.dialects.envelope.errors import RefusedHeader
from records.dialects.envelope.incoming import read_data
from records.dialects.envelope.query import refuse_parameters
from records.dialects.envelope.rendering import envelope
from records.dialects.envelope.sync.queues import (
    PAGE,
    SessionOver,
    deliver,
    is_drained,
    open_device,
)
from records.dialects.envelope.sync.sessions import acknowledge, start_session
from records.dialects.envelope.views import EnvelopeView
from records.engine.errors import ValidationFailed
from records.schema.drafts import Problem
from records.schema.kinds.base import wrong_type
from records.schema.problems import Code

if TYPE_CHECKING:
    from rest_framework.request import Request

    from records.dialects.envelope.sync.models import SyncDevice

DEVICE = "X-Basecrm-Device-UUID"
_UUID = re.compile(r"[\x21-\x7e]{1,64}")
_ACK_KEY = re.compile(r"[A-Za-z]+-\d+-(\d{1,18})")


class SyncView(EnvelopeView):
    """What the endpoints of sync share: they speak to one device of one person."""

    @property
    def device(self) -> str:
        """The device's own name. Raises :class:`RefusedHeader`."""
        uuid: str = self.request.headers.get(DEVICE, "").strip()
        if not _UUID.fullmatch(uuid):
            message = _("The header %(name)s must name the device.") % {"name": DEVICE}
            raise RefusedHeader(message)
        return uuid

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authenticate; then see who asks for what device."""
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS":
            self.caller.require(Permission.READ)
            refuse_parameters(request.query_params)


class SyncStartView(SyncView):
    """Begins a session."""

    def post(self, request: Request, **_path: str) -> Response:
        """Answer the session, or nothing when there is nothing to tell."""
        device = start_session(self.caller, self.device)
        if device is None:
            return Response(status=204)
        return Response(_session(request, device), status=201)


def _session(request: Request, device: SyncDevice) -> dict[str, Any]:
    path = f"/v2/sync/{device.session}/queues/main"
    queue = envelope(
        {
            "name": "main",
            "pages": -(-device.total // PAGE),
            "total_count": device.total,
        },
        "sync_queue",
    )
    queue["meta"]["links"] = {"self": request._request.build_absolute_uri(path)}
    return envelope({"id": str(device.session), "queues": [queue]}, "sync_session")


class SyncQueueView(SyncView):
    """Hands out what a session holds."""

    def get(self, request: Request, **_path: str) -> Response:
        """Answer the next items; 204 once there are none, which ends a client's loop."""
        delivery = deliver(self.caller, self.device, self.session)
        if delivery is None:
            return Response(status=204)
        meta = {
            "type": "collection",
            "count": len(delivery.items),
            "count_left": delivery.left,
        }
        return Response({"items": delivery.items, "meta": meta})

    def head(self, request: Request, **_path: str) -> Response:
        """Tell whether there are items, without handing them out."""
        device = open_device(self.caller, self.device, self.session)
        return Response(status=204 if is_drained(device) else 200)

    @property
    def session(self) -> UUID:
        """The session in the address. Raises :class:`SessionOver`."""
        try:
            return UUID(self.kwargs["session"])
        except ValueError:
            raise SessionOver from None


class SyncAcknowledgeView(SyncView):
    """Hears what a device has received."""

    def post(self, request: Request, **_path: str) -> HttpResponse:
        """Forget what is acknowledged. Answers 202 and nothing."""
        device = self.device
        revisions = _read_keys(read_data(request, None))
        acknowledge(self.caller, device, revisions)
        response = HttpResponse(status=202)
        # Clients decode whatever calls itself JSON, also where there is nothing.
        del response["Content-Type"]
        return response


def _read_keys(data: dict[str, Any]) -> list[int]:
    """Return the revisions in ``ack_keys``; a key that was never given says nothing."""
    place = "/data/ack_keys"
    if "ack_keys" not in data:
        message = _("This field is required.")
        raise ValidationFailed([Problem(place, message, Code.REQUIRED)])
    keys = data["ack_keys"]
    if not isinstance(keys, list) or not all(isinstance(one, str) for one in keys):
        problem = wrong_type("array of strings", keys)
        raise ValidationFailed([Problem(place, problem.message, problem.code)])
    found = (_ACK_KEY.fullmatch(one) for one in keys)
    return [int(one[1]) for one in found if one is not None]
