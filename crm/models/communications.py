"""What was said by telephone: calls and text messages."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models.targets import AboutPeople, about_at_most_one
from records.access.scoping import OrganizationManager
from records.record import Record, live_indexes
from records.schema.folding import FoldField


class CallOutcome(Record):
    """How calls end."""

    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")

    class Meta:
        verbose_name = _("call outcome")
        verbose_name_plural = _("call outcomes")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "name"], name="call_outcome_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Call(AboutPeople):
    """A telephone call with somebody, perhaps about deals."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    outcome = models.ForeignKey(
        CallOutcome,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("outcome"),
    )
    summary = models.TextField(_("summary"), null=True, blank=True)
    phone_number = models.CharField(
        _("telephone number"), max_length=64, null=True, blank=True
    )
    incoming = models.BooleanField(_("incoming"), default=False)
    missed = models.BooleanField(_("missed"), default=False)
    made_at = models.DateTimeField(_("made at"))
    duration = models.IntegerField(_("duration, seconds"), null=True, blank=True)
    recording_url = models.CharField(
        _("recording"), max_length=2048, null=True, blank=True
    )
    external_id = models.CharField(
        _("id elsewhere"), max_length=255, null=True, blank=True
    )

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = live_indexes("call", sorted_by=("made_at",))
        constraints = (
            about_at_most_one("call_about_at_most_one", "contact", "company", "lead"),
            models.CheckConstraint(
                name="call_duration_positive", condition=Q(duration__gte=0)
            ),
        )

    def __str__(self) -> str:
        return (self.summary or "")[:80] or self.phone_number or f"Call {self.pk}"


class TextMessage(AboutPeople):
    """A text message from or to somebody, perhaps about deals."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("colleague"),
    )
    content = models.TextField(_("text"), null=True, blank=True)
    incoming = models.BooleanField(_("incoming"), default=False)
    sent_at = models.DateTimeField(_("sent at"))
    user_phone_number = models.CharField(
        _("colleague's number"), max_length=64, null=True, blank=True
    )
    resource_phone_number = models.CharField(
        _("the other number"), max_length=64, null=True, blank=True
    )

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        indexes = live_indexes("text_message", sorted_by=("sent_at",))
        constraints = (
            about_at_most_one(
                "text_message_about_at_most_one", "contact", "company", "lead"
            ),
        )

    def __str__(self) -> str:
        return (self.content or "")[:80] or f"Text message {self.pk}"


class AssociatedDeal(models.Model):
    """A deal that a call or text message is about as well, in the order given."""

    organization = models.ForeignKey(
        "access.Organization",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # found by what they are about
    )
    deal = models.ForeignKey(
        "crm.Deal", on_delete=models.CASCADE, related_name="associations"
    )
    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    text_message = models.ForeignKey(
        TextMessage,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
    )
    position = models.SmallIntegerField(default=0)

    objects = OrganizationManager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="associated_deal_of_exactly_one",
                condition=(
                    Q(call__isnull=False, text_message__isnull=True)
                    | Q(call__isnull=True, text_message__isnull=False)
                ),
            ),
            # They serve to read those of a page as well.
            models.UniqueConstraint(
                fields=["call", "deal"], name="associated_deal_of_call_unique"
            ),
            models.UniqueConstraint(
                fields=["text_message", "deal"], name="associated_deal_of_text_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.deal_id} of {self.call_id or self.text_message_id}"
