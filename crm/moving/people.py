"""Who of the other server is who here? People are matched by their e-mail address.

Nobody is invited by a copy: who may enter is for an administrator to decide. What
belonged to somebody unknown belongs to nobody here, and the report says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.moving.ledger import Entry, Fault
from crm.moving.steps import USERS
from records.access.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.moving.source import Json


def match_people(organization_id: int, records: Iterable[Json]) -> list[Entry]:
    """Return what became of each user of the other server: the same person, or nobody."""
    members = Membership.objects.for_organization(organization_id)
    pairs = members.order_by("-pk").values_list("user__email", "user_id")
    known = {email.casefold(): user_id for email, user_id in pairs}
    entries = []
    for data in records:
        email = str(data.get("email") or "").strip()
        user_id = known.get(email.casefold())
        faults: tuple[Fault, ...] = ()
        if user_id is None:
            name = str(data.get("name") or email or "?")
            message = f"Nobody here has the address {email or '(none)'} of {name}."
            faults = (Fault("email", message),)
        entries.append(Entry(USERS, str(data.get("id")), user_id, faults))
    return entries
