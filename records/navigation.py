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

    Every registered page names its section and icon.
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
            _item(request, model_admin)
            for model_admin in pages(admin.site)
            if model_admin.section is section
            and model_admin.has_module_permission(request)
        ]
        if items:
            groups.append(
                {"title": str(section.value), "separator": True, "items": items}
            )
    return groups


def _item(request: HttpRequest, model_admin: Any) -> dict[str, Any]:
    link = model_admin.own_url("changelist")
    return {
        "title": model_admin.menu_title,
        "icon": model_admin.icon,
        "link": link,
        # The theme compares parts of paths: "/tag/" would be active on "/tagging/".
        "active": request.path.startswith(link),
    }
