"""The schema that admins define, and the values kept for finding records by them.

Objects, fields and options are rows, so a new field needs no DDL. A record carries its
values as one JSON document (:attr:`records.record.Record.custom_fields`), which is the
truth; :class:`FieldValue` repeats the values of filterable fields in typed, indexed
columns and can be rebuilt from the JSON at any time (docs/decisions).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.access.scoping import OrganizationManager, OrganizationQuerySet
from records.record import Record, live_indexes
from records.schema.folding import CodePointTextField

if TYPE_CHECKING:
    from collections.abc import Iterable

SLUG_LENGTH = 63
M = TypeVar("M", bound=models.Model)


class Definition(models.Model):
    """What objects, fields and options have in common.

    An archived definition is hidden everywhere but keeps its slug, so that an id on the
    wire never comes to mean something else.
    """

    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    slug = models.CharField(_("slug"), max_length=SLUG_LENGTH)
    position = models.IntegerField(_("position"), default=0)
    created_at = models.DateTimeField(
        _("created at"), default=timezone.now, editable=False
    )
    updated_at = models.DateTimeField(
        _("updated at"), default=timezone.now, editable=False
    )
    archived_at = models.DateTimeField(
        _("archived at"), null=True, blank=True, editable=False
    )

    objects = OrganizationManager()

    class Meta:
        abstract = True


class ObjectDefinition(Definition):
    """An object that an organization defined, or how it adjusts a built-in one.

    A row with ``is_built_in`` bears the slug of a built-in type: it holds that type's
    custom fields and what differs from its declaration (empty texts mean "as declared").
    """

    label = models.CharField(_("name of one"), max_length=128, blank=True)
    label_plural = models.CharField(_("name"), max_length=128, blank=True)
    description = models.TextField(_("description"), blank=True)
    icon = models.CharField(_("icon"), max_length=50, blank=True)
    icon_color = models.CharField(_("color"), max_length=50, blank=True)
    settings = models.JSONField(default=dict, blank=True, editable=False)
    """What client applications keep about the object; nothing here reads it."""
    is_built_in = models.BooleanField(_("built in"), default=False, editable=False)
    is_hidden = models.BooleanField(
        _("hidden"),
        default=False,
        help_text=_("Hidden objects keep their records and answer over REST."),
    )
    display_field = models.ForeignKey(
        "custom_objects.FieldDefinition",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("display field"),
        help_text=_("What a record is known by; the first text field unless chosen."),
    )

    class Meta:
        verbose_name = _("object")
        verbose_name_plural = _("objects")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "slug"], name="object_slug_unique"
            ),
        )

    def __str__(self) -> str:
        return self.label_plural or self.slug


class FieldDefinition(Definition):
    """A field that an organization defined, or how it adjusts a built-in one.

    ``type`` is the slug of a field type; empty for a built-in field, whose slug is its
    neutral name. ``backfilled_to`` is the last record whose value is in the index while
    an earlier record's may not be: the field cannot be asked about until it is null.
    """

    object = models.ForeignKey(
        ObjectDefinition,
        on_delete=models.CASCADE,
        related_name="fields",
        verbose_name=_("object"),
    )
    type = models.CharField(_("type"), max_length=32, blank=True)
    label = models.CharField(_("label"), max_length=255, blank=True)
    help_text = models.TextField(_("help text"), blank=True)
    icon = models.CharField(max_length=50, blank=True, editable=False)
    """What client applications show beside the label."""
    is_built_in = models.BooleanField(_("built in"), default=False, editable=False)
    is_required = models.BooleanField(_("required"), default=False)
    is_unique = models.BooleanField(_("unique"), default=False)
    is_filterable = models.BooleanField(
        _("filterable"),
        default=True,
        help_text=_("Records can be filtered and sorted by it."),
    )
    is_searchable = models.BooleanField(
        _("searchable"),
        default=False,
        help_text=_("The search box looks into it."),
    )
    is_hidden = models.BooleanField(_("hidden"), default=False)
    default = models.JSONField(_("default"), null=True, blank=True)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    backfilled_to = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        constraints = (
            models.UniqueConstraint(
                fields=["object", "slug"], name="field_slug_unique"
            ),
            models.UniqueConstraint(
                fields=["object", "label"],
                name="field_label_unique",
                condition=models.Q(archived_at__isnull=True) & ~models.Q(label=""),
            ),
        )

    def __str__(self) -> str:
        return self.label or self.slug


class FieldOption(Definition):
    """A choice of a dropdown or multi-select, or a stage of a status."""

    field = models.ForeignKey(
        FieldDefinition,
        on_delete=models.CASCADE,
        related_name="options",
        verbose_name=_("field"),
    )
    name = models.CharField(_("name"), max_length=255)
    color = models.CharField(_("color"), max_length=32, blank=True)
    is_terminal = models.BooleanField(default=False, editable=False)
    """Whether client applications take a record in this stage for done."""

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = (
            models.UniqueConstraint(
                fields=["field", "slug"], name="option_slug_unique"
            ),
            models.UniqueConstraint(
                fields=["field", "name"],
                name="option_name_unique",
                condition=models.Q(archived_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.name


class CustomRecord(Record):
    """A record of an object that an organization defined. All its values are JSON."""

    definition = models.ForeignKey(
        ObjectDefinition,
        on_delete=models.CASCADE,
        related_name="records",
        db_index=False,  # every index begins with it
        editable=False,
        verbose_name=_("object"),
    )

    known_as: ClassVar[str] = ""
    """Set on a row by whoever has read what its object's records are known by."""

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        indexes = live_indexes("custom", "definition")

    def __str__(self) -> str:
        return self.known_as or f"{self.definition} {self.pk}"


class FieldValueQuerySet(OrganizationQuerySet[M]):
    """Rows of the value index."""

    def of_fields(self, field_ids: Iterable[int]) -> Self:
        """Return the rows of fields, live ones or not: a door of its own.

        A field belongs to exactly one organization, and its id comes from that
        organization's schema, never from a request. A filter by organization as well
        would keep PostgreSQL from answering by the index alone.
        """
        ids = list(field_ids)
        if len(ids) == 1:
            return self.filter(field_id=ids[0]).through_door()
        return self.filter(field_id__in=ids).through_door()


class FieldValue(models.Model):
    """One value of a field of a record, in the one typed column that its type uses.

    ``text`` is the whole fold and ``text_key`` its first eighty characters, by which
    text is found and ordered; ``exact`` is a hash of the text as equality sees it;
    ``ref`` an option, record, person or truth value; ``unique_key`` a hash of the whole
    value of a unique field. ``created_at`` repeats the record's, so that a filtered page
    in the order of creation is read from this table alone. ``live`` is false for an
    archived record: no question finds it, a restore brings it back.
    """

    pk = models.CompositePrimaryKey("record_id", "field_id", "seq")
    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # a field belongs to one organization and leads the indexes
        db_constraint=False,  # the field's own holds
    )
    record_id = models.BigIntegerField()
    field = models.ForeignKey(
        FieldDefinition, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    seq = models.SmallIntegerField(default=0)
    live = models.BooleanField(default=True)
    searched = models.BooleanField(default=False)
    text = CodePointTextField(null=True)
    text_key = CodePointTextField(null=True)
    exact = models.BigIntegerField(null=True)
    number = models.DecimalField(max_digits=21, decimal_places=6, null=True)
    moment = models.DateTimeField(null=True)
    ref = models.BigIntegerField(null=True)
    unique_key = models.CharField(max_length=32, null=True)
    created_at = models.DateTimeField()

    objects = models.Manager.from_queryset(FieldValueQuerySet)()

    class Meta:
        verbose_name = _("field value")
        verbose_name_plural = _("field values")
        indexes = (
            models.Index(
                fields=["field", "text_key", "record_id"],
                name="value_text",
                condition=models.Q(text_key__isnull=False, live=True),
            ),
            models.Index(
                fields=["field", "number", "record_id"],
                name="value_number",
                condition=models.Q(number__isnull=False, live=True),
            ),
            models.Index(
                fields=["field", "moment", "record_id"],
                name="value_moment",
                condition=models.Q(moment__isnull=False, live=True),
            ),
            models.Index(
                fields=["field", "ref", "-created_at", "-record_id"],
                name="value_ref",
                condition=models.Q(ref__isnull=False, live=True),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["field", "unique_key"],
                name="value_unique",
                condition=models.Q(unique_key__isnull=False, live=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.field_id} of {self.record_id}"
