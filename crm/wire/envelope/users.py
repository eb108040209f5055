"""``/v2/users``: the people of the organization, invited and changed in the admin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from crm.wire.envelope.shared import ID
from records.access.roles import Role
from records.dialects.envelope.keys import Constant, Derived, Key
from records.dialects.envelope.resources import Filter, Resource
from records.dialects.envelope.time_zones import utc_offset
from records.query import Node, Or
from records.schema.fields import ColumnField, ComputedField
from records.schema.kinds import BooleanKind, ChoiceKind, TextKind

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

_ADMINISTRATORS = [one.value for one in Role if one.is_administrator]
_ACTIVE = Q(is_active=True, user__is_active=True)


def _choice(condition: Q, true: str, false: str) -> Case:
    return Case(
        When(condition, then=Value(true)),
        default=Value(false),
        output_field=CharField(),
    )


def _truth(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def _full_name() -> Coalesce:
    """First and last name; the address of who has none."""
    parts: list[Combinable] = [F("user__first_name"), Value(" "), F("user__last_name")]
    joined = Trim(Concat(*parts, output_field=CharField()))
    return Coalesce(
        NullIf(joined, Value("")), F("user__email"), output_field=CharField()
    )


def _choices(*names: str) -> ChoiceKind:
    return ChoiceKind(choices=tuple((one, one) for one in names))


def _people(members: ObjectType) -> ObjectType:
    """Return the type that people are read through, in the words of this dialect."""
    return replace(
        members,
        fields=(
            *(one for one in members.fields if one.name != "role"),
            ComputedField(name="name", kind=TextKind(), expression=_full_name),
            ComputedField(
                name="status",
                kind=_choices("active", "inactive"),
                expression=lambda: _choice(_ACTIVE, "active", "inactive"),
            ),
            ComputedField(
                name="role",
                kind=_choices("admin", "user"),
                expression=lambda: _choice(
                    Q(role__in=_ADMINISTRATORS), "admin", "user"
                ),
            ),
            ComputedField(
                name="invited",
                kind=BooleanKind(),
                # Whoever made the organization was invited by nobody.
                expression=lambda: _truth(~Q(role=Role.OWNER)),
            ),
            ComputedField(
                name="confirmed",
                kind=BooleanKind(),
                expression=lambda: _truth(_ACTIVE),
            ),
            ColumnField(
                name="phone", kind=TextKind(), path="user__phone", writable=False
            ),
            ColumnField(
                name="time_zone",
                kind=TextKind(),
                path="organization__time_zone",
                writable=False,
                nullable=False,
            ),
        ),
    )


def _asks_for_nobody(_value: str, _origin: str) -> Node:
    """No person here is one of the hosted service's."""
    return Or(())


def _own_id(caller: Caller) -> int | None:
    return caller.user_id


USERS = Resource(
    resource="users",
    type="user",
    operations="RL",
    sources=("crm_users",),
    view=_people,
    self_id=_own_id,
    logged_as=("memberships",),
    description=(
        "The people of the organization, to be pointed at by `owner_id`. `self` is the "
        "one whose token asks."
    ),
    keys=(
        ID,
        Key("name", read_only=True),
        Key("email", read_only=True),
        Key("status", read_only=True),
        Key("invited", read_only=True),
        Key("confirmed", read_only=True),
        Key("role", read_only=True),
        Constant("roles", value=[], read_only=True),
        Constant("group", read_only=True),
        Constant("team_name", read_only=True),
        Constant("reports_to", read_only=True),
        Derived(
            "phone_number",
            of=("phone",),
            show=lambda phone: phone or None,
            schema={"type": ["string", "null"]},
        ),
        Derived(
            "timezone",
            of=("time_zone",),
            show=utc_offset,
            schema={"type": "string"},
        ),
        Constant("zendesk_user_id", read_only=True),
        Constant("deleted_at", read_only=True),
        Key("created_at", read_only=True),
        Key("updated_at", field="created_at", read_only=True),
    ),
    filters=(
        Filter("name"),
        Filter("email"),
        Filter("role"),
        Filter("status"),
        Filter("confirmed"),
        Filter("zendesk_user_ids", kind=TextKind(), build=_asks_for_nobody),
    ),
    sorts=("id", "name", "created_at", "updated_at"),
    default_sort="id",
)
