"""People and organizations: one table, two proxies (decision 1)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.record import Record, RecordManager, live_indexes, lookup_indexes
from records.schema.folding import FoldField


class PartyKind(models.TextChoices):
    """What a party is."""

    PERSON = "person", _("Person")
    ORGANIZATION = "organization", _("Organization")


PEOPLE_ONLY = ("first_name", "last_name", "title")
"""Columns that an organization never has a value in."""


class Party(Record):
    """A person or an organization, in one id space.

    ``name`` of a person is first and last name together, kept by the type's
    ``prepare`` hook, so that both kinds sort and search by one column.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=PartyKind.choices)
    name = models.CharField(_("name"), max_length=511, null=True, blank=True)
    name_fold = FoldField(of="name")
    first_name = models.CharField(
        _("first name"), max_length=255, null=True, blank=True
    )
    first_name_fold = FoldField(of="first_name")
    last_name = models.CharField(_("last name"), max_length=255, null=True, blank=True)
    last_name_fold = FoldField(of="last_name")
    email = models.CharField(_("e-mail"), max_length=320, null=True, blank=True)
    email_fold = FoldField(of="email")
    phone = models.CharField(_("phone"), max_length=64, null=True, blank=True)
    mobile = models.CharField(_("mobile"), max_length=64, null=True, blank=True)
    fax = models.CharField(_("fax"), max_length=64, null=True, blank=True)
    title = models.CharField(_("job title"), max_length=255, null=True, blank=True)
    description = models.TextField(_("description"), null=True, blank=True)
    notes = models.TextField(_("remarks"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=128, null=True, blank=True)
    source = models.CharField(_("source"), max_length=255, null=True, blank=True)
    category = models.CharField(_("category"), max_length=255, null=True, blank=True)
    industry = models.CharField(_("industry"), max_length=255, null=True, blank=True)
    size = models.CharField(_("size"), max_length=64, null=True, blank=True)
    domain = models.CharField(_("domain"), max_length=512, null=True, blank=True)
    website = models.CharField(_("website"), max_length=512, null=True, blank=True)
    linkedin_url = models.CharField(
        _("LinkedIn"), max_length=512, null=True, blank=True
    )
    twitter = models.CharField(_("Twitter"), max_length=255, null=True, blank=True)
    facebook = models.CharField(_("Facebook"), max_length=255, null=True, blank=True)
    skype = models.CharField(_("Skype"), max_length=255, null=True, blank=True)
    customer_status = models.CharField(
        _("customer status"), max_length=16, default="none"
    )
    prospect_status = models.CharField(
        _("prospect status"), max_length=16, default="none"
    )
    address = models.JSONField(_("address"), null=True, blank=True)
    billing_address = models.JSONField(_("billing address"), null=True, blank=True)
    shipping_address = models.JSONField(_("shipping address"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    company = models.ForeignKey(
        "crm.Company",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("company"),
    )
    parent = models.ForeignKey(
        "crm.Company",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="subsidiaries",
        verbose_name=_("parent company"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
    )

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("people and organizations")
        indexes = (
            *live_indexes(
                "party",
                "kind",
                sorted_by=("last_name_fold",),
                by_update=True,
            ),
            # Without the kind: who has this name or address may be either.
            *lookup_indexes("party", "name_fold", "email_fold", "phone", "mobile"),
        )
        constraints = (
            models.CheckConstraint(
                name="party_person_columns",
                condition=models.Q(kind=PartyKind.PERSON)
                | models.Q(**{f"{name}__isnull": True for name in PEOPLE_ONLY}),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email or f"{self.get_kind_display()} {self.pk}"


class ContactManager(RecordManager["Contact"]):
    """Only people."""

    def get_queryset(self) -> models.QuerySet[Contact]:
        return super().get_queryset().filter(kind=PartyKind.PERSON)


class CompanyManager(RecordManager["Company"]):
    """Only organizations."""

    def get_queryset(self) -> models.QuerySet[Company]:
        return super().get_queryset().filter(kind=PartyKind.ORGANIZATION)


class Contact(Party):
    """A person."""

    objects: ClassVar[ContactManager] = ContactManager()

    class Meta:
        proxy = True
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")


class Company(Party):
    """An organization."""

    objects: ClassVar[CompanyManager] = CompanyManager()

    class Meta:
        proxy = True
        verbose_name = _("company")
        verbose_name_plural = _("companies")
