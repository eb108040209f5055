"""Finds the organization that a command was told."""

from __future__ import annotations

from django.core.management import CommandError

from records.access.models import Organization

LARGEST_ID = 2**63 - 1


def chosen_organization(organization_id: int) -> Organization:
    """Return the organization of an id. Raises :class:`CommandError`, naming some."""
    # The databases would each refuse a larger number in their own way.
    if 0 < organization_id <= LARGEST_ID:
        found = Organization.objects.filter(pk=organization_id).first()
        if found is not None:
            return found
    known = list(Organization.objects.order_by("pk")[:10])
    there = ", ".join(f"{one.pk} ({one})" for one in known) or "none yet"
    raise CommandError(f"There is no organization {organization_id}; there is {there}.")
