"""The people of an organization and what they may do in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold import widgets

from records.access.models import Membership, User
from records.access.roles import Permission, Role
from records.administration.callers import caller_of, may
from records.administration.lists import Display
from records.administration.refusals import StoreForm, known_refusals, refusing
from records.administration.scoped import ScopedAdmin
from records.administration.values import when
from records.members.people import (
    PERSONAL,
    change_membership,
    invite_person,
    is_shared,
    set_password,
    update_person,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

    from records.access.caller import Caller


def _text(label: Any, **options: Any) -> forms.CharField:
    widget = widgets.UnfoldAdminTextInputWidget
    return forms.CharField(label=label, widget=widget, **options)


class PersonForm(StoreForm):
    """A person, their place here, and a password to start with."""

    email = _text(gettext_lazy("E-mail"), max_length=254)
    first_name = _text(gettext_lazy("First name"), max_length=255, required=False)
    last_name = _text(gettext_lazy("Last name"), max_length=255, required=False)
    phone = _text(gettext_lazy("Phone"), max_length=64, required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Role.choices,
        initial=Role.MEMBER,
        widget=widgets.UnfoldAdminSelectWidget,
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("Active in this organization"),
        required=False,
        initial=True,
        widget=widgets.UnfoldBooleanSwitchWidget,
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        strip=False,
        widget=widgets.UnfoldAdminPasswordWidget(
            attrs={"autocomplete": "new-password"}
        ),
    )

    class Meta:
        model = User
        fields = ()

    shared = False
    is_new = False

    def __init__(self, *args: Any, **options: Any) -> None:
        user = options.get("instance")
        if user is not None and user.pk:
            place = user.places[0]
            options["initial"] = {
                **{name: getattr(user, name) for name in PERSONAL},
                "role": place.role,
                "is_active": place.is_active,
            }
        super().__init__(*args, **options)
        if self.is_new:
            self.fields["password"].help_text = _(
                "Tell it to the person, who can change it after signing in. Somebody "
                "who has an account already keeps theirs."
            )
        else:
            self.fields["password"].help_text = _("Leave empty to keep it.")
        if self.shared:
            for name in (*PERSONAL, "password"):
                self.fields[name].disabled = True


class PersonAdmin(ScopedAdmin):
    """People who belong to the organization."""

    slugs = ("users", "crm_users")
    icon = "group"
    form = PersonForm
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email",)
    list_per_page = 100

    def rows(self, caller: Caller) -> QuerySet[Any]:
        """Return the people with a place here, which is read with them."""
        places = Membership.objects.for_organization(caller.organization_id)
        elsewhere = (
            Membership.objects.everywhere()
            .filter(user_id=OuterRef("pk"))
            .exclude(organization_id=caller.organization_id)
        )
        return (
            User.objects.filter(pk__in=places.values("user_id"))
            .annotate(elsewhere=Exists(elsewhere))
            .prefetch_related(
                Prefetch("memberships", queryset=places, to_attr="places")
            )
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, Permission.MEMBERS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, Permission.MEMBERS)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [
            Display("name", _("Name"), render=str),
            "email",
            Display(
                "role", _("Role"), render=lambda one: one.places[0].get_role_display()
            ),
            Display("active", _("Active"), boolean=True, render=_is_active),
            Display("last_sign_in", _("Last signed in"), render=_last_sign_in),
        ]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return []

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        caller = caller_of(request)
        body = {
            "refusals": known_refusals(request),
            "is_new": obj is None,
            "shared": obj is not None
            and obj.pk != caller.user_id
            and is_shared(caller, obj),
        }
        return type("PersonForm", (PersonForm,), body)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return [(None, {"fields": tuple(self.get_list_display(request))})]
        place = ("role",) if obj is None else ("role", "is_active")
        person: dict[str, Any] = {
            "fields": ("email", ("first_name", "last_name"), "phone")
        }
        if obj is not None and obj.elsewhere and obj.pk != request.user.pk:
            person["description"] = _(
                "This person also belongs to another organization: only they can "
                "change their name, e-mail and password."
            )
        return [
            (None, person),
            (_("In this organization"), {"fields": place}),
            (_("Signing in"), {"fields": ("password",)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ()

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        caller = caller_of(request)
        data = form.cleaned_data
        with refusing():
            if not change:
                membership = invite_person(
                    caller,
                    email=data["email"],
                    role=data["role"],
                    password=data["password"] or None,
                    names={name: data[name] for name in PERSONAL if name != "email"},
                )
                vars(obj).update(vars(membership.user))
                return
            changed = set(form.changed_data)
            update_person(
                caller,
                user=obj,
                values={one: data[one] for one in changed & {*PERSONAL}},
            )
            change_membership(
                caller,
                membership=obj.places[0],
                role=data["role"],
                is_active=data["is_active"],
            )
            if data["password"] and not form.shared:
                set_password(caller, user=obj, password=data["password"])
                if obj.pk == caller.user_id:
                    update_session_auth_hash(request, obj)

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        """There is nothing beside the person."""

    def history_of(self, caller: Caller, record: Any) -> Any:
        places = [one.pk for one in record.places]
        own: Q = super().history_of(caller, record)
        return own | Q(object_type="memberships", record_id__in=places)


def _is_active(user: Any) -> bool:
    return bool(user.is_active and user.places[0].is_active)


def _last_sign_in(user: Any) -> str:
    return when(user.last_login) if user.last_login else _("Never")


class MembershipForm(StoreForm):
    """What a member may do."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Role.choices,
        widget=widgets.UnfoldAdminSelectWidget,
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("Active"),
        required=False,
        widget=widgets.UnfoldBooleanSwitchWidget,
    )

    class Meta:
        model = Membership
        fields = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        place = options.get("instance")
        if place is not None:
            options["initial"] = {"role": place.role, "is_active": place.is_active}
        super().__init__(*args, **options)


class MembershipAdmin(ScopedAdmin):
    """The roles that people have here; people themselves are invited as persons."""

    slugs = ("memberships",)
    icon = "badge"
    form = MembershipForm
    search_fields = ("user__email", "user__first_name", "user__last_name")
    ordering = ("user__email",)
    show_add_link = False

    def rows(self, caller: Caller) -> QuerySet[Any]:
        """Return the memberships here with their people."""
        rows: QuerySet[Any] = Membership.objects.for_organization(
            caller.organization_id
        ).select_related("user")
        return rows

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, Permission.MEMBERS)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [
            Display("person", _("Person"), render=lambda one: str(one.user)),
            Display("email", _("E-mail"), render=lambda one: one.user.email),
            "role",
            "is_active",
            Display("since", _("Since"), render=lambda one: when(one.created_at)),
        ]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        body = {"refusals": known_refusals(request)}
        return type("MembershipForm", (MembershipForm,), body)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": ("role", "is_active")})]

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        data = form.cleaned_data
        with refusing():
            change_membership(
                caller_of(request),
                membership=obj,
                role=data["role"],
                is_active=data["is_active"],
            )

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        """There is nothing beside the membership."""
