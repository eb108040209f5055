"""The settings of one's own organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from unfold import widgets

from records.access.models import Organization
from records.access.roles import Permission
from records.administration.callers import caller_of, may
from records.administration.refusals import StoreForm, known_refusals, refusing
from records.administration.scoped import ScopedAdmin
from records.members.organizations import update_organization

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from records.access.caller import Caller

_SETTINGS = ("name", "language", "time_zone", "currency")


def _time_zones() -> list[tuple[str, str]]:
    return [(one, one) for one in sorted(available_timezones())]


class OrganizationForm(StoreForm):
    """What an organization decides about itself."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=255,
        widget=widgets.UnfoldAdminTextInputWidget,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=Organization._meta.get_field("language").choices or (),
        help_text=Organization._meta.get_field("language").help_text,
        widget=widgets.UnfoldAdminSelectWidget,
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=_time_zones,
        help_text=gettext_lazy("Times in these pages are shown in it."),
        widget=widgets.UnfoldAdminSelect2Widget,
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=3,
        help_text=Organization._meta.get_field("currency").help_text,
        widget=widgets.UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = Organization
        fields = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        organization = options.get("instance")
        if organization is not None:
            stored = {name: getattr(organization, name) for name in _SETTINGS}
            options["initial"] = stored
        super().__init__(*args, **options)

    def clean_currency(self) -> str:
        """Return the code in capitals."""
        return str(self.cleaned_data["currency"]).upper()


class OrganizationAdmin(ScopedAdmin):
    """The organization that one is in, and no other."""

    slugs = ("organizations",)
    icon = "domain"
    form = OrganizationForm
    show_add_link = False

    def rows(self, caller: Caller) -> QuerySet[Any]:
        """Return the caller's organization."""
        return Organization.objects.filter(pk=caller.organization_id)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, Permission.MEMBERS)

    @property
    def menu_title(self) -> str:
        """Return the singular: there is one."""
        return str(capfirst(self.opts.verbose_name))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Go straight to the only row."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.to_change_page(caller_of(request).organization_id)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        body = {"refusals": known_refusals(request)}
        return type("OrganizationForm", (OrganizationForm,), body)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": _SETTINGS})]

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        with refusing():
            update_organization(caller_of(request), values)
        for name, value in values.items():
            setattr(obj, name, value)

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        """There is nothing beside the organization."""
