"""The people of the organization, as records that others point at."""

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from crm.object_types.columns import joined_text, moment
from records.access.models import Membership
from records.access.roles import Permission, Role
from records.schema.fields import ColumnField, ComputedField, id_field
from records.schema.kinds import BooleanKind, DocumentKind, EmailKind, ReferenceKind
from records.schema.object_types import READ_ONLY, ObjectType


def _truth(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


_ACTIVE = Q(is_active=True, user__is_active=True)

CRM_USERS = ObjectType(
    slug="crm_users",
    label=_("Person"),
    label_plural=_("People"),
    icon="badge",
    model=Membership,
    id_path="user_id",
    choosable=_ACTIVE,
    title=("first_name", "last_name"),
    title_fallback=("email",),
    search=("first_name", "last_name", "email"),
    operations=READ_ONLY,
    write_permission=Permission.MEMBERS,
    removal_permission=Permission.MEMBERS,
    fields=(
        id_field("user_id"),
        joined_text("first_name", "user__first_name"),
        joined_text("last_name", "user__last_name"),
        ColumnField(name="email", kind=EmailKind(), path="user__email", writable=False),
        ColumnField(
            name="organization_id", kind=ReferenceKind(), writable=False, nullable=False
        ),
        joined_text("role", "role"),
        ComputedField(
            name="administrator",
            kind=BooleanKind(),
            expression=lambda: _truth(
                Q(role__in=[one.value for one in Role if one.is_administrator])
            ),
        ),
        ColumnField(
            name="avatar", kind=DocumentKind(), path="user__avatar", writable=False
        ),
        ComputedField(
            name="disabled",
            kind=BooleanKind(),
            expression=lambda: _truth(~_ACTIVE),
        ),
        moment("onboarding_seen_at", writable=False),
        moment("onboarding_completed_at", writable=False),
        moment("created_at", writable=False, nullable=False),
    ),
)
