"""What records are sorted by: pipelines, stages, tags, sources, reasons, and settings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.models import (
    AutomationRule,
    CallOutcome,
    Configuration,
    LossReason,
    Pipeline,
    Source,
    Stage,
    Tag,
    UnqualifiedReason,
    VisitOutcome,
)
from records.administration.inlines import RecordInline
from records.administration.records import RecordAdmin
from records.administration.sections import Section


class StageInline(RecordInline):
    """The stages of a pipeline, in a table."""

    model = Stage
    slug = "stages"
    parent_field = "pipeline_id"
    completed = frozenset({"slug"})
    columns = ("name", "slug", "category", "position", "active", "likelihood", "color")
    verbose_name_plural = _("Stages")


@admin.register(Pipeline)
class PipelineAdmin(RecordAdmin):
    """Pipelines with their stages."""

    slugs = ("pipelines",)
    section = Section.SCHEMA
    icon = "view_kanban"
    columns = ("name", "position", "locked", "disabled")
    filters = ("locked", "disabled")
    inlines = (StageInline,)
    groups: ClassVar[Any] = ((None, ("name", "position", ("locked", "disabled"))),)


@admin.register(Stage)
class StageAdmin(RecordAdmin):
    """Stages of all pipelines."""

    slugs = ("stages",)
    section = Section.SCHEMA
    icon = "flag"
    completed = frozenset({"slug"})
    columns = (
        "name",
        "pipeline_id",
        "category",
        "position",
        "active",
        "likelihood",
        "slug",
    )
    filters = ("pipeline_id", "category", "active")
    groups: ClassVar[Any] = (
        (
            None,
            (
                "name",
                "pipeline_id",
                ("category", "position"),
                ("likelihood", "active"),
                ("slug", "color"),
            ),
        ),
    )


@admin.register(Tag)
class TagAdmin(RecordAdmin):
    """Tags."""

    slugs = ("tags",)
    section = Section.SCHEMA
    icon = "sell"
    columns = ("name", "resource_type", "color", "created_at")
    filters = ("resource_type",)
    groups: ClassVar[Any] = ((None, ("name", "resource_type", "color")),)


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Where deals and leads come from."""

    slugs = ("deal_sources", "lead_sources")
    section = Section.SCHEMA
    icon = "input"
    columns = ("name", "created_at")


@admin.register(LossReason)
class LossReasonAdmin(RecordAdmin):
    """Why deals are lost."""

    slugs = ("loss_reasons",)
    section = Section.SCHEMA
    icon = "trending_down"
    columns = ("name", "created_at")


@admin.register(UnqualifiedReason)
class UnqualifiedReasonAdmin(RecordAdmin):
    """Why deals and leads turn out to be none."""

    slugs = ("deal_unqualified_reasons", "lead_unqualified_reasons")
    section = Section.SCHEMA
    icon = "block"
    columns = ("name", "created_at")


@admin.register(CallOutcome)
class CallOutcomeAdmin(RecordAdmin):
    """How calls end."""

    slugs = ("call_outcomes",)
    section = Section.SCHEMA
    icon = "phone_in_talk"
    columns = ("name", "created_at")


@admin.register(VisitOutcome)
class VisitOutcomeAdmin(RecordAdmin):
    """How visits end."""

    slugs = ("visit_outcomes",)
    section = Section.SCHEMA
    icon = "where_to_vote"
    columns = ("name", "created_at")


@admin.register(Configuration)
class ConfigurationAdmin(RecordAdmin):
    """What client applications keep for the organization."""

    slugs = ("configuration",)
    section = Section.SCHEMA
    icon = "tune"
    columns = ("config", "updated_at")
    search_fields = ()


@admin.register(AutomationRule)
class AutomationRuleAdmin(RecordAdmin):
    """Rules that client applications draw and run."""

    slugs = ("automation_rules",)
    section = Section.SCHEMA
    icon = "bolt"
    columns = ("name", "enabled", "last_run_at", "updated_at")
    filters = ("enabled",)
    groups: ClassVar[Any] = (
        (None, ("name", "enabled", "workflow_definition", "last_run_at")),
    )
