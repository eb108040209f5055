"""Pipelines and stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from crm.models import Pipeline, Stage
from crm.models.pipelines import StageCategory
from crm.object_types.columns import (
    flag,
    joined_text,
    percent,
    position,
    relation,
    row_fields,
    text,
)
from crm.staging import lock_pipelines
from records.access.roles import Permission
from records.query import Sort
from records.schema.fields import ColumnField
from records.schema.folding import fold
from records.schema.kinds import ChoiceKind
from records.schema.object_types import LOOKUP_OPERATIONS, ObjectType
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft

PIPELINES = ObjectType(
    slug="pipelines",
    label=_("Pipeline"),
    label_plural=_("Pipelines"),
    icon="view_kanban",
    model=Pipeline,
    search=("name",),
    operations=LOOKUP_OPERATIONS,
    removal_permission=Permission.PURGE,
    default_sorts=(Sort("position"), Sort("id")),
    fields=row_fields(
        text("name", fold=True, required=True, nullable=False),
        position(),
        flag("locked", default=False),
        flag("disabled", default=False),
    ),
)


def prepare_stages(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Give a stage its slug, and keep slugs apart within a pipeline, in any case."""
    lock_pipelines(caller, [one.current("pipeline_id") for one in drafts if one.is_new])
    for draft in drafts:
        # Emptied, it is the name again.
        if (draft.is_new or draft.changes("slug")) and not draft.values.get("slug"):
            draft.values["slug"] = draft.current("name")
    asking = [one for one in drafts if one.changes("slug", "pipeline_id")]
    if not asking:
        return
    pipelines = {one.current("pipeline_id") for one in asking}
    rows = Stage.objects.for_organization(caller.organization_id)
    found = rows.filter(pipeline_id__in=pipelines).values_list(
        "pipeline_id", "slug_fold", "pk"
    )
    taken = {(pipeline, slug): pk for pipeline, slug, pk in found}
    for draft in asking:
        slug = draft.current("slug")
        key = (draft.current("pipeline_id"), fold(slug) if slug else None)
        if taken.get(key, draft.record_id) != draft.record_id:
            draft.fail(
                "slug", str(_("The pipeline has a stage of this name.")), Code.TAKEN
            )
        taken.setdefault(key, draft.record_id or -1)


STAGES = ObjectType(
    slug="stages",
    label=_("Stage"),
    label_plural=_("Stages"),
    icon="flag",
    model=Stage,
    search=("name", "slug"),
    operations=LOOKUP_OPERATIONS,
    removal_permission=Permission.PURGE,
    default_sorts=(Sort("position"), Sort("id")),
    prepare=prepare_stages,
    fields=row_fields(
        text("name", 128, fold=True, required=True, nullable=False),
        text("slug", 128, fold=True, required=True, derived=True, nullable=False),
        relation("pipeline_id", "pipelines", required=True, nullable=False),
        joined_text("pipeline_name", "pipeline__name", fold=True),
        ColumnField(
            name="category",
            kind=ChoiceKind(choices=tuple(StageCategory.choices)),
            default=StageCategory.IN_PROGRESS.value,
            required=True,
            nullable=False,
        ),
        position(),
        flag("active", default=True),
        percent("likelihood"),
        text("color", 64),
    ),
)
