"""API keys: made, shown once, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold import widgets

from records.access.models import ApiKey, Membership
from records.access.roles import KeyScope, Permission
from records.administration.callers import caller_of, may
from records.administration.form_fields import themed
from records.administration.lists import Display
from records.administration.refusals import StoreForm, known_refusals, refusing
from records.administration.scoped import ScopedAdmin
from records.administration.values import when
from records.members.keys import KeyRates, create_key, limit_key, revoke_key

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from records.access.caller import Caller


MOST_REQUESTS = 2**31 - 1
"""What the columns hold."""

RATES = ("rate_per_minute", "rate_per_day")


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member, by name and e-mail."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user} ({obj.user.email})"


def _rate_field(name: str) -> forms.IntegerField:
    column: Any = ApiKey._meta.get_field(name)
    return forms.IntegerField(
        label=capfirst(column.verbose_name),
        help_text=column.help_text,
        required=False,
        min_value=0,
        max_value=MOST_REQUESTS,
        widget=widgets.UnfoldAdminIntegerFieldWidget,
    )


class RatesForm(StoreForm):
    """How many requests a key may send."""

    rate_per_minute = _rate_field("rate_per_minute")
    rate_per_day = _rate_field("rate_per_day")

    class Meta:
        model = ApiKey
        fields = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        key = options.get("instance")
        if key is not None:
            options["initial"] = KeyRates(key.rate_per_minute, key.rate_per_day).columns
        super().__init__(*args, **options)

    @property
    def rates(self) -> KeyRates:
        """Return what was entered."""
        data = self.cleaned_data
        return KeyRates(data.get("rate_per_minute"), data.get("rate_per_day"))


class ApiKeyForm(RatesForm):
    """What a new key is called, whose it is and what it may do."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=255,
        help_text=gettext_lazy("What the key is for, so that it can be told later."),
        widget=widgets.UnfoldAdminTextInputWidget,
    )
    membership = OwnerField(
        label=gettext_lazy("Acts as"),
        queryset=Membership.objects.none(),
        widget=widgets.UnfoldAdminSelectWidget,
        empty_label=None,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("May at most"),
        choices=KeyScope.choices,
        initial=list(KeyScope.values),
        help_text=gettext_lazy("The role of the person limits it further."),
        widget=widgets.UnfoldAdminCheckboxSelectMultipleWidget,
    )
    expires_at = forms.SplitDateTimeField(
        label=gettext_lazy("Expires"),
        required=False,
        help_text=gettext_lazy("Leave empty for a key that lasts until it is revoked."),
    )

    caller: Caller

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.caller.may(Permission.MEMBERS):
            # A limit is none if whom it limits can lift it.
            for name in RATES:
                del self.fields[name]
        field: Any = self.fields["membership"]
        field.queryset = owners_for(self.caller)
        field.initial = field.queryset.filter(user_id=self.caller.user_id).first()
        self.fields["expires_at"].widget = themed(self.fields["expires_at"])

    def clean_expires_at(self) -> Any:
        """Return the moment, which lies ahead."""
        moment = self.cleaned_data["expires_at"]
        if moment is not None and moment <= timezone.now():
            raise forms.ValidationError(_("This moment has passed."))
        return moment


def owners_for(caller: Caller) -> QuerySet[Any]:
    """Return the members that the caller may make keys for."""
    members: QuerySet[Any] = (
        Membership.objects.for_organization(caller.organization_id)
        .filter(is_active=True)
        .select_related("user")
        .order_by("user__email")
    )
    if caller.may(Permission.MEMBERS):
        return members
    return members.filter(user_id=caller.user_id)


class ApiKeyAdmin(ScopedAdmin):
    """Keys of the organization; people who are no administrators see their own."""

    slugs = ("api_keys",)
    icon = "key"
    form = ApiKeyForm
    search_fields = ("name", "shown", "membership__user__email")
    ordering = ("-pk",)
    change_form_template = "administration/change_form.html"

    def rows(self, caller: Caller) -> QuerySet[Any]:
        """Return the keys that the caller may know of."""
        rows: QuerySet[Any] = ApiKey.objects.for_organization(
            caller.organization_id
        ).select_related("membership__user")
        if caller.may(Permission.MEMBERS):
            return rows
        return rows.filter(membership__user_id=caller.user_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        # A key can do no more than its owner, so everybody may have one.
        return may(request, Permission.READ)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [
            "name",
            Display("shown", _("Begins with"), render=lambda one: f"{one.shown}…"),
            Display("owner", _("Acts as"), render=lambda one: str(one.membership.user)),
            Display("scopes", _("May at most"), render=_scopes),
            Display("last_used", _("Last used"), render=_last_used),
            Display("state", _("State"), render=state_of),
        ]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is not None:
            return type(
                "RatesForm", (RatesForm,), {"refusals": known_refusals(request)}
            )
        body = {"refusals": known_refusals(request), "caller": caller_of(request)}
        return type("ApiKeyForm", (ApiKeyForm,), body)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, Permission.MEMBERS)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self._displays(request)

    def _displays(self, request: HttpRequest) -> list[Any]:
        shown = [one for one in self.get_list_display(request) if one != "name"]
        return ["name", *shown, Display("expires", _("Expires"), render=_expiry)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        rates = RATES if may(request, Permission.MEMBERS) else ()
        if obj is None:
            names = ("name", "membership", "scopes", "expires_at", *rates)
            return [(None, {"fields": names})]
        return [(None, {"fields": (*self._displays(request), *RATES)})]

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        if change:
            with refusing():
                limit_key(caller_of(request), key=obj, rates=form.rates)
            return
        data = form.cleaned_data
        stored, text = create_key(
            caller_of(request),
            membership=data["membership"],
            name=data["name"],
            scopes=data["scopes"],
            expires_at=data["expires_at"],
            rates=form.rates,
        )
        vars(obj).update(vars(stored))
        obj.text = text

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        """There is nothing beside the key."""

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: Any = None
    ) -> HttpResponse:
        """Show the key, this once: only its hash is stored."""
        response = self.page(
            request,
            "administration/new_key.html",
            title=_("API key"),
            original=obj,
            key=obj.text,
        )
        response["Cache-Control"] = "no-store"
        return response

    # -- revoking --------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        revoke = self.own_path("<path:object_id>/revoke/", self.revoke_view, "revoke")
        return [revoke, *super().get_urls()]

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a key useless."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = self.object_or_404(request, object_id)
        revoke_key(caller_of(request), key=key)
        messages.success(request, _("The key “%s” was revoked.") % key.name)
        return self.to_list(request)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        key = kwargs.get("obj")
        if key is not None and key.revoked_at is None:
            context["record_actions"] = [
                {
                    "url": self.own_url("revoke", key.pk),
                    "title": _("Revoke"),
                    "icon": "block",
                    "asks": False,
                }
            ]
        return super().render_change_form(request, context, *args, **kwargs)


def state_of(key: ApiKey) -> str:
    """Return whether a key works."""
    if key.revoked_at is not None:
        return _("Revoked %s") % when(key.revoked_at)
    if key.expires_at is not None and key.expires_at <= timezone.now():
        return _("Expired")
    return _("In force")


def _scopes(key: ApiKey) -> str:
    labels = dict(KeyScope.choices)
    return ", ".join(str(labels.get(one, one)) for one in key.scopes)


def _last_used(key: ApiKey) -> str:
    return when(key.last_used_at) if key.last_used_at else _("Never")


def _expiry(key: ApiKey) -> str:
    return when(key.expires_at) if key.expires_at else _("Never")
