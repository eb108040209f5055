"""Tags."""

from django.utils.translation import gettext_lazy as _

from crm.models import Tag
from crm.models.tags import TagSubject
from crm.object_types.columns import row_fields, text
from records.access.roles import Permission
from records.schema.fields import ColumnField
from records.schema.kinds import ChoiceKind
from records.schema.object_types import LOOKUP_OPERATIONS, ObjectType

TAGS = ObjectType(
    slug="tags",
    label=_("Tag"),
    label_plural=_("Tags"),
    icon="sell",
    model=Tag,
    search=("name",),
    operations=LOOKUP_OPERATIONS,
    removal_permission=Permission.PURGE,
    unique=(("name", "resource_type"),),
    fields=row_fields(
        text("name", fold=True, required=True, nullable=False),
        text("color", 64),
        ColumnField(
            name="resource_type",
            kind=ChoiceKind(choices=tuple(TagSubject.choices)),
            default=TagSubject.CONTACT.value,
            required=True,
            nullable=False,
        ),
    ),
)
