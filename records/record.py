"""What every record has, and the door to its rows."""

from __future__ import annotations

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.access.scoping import OrganizationQuerySet

M = TypeVar("M", bound=models.Model)


class RecordQuerySet(OrganizationQuerySet[M]):
    """Rows of a record model; see :class:`OrganizationQuerySet` for the door."""

    def live(self) -> Self:
        """Leave out what is archived."""
        return self.filter(archived_at__isnull=True)


RecordManager = models.Manager.from_queryset(RecordQuerySet)

_LIVE = models.Q(archived_at__isnull=True)


class Record(models.Model):
    """The columns that every record carries, whatever it is about.

    ``custom_fields`` is the truth about the values of fields that an admin defined,
    keyed by the field's slug. Rows change only through ``records.engine.writer``.
    """

    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # every index of a record table begins with it
    )
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"), editable=False)
    updated_at = models.DateTimeField(_("updated at"), editable=False)
    archived_at = models.DateTimeField(
        _("archived at"), null=True, blank=True, editable=False
    )
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)

    objects = RecordManager()

    class Meta:
        abstract = True


def live_indexes(
    name: str, *leading: str, sorted_by: tuple[str, ...] = (), by_update: bool = False
) -> list[models.Index]:
    """Return the partial indexes that a list of live records is read from.

    ``name`` prefixes the index names (at most 12 characters), ``leading`` are columns
    that every question about the type fixes besides the organization, ``sorted_by``
    nullable columns that lists are often sorted by (their index holds only rows with a
    value: rows without one come last and are read in a second phase). ``by_update`` is
    for types that clients ask for what has changed of: every update then writes to all
    indexes of a row.
    """
    scope = ["organization", *leading]
    indexes = [
        # Default order of the resource and envelope dialects, and the exact count.
        models.Index(fields=[*scope, "id"], name=f"{name}_live_id", condition=_LIVE),
        # Default order of the document dialect and of "newest first".
        models.Index(
            fields=[*scope, "-created_at", "-id"],
            name=f"{name}_live_created",
            condition=_LIVE,
        ),
        *(_valued_index(name, scope, column) for column in sorted_by),
    ]
    if by_update:
        # Whatever leads otherwise: what has changed is asked for across all of it.
        fields = ["organization", "updated_at", "id"]
        indexes.append(
            models.Index(fields=fields, name=f"{name}_live_updated", condition=_LIVE)
        )
    return indexes


def lookup_indexes(name: str, *columns: str) -> list[models.Index]:
    """Return the partial indexes by which live records are found, whatever their kind.

    ``name`` prefixes the index names. Each column is nullable, and one that clients
    look a single record up by: who has this address, who calls from this number. An
    index holds only rows with a value, so that the others pay nothing for it.
    """
    return [_valued_index(name, ["organization"], column) for column in columns]


def _valued_index(name: str, leading: list[str], column: str) -> models.Index:
    return models.Index(
        fields=[*leading, column, "id"],
        name=f"{name}_by_{column.removesuffix('_fold')}"[:30],
        condition=_LIVE & models.Q(**{f"{column}__isnull": False}),
    )
