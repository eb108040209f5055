"""The groups of the sidebar and the order of the pages in them."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from records.schema.registry import registry

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite


class Section(Enum):
    """Where in the sidebar a page stands."""

    RECORDS = _("Records")
    ACTIVITIES = _("Activities")
    CATALOGUE = _("Catalogue")
    SCHEMA = _("Schema")
    ACCESS = _("Access")


def pages(site: AdminSite) -> list[Any]:
    """Return the pages that stand in a section, in the order their types were declared.

    What is no record type follows in the order of its registration.
    """
    order = {one.slug: index for index, one in enumerate(registry.built_in())}
    registered = site._registry.values()  # noqa: SLF001 - no public way
    found = [one for one in registered if hasattr(one, "section")]
    return sorted(
        found,
        key=lambda one: min(
            (order.get(slug, len(order)) for slug in one.slugs), default=len(order)
        ),
    )
