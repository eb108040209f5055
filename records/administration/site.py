"""The site of the admin: who gets in, which organization it shows, its first page."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.sites import UnfoldAdminSite

from records.access.models import Membership
from records.administration import history
from records.administration.callers import caller_or_none
from records.administration.labels import Labels, change_url
from records.administration.listing import ListingAdmin
from records.administration.references import record_id_in
from records.administration.sections import pages
from records.administration.sign_in import SignInForm
from records.administration.values import Presenter
from records.members.middleware import SESSION_KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.template.response import TemplateResponse
    from django.urls import URLPattern

    from records.access.caller import Caller
    from records.administration.listing import Card

_LATEST = 8


class Site(UnfoldAdminSite):  # type: ignore[misc]
    """The admin of one organization at a time."""

    login_form = SignInForm
    index_title = gettext_lazy("Overview")
    index_template = "administration/index.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may use the admin: a member, and let in."""
        user: Any = request.user
        return bool(
            user.is_active
            and getattr(user, "is_staff", False)
            and caller_or_none(request) is not None
        )

    def admin_view(
        self, view: Callable[..., Any], cacheable: bool = False
    ) -> Callable[..., Any]:
        """Show every page in the time zone of the organization."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def zoned(request: HttpRequest, *args: Any, **values: Any) -> Any:
            caller = caller_or_none(request)
            zone = caller.organization.time_zone if caller else "UTC"
            with _time_zone(zone):
                response = inner(request, *args, **values)
                # Rendered here, while the zone holds, and not after the middleware.
                is_lazy = hasattr(response, "render") and not response.is_rendered
                return response.render() if is_lazy else response

        return zoned

    def extra_urls(self) -> list[URLPattern]:
        """Return the address of the switcher."""
        switch = self.admin_view(self.switch_organization)
        return [path("switch-organization/", switch, name="switch_organization")]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the organization, and those one can switch to."""
        context: dict[str, Any] = super().each_context(request)
        caller = caller_or_none(request)
        if caller is None:
            return context
        mine = organizations_of(caller)
        return {
            **context,
            "site_subheader": caller.organization.name,
            "site_dropdown": mine if len(mine) > 1 else [],
            "current_organization": caller.organization,
        }

    def switch_organization(self, request: HttpRequest) -> HttpResponse:
        """Go on in another organization of the person's own."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        chosen = record_id_in(request.POST.get("organization"))
        mine = Membership.objects.everywhere().filter(
            user_id=request.user.pk or 0,
            is_active=True,
            organization_id=chosen or 0,
        )
        found = mine.select_related("organization").first()
        if found is None:
            messages.error(request, _("You do not belong to this organization."))
        else:
            request.session[SESSION_KEY] = found.organization_id
            messages.success(
                request, _("You are now in “%s”.") % found.organization.name
            )
        return HttpResponseRedirect(reverse(f"{self.name}:index"))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show how many records there are and what happened last."""
        caller = caller_or_none(request)
        context = extra_context or {}
        if caller is not None:
            context = {
                **context,
                "cards": self._cards(request),
                "latest": self._latest(caller),
            }
        page: TemplateResponse = super().index(request, context)
        return page

    def _cards(self, request: HttpRequest) -> list[Card]:
        listings = [one for one in pages(self) if isinstance(one, ListingAdmin)]
        return [
            card
            for one in listings
            if one.has_view_permission(request)
            for card in one.cards(request)
        ]

    def _latest(self, caller: Caller) -> list[dict[str, Any]]:
        listings = [one for one in pages(self) if isinstance(one, ListingAdmin)]
        slugs = [slug for one in listings for slug in one.told_slugs(caller)]
        where = Q(object_type__in=slugs) & history.visible_to(caller)
        changes = list(history.entries(caller, where)[:_LATEST])
        labels = Labels(caller)
        history.load_names(labels, changes)
        told = history.events(caller, changes, Presenter(self, labels, short=True))
        return [
            {
                "event": event,
                "name": labels.find(entry.object_type, entry.record_id)
                or history.name_in(entry),
                "type": history.type_label(caller, entry.object_type),
                "url": change_url(self, entry.object_type, entry.record_id)
                if labels.find(entry.object_type, entry.record_id)
                else None,
            }
            for event, entry in zip(told, changes, strict=True)
        ]


def organizations_of(caller: Caller) -> list[dict[str, Any]]:
    """Return the organizations of the person, for the switcher."""
    mine = (
        Membership.objects.everywhere()
        .filter(user_id=caller.user_id or 0, is_active=True)
        .order_by("organization__name", "pk")
        .values("organization_id", "organization__name")
    )
    return [
        {
            "id": one["organization_id"],
            "title": one["organization__name"],
            "current": one["organization_id"] == caller.organization_id,
        }
        for one in mine
    ]


def _time_zone(name: str) -> Any:
    try:
        return timezone.override(name)
    except (KeyError, ValueError):
        return timezone.override("UTC")  # stored before names were checked
