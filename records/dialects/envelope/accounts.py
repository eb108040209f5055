"""``/v2/accounts/self``: the organization of whoever asks (contract §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.response import Response

from records.access.models import Organization
from records.access.roles import Permission
from records.dialects.envelope.keys import FORM
from records.dialects.envelope.query import refuse_parameters
from records.dialects.envelope.rendering import envelope
from records.dialects.envelope.time_zones import utc_offset
from records.dialects.envelope.views import EnvelopeView
from records.history.models import Change
from records.schema.kinds.moments import spell_moment

if TYPE_CHECKING:
    import datetime as dt

    from rest_framework.request import Request

    from records.access.caller import OrganizationInfo

TYPE = "account"
_TWELVE_HOURS = frozenset({"en"})
"""Languages whose speakers count hours to twelve."""


class AccountView(EnvelopeView):
    """The one account; it is changed in the admin."""

    def get(self, request: Request, **_path: str) -> Response:
        """Answer what the organization says of itself."""
        refuse_parameters(request.query_params)
        self.caller.require(Permission.READ)
        return Response(envelope(_show(self.caller.organization), TYPE))


def _show(organization: OrganizationInfo) -> dict[str, Any]:
    rows = Organization.objects.filter(pk=organization.id)
    created_at = rows.values_list("created_at", flat=True).get()
    clock = "12H" if organization.language in _TWELVE_HOURS else "24H"
    return {
        "id": organization.id,
        "name": organization.name,
        "currency": organization.currency,
        "time_format": clock,
        "timezone": utc_offset(organization.time_zone),
        "phone": None,
        "subdomain": None,
        "created_at": spell_moment(created_at, FORM),
        "updated_at": spell_moment(_changed_at(organization) or created_at, FORM),
    }


def _changed_at(organization: OrganizationInfo) -> dt.datetime | None:
    changes = Change.objects.for_organization(organization.id).filter(
        object_type="organizations", record_id=organization.id
    )
    return changes.order_by("-id").values_list("occurred_at", flat=True).first()
