"""The columns by which an activity names what it is about."""

from itertools import combinations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.record import Record


class AboutPeople(Record):
    """About at most one contact, company or lead.

    Purging that record leaves the activity, about nothing any more (decision 9).
    """

    contact = models.ForeignKey(
        "crm.Contact",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    company = models.ForeignKey(
        "crm.Company",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("company"),
    )
    lead = models.ForeignKey(
        "crm.Lead",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead"),
    )

    class Meta:
        abstract = True


class AboutAnything(AboutPeople):
    """About at most one contact, company, lead or deal."""

    deal = models.ForeignKey(
        "crm.Deal",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deal"),
    )

    class Meta:
        abstract = True


def about_at_most_one(name: str, *relations: str) -> models.CheckConstraint:
    """Return the constraint that a row points at one record through these at most."""
    both = Q()
    for one, other in combinations(relations, 2):
        both |= Q(**{f"{one}__isnull": False, f"{other}__isnull": False})
    return models.CheckConstraint(name=name, condition=~both)
