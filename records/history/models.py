"""The change log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.access.scoping import OrganizationManager

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class CurrentTransaction(models.Func):
    """The number of the writing transaction.

    Ids are not commit order (decision 22): a feed on PostgreSQL reads only rows whose
    transaction lies below the oldest one still open. SQLite has one writer at a time,
    so there the id order is the commit order and the number stays 0.
    """

    output_field = models.BigIntegerField()

    def as_sql(self, *_args: Any, **_context: Any) -> tuple[str, tuple[()]]:
        return "0", ()

    def as_postgresql(
        self, _compiler: object, _connection: BaseDatabaseWrapper, **_kwargs: Any
    ) -> tuple[str, tuple[()]]:
        return "(pg_current_xact_id()::text::bigint)", ()


class Action(models.TextChoices):
    """What kind of change it was."""

    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    ARCHIVED = "archived", _("archived")
    RESTORED = "restored", _("restored")
    MERGED = "merged", _("merged into another")
    PURGED = "purged", _("deleted for good")


class Change(models.Model):
    """One change of one row: insert-only, written with the row it tells about.

    ``before`` and ``after`` hold the changed fields only, keyed by neutral name, in
    their neutral JSON form. ``operation`` joins the changes of one compound act (a
    merge), so that it can be undone as one.
    """

    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # other indexes begin with it
    )
    object_type = models.CharField(_("type"), max_length=64)
    record_id = models.BigIntegerField(_("record"))
    action = models.CharField(_("action"), max_length=16, choices=Action.choices)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    key = models.ForeignKey(
        "access.ApiKey",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("API key"),
    )
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    operation = models.UUIDField(null=True)
    occurred_at = models.DateTimeField(_("when"))
    transaction = models.BigIntegerField(db_default=CurrentTransaction())

    objects = OrganizationManager()

    class Meta:
        app_label = "records"
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = (
            # The history of one record, newest last.
            models.Index(
                fields=["organization", "object_type", "record_id", "id"],
                name="change_of_record",
            ),
            # Feeds: everything after a point, per organization.
            models.Index(fields=["organization", "id"], name="change_feed"),
            # Undo of a compound act.
            models.Index(
                fields=["operation"],
                name="change_operation",
                condition=models.Q(operation__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.object_type} {self.record_id} {self.action}"
