"""What client applications keep here: their configuration and automation rules."""

from django.db.models import IntegerField, Value
from django.utils.translation import gettext_lazy as _

from crm.models import AutomationRule, Configuration
from crm.object_types.columns import flag, moment, row_fields, text
from records.access.roles import Permission
from records.schema.fields import ColumnField, ComputedField
from records.schema.kinds import DocumentKind, ReferenceKind
from records.schema.object_types import LOOKUP_OPERATIONS, ObjectType

CONFIGURATION = ObjectType(
    slug="configuration",
    label=_("Configuration"),
    label_plural=_("Configuration"),
    icon="tune",
    model=Configuration,
    title=(),
    operations=LOOKUP_OPERATIONS,
    removal_permission=Permission.PURGE,
    singleton=True,
    fields=(
        ComputedField(
            name="id",
            kind=ReferenceKind(),
            expression=lambda: Value(1, output_field=IntegerField()),
        ),
        ColumnField(name="config", kind=DocumentKind(), required=True, nullable=False),
        *row_fields()[1:],
    ),
)

AUTOMATION_RULES = ObjectType(
    slug="automation_rules",
    label=_("Automation rule"),
    label_plural=_("Automation rules"),
    icon="bolt",
    model=AutomationRule,
    search=("name",),
    operations=LOOKUP_OPERATIONS,
    removal_permission=Permission.PURGE,
    fields=row_fields(
        text("name", fold=True, required=True, nullable=False),
        flag("enabled", default=True),
        ColumnField(
            name="workflow_definition",
            kind=DocumentKind(),
            default=dict,
            nullable=False,
        ),
        moment("last_run_at"),
    ),
)
