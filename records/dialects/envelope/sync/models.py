"""What is remembered of the devices that follow an organization's records."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.access.scoping import OrganizationManager


class SyncDevice(models.Model):
    """A device of a person, and how far it has come.

    ``segments`` are the parts of the log that were opened to it and not all delivered
    yet, oldest first: ``{"since", "until", "after"}``, two horizons (see
    ``records.history.feeds``) and the id of the last change that was delivered between
    them. ``horizon`` is the end of the last segment.
    """

    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # a unique one begins with it
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    uuid = models.CharField(_("device"), max_length=64)
    horizon = models.TextField(default="")
    segments = models.JSONField(default=list)
    session = models.UUIDField(_("session"), default=uuid4, unique=True)
    total = models.BigIntegerField(default=0)
    delivered = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    used_at = models.DateTimeField(_("last used"), default=timezone.now)

    objects = OrganizationManager()

    class Meta:
        app_label = "records"
        verbose_name = _("sync device")
        verbose_name_plural = _("sync devices")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "user", "uuid"], name="sync_device_unique"
            ),
        )

    def __str__(self) -> str:
        return self.uuid


class SyncItem(models.Model):
    """A change that was delivered to a device and not acknowledged yet.

    One for each record: a newer change takes the place of an older one. ``revision``
    is the id of the change, ``session`` in which it was delivered last, ``is_new``
    whether the device never acknowledged the record at all.
    """

    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # found by their device
    )
    device = models.ForeignKey(
        SyncDevice, on_delete=models.CASCADE, related_name="items", db_index=False
    )
    object_type = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    revision = models.BigIntegerField()
    session = models.UUIDField()
    is_new = models.BooleanField(default=False)

    objects = OrganizationManager()

    class Meta:
        app_label = "records"
        verbose_name = _("delivered change")
        verbose_name_plural = _("delivered changes")
        constraints = (
            models.UniqueConstraint(
                fields=["device", "object_type", "record_id"], name="sync_item_unique"
            ),
        )
        indexes = (
            models.Index(fields=["device", "revision"], name="sync_item_revision"),
        )

    def __str__(self) -> str:
        return f"{self.object_type} {self.record_id} {self.revision}"
