"""What stands in the sidebar of the admin, and where the reader is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _

from records.administration.sections import Section, pages

if TYPE_CHECKING:
    from django.http import HttpRequest


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups of the sidebar that the person may use.

    Every registered page names its section and what stands there for it, asked with
    each request: an object that was defined a moment ago is there.
    """
    overview = reverse("admin:index")
    groups: list[dict[str, Any]] = [
        {
            "items": [
                {
                    "title": _("Overview"),
                    "icon": "space_dashboard",
                    "link": overview,
                    "active": request.path == overview,
                }
            ]
        }
    ]
    for section in Section:
        items = [
            item
            for model_admin in pages(admin.site)
            if model_admin.section is section
            and model_admin.has_module_permission(request)
            for item in model_admin.menu_items(request)
        ]
        if items:
            groups.append(
                {"title": str(section.value), "separator": True, "items": items}
            )
    return groups
