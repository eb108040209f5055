"""Pipelines and their stages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.record import Record
from records.schema.folding import FoldField


class StageCategory(models.TextChoices):
    """What it means for a deal to stand in a stage."""

    INCOMING = "incoming", _("Incoming")
    IN_PROGRESS = "in_progress", _("In progress")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    UNQUALIFIED = "unqualified", _("Unqualified")


class Pipeline(Record):
    """An ordered set of stages that deals go through."""

    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")
    position = models.IntegerField(_("position"), default=0)
    locked = models.BooleanField(
        _("locked"),
        default=False,
        help_text=_("An unknown status is refused instead of becoming a new stage."),
    )
    disabled = models.BooleanField(_("disabled"), default=False)

    class Meta:
        verbose_name = _("pipeline")
        verbose_name_plural = _("pipelines")
        indexes = (
            models.Index(
                fields=["organization", "position", "id"], name="pipeline_order"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Stage(Record):
    """A step of a pipeline.

    ``slug`` is what the APIs call it; a stage named by a free-text status keeps that
    text as its slug, so that scripts read back what they wrote (decision 3).
    """

    pipeline = models.ForeignKey(
        Pipeline,
        on_delete=models.RESTRICT,
        related_name="stages",
        verbose_name=_("pipeline"),
    )
    name = models.CharField(_("name"), max_length=128)
    name_fold = FoldField(of="name")
    slug = models.CharField(_("slug"), max_length=128)
    slug_fold = FoldField(of="slug")
    category = models.CharField(
        _("category"),
        max_length=16,
        choices=StageCategory.choices,
        default=StageCategory.IN_PROGRESS,
    )
    position = models.IntegerField(_("position"), default=0)
    active = models.BooleanField(_("open"), default=True)
    likelihood = models.IntegerField(_("likelihood, %"), null=True, blank=True)
    color = models.CharField(_("color"), max_length=64, null=True, blank=True)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        indexes = (
            models.Index(fields=["organization", "position", "id"], name="stage_order"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["pipeline", "slug_fold"], name="stage_slug_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name
