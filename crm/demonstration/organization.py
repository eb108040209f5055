"""Which organization is the demo, and who belongs to it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from crm.demonstration import vocabulary as words
from crm.demonstration.credentials import ADMIN_EMAIL, admin_password
from crm.demonstration.progress import MARK, Progress
from records.access.caller import Caller
from records.access.models import Membership, Organization, User
from records.access.roles import Permission, Role
from records.engine.writer import create_records
from records.history.models import Action, Change
from records.members.organizations import add_member, create_organization, ensure_user
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class DemoUnavailable(Exception):
    """The demo cannot be had as it should be; the message says why, to a person."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo organization and the membership of its administrator."""

    organization: Organization
    membership: Membership

    def caller(self, progress: Progress | None = None) -> Caller:
        """Return the administrator, writing what ``progress`` tells of, if anything."""
        return Caller(
            organization=self.organization.info,
            permissions=frozenset(Permission),
            user_id=self.membership.user_id,
            role=Role.OWNER,
            request_id="" if progress is None else progress.request_id,
            name=self.membership.user.email,
        )


def open_demo(*, goal: int) -> Demo:
    """Return the demo, established with ``goal`` contacts to come if there is none.

    All of it or nothing. Raises :class:`DemoUnavailable` when the administrator's
    address belongs to somebody else.
    """
    try:
        with transaction.atomic():
            return find_demo() or _establish(Progress(0, 0, goal))
    except IntegrityError:
        # Two first runs at once: the other one made the administrator.
        found = find_demo()
        if found is None:
            raise
        return found


def find_demo() -> Demo | None:
    """Return the demo, whatever it and its administrator are called by now."""
    joined = Change.objects.everywhere().filter(
        object_type="memberships",
        action=Action.CREATED,
        request_id__startswith=MARK,
    )
    of_organization = joined.filter(organization=OuterRef("pk"))
    organization = (
        Organization.objects.filter(Exists(of_organization)).order_by("pk").first()
    )
    if organization is None:
        return None
    first = joined.filter(organization=organization).order_by("id")
    members = Membership.objects.for_organization(organization.pk)
    administrator = (
        members.filter(pk=first.values("record_id")[:1]).select_related("user").first()
    )
    if administrator is None:
        raise DemoUnavailable(
            f"the administrator of “{organization}” is no longer a member of it;"
            " delete that organization, or serve what there is with gunicorn"
            " -c config/gunicorn.py."
        )
    return Demo(organization, administrator)


def _establish(progress: Progress) -> Demo:
    organization = create_organization(name=words.ORGANIZATION)
    system = Caller.system(organization.info, request_id=progress.request_id)
    administrator = add_member(system, user=_administrator(), role=Role.OWNER)
    demo = Demo(organization, administrator)
    for one in words.COLLEAGUES:
        user = ensure_user(
            email=one.email, first_name=one.first_name, last_name=one.last_name
        )
        add_member(system, user=user, role=one.role)
    caller = demo.caller(progress)
    for slug, batch in _furniture():
        create_records(caller, registry.resolve(caller.organization, slug), batch)
    return demo


def _administrator() -> User:
    found = User.objects.filter(email__iexact=ADMIN_EMAIL).first()
    if found is None:
        first_name, last_name = words.ADMINISTRATOR
        return User.objects.create_user(
            ADMIN_EMAIL, admin_password(), first_name=first_name, last_name=last_name
        )
    # Left over from a demo that was deleted; nobody else has this password.
    if found.check_password(admin_password()):
        return found
    raise DemoUnavailable(
        f"{ADMIN_EMAIL}, the demo's administrator, is somebody who exists already;"
        " give that person another address first."
    )


def _furniture() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the records that there is one set of, whatever the number of contacts."""
    for slug, names in (
        ("deal_sources", words.DEAL_SOURCES),
        ("lead_sources", words.LEAD_SOURCES),
        ("loss_reasons", words.LOST_BECAUSE),
        ("deal_unqualified_reasons", words.DEAL_UNQUALIFIED_BECAUSE),
    ):
        yield slug, [{"name": name} for name in names]
    yield (
        "tags",
        [
            {"name": name, "color": color, "resource_type": subject}
            for subject, tags in (
                ("contact", words.CONTACT_TAGS),
                ("deal", words.DEAL_TAGS),
                ("lead", words.LEAD_TAGS),
            )
            for name, color in tags
        ],
    )
    yield "products", list(_products())
    yield "configuration", [{"config": words.CONFIGURATION}]
    yield "automation_rules", [words.AUTOMATION_RULE]


def _products() -> Iterator[dict[str, Any]]:
    for trade in words.TRADES:
        for number, name in enumerate(trade.products, start=1):
            yield {
                "name": name,
                "sku": f"{trade.industry[:3].upper()}-{number}",
                "description": f"{trade.industry}, per seat and year.",
                "prices": [{"amount": words.PRICES[name], "currency": words.CURRENCY}],
                "max_discount": words.MOST_DISCOUNT,
            }
