"""A person at the admin: signed in, in one organization, reading pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse

from records.access.models import ApiKey, Membership, Organization, User
from records.history.models import Change

if TYPE_CHECKING:
    from tests.tenants import Tenant


def signed_in(tenant: Tenant, *, organization: Organization | None = None) -> Client:
    client = Client(headers={"X-Request-Id": "req-desk-1"})
    client.force_login(tenant.user)
    if organization is not None:
        session = client.session
        session["organization_id"] = organization.pk
        session.save()
    return client


@dataclass
class Desk:
    """Opens and sends the pages of one model."""

    tenant: Tenant
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = signed_in(self.tenant)

    def url(self, model: str, page: str, *args: object) -> str:
        return reverse(f"admin:{model}_{page}", args=args)

    def get(self, model: str, page: str, *args: object, **query: Any) -> Any:
        return self.client.get(self.url(model, page, *args), query)

    def form(
        self, model: str, page: str, *args: object, **query: object
    ) -> dict[str, Any]:
        """What a browser would send if the form were sent as it was opened."""
        response = self.get(model, page, *args, **query)
        assert response.status_code == 200, response
        return sent(response.context)

    def save(
        self, model: str, page: str, *args: object, query: str = "", **values: Any
    ) -> Any:
        """Open the form, change some inputs, send it."""
        opened = {}
        if query:
            key, _eq, value = query.partition("=")
            opened[key] = value
        data = {**self.form(model, page, *args, **opened), **values}
        data = {name: one for name, one in data.items() if one is not None}
        url = self.url(model, page, *args)
        return self.client.post(f"{url}?{query}" if query else url, data)


def sent(context: Any) -> dict[str, Any]:
    """The inputs of a rendered form and its tables, as a browser would send them."""
    data = inputs(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        data |= inputs(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= inputs(form)
    return data


def inputs(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for bound in form:
        widget = bound.field.widget
        value = bound.value()
        if hasattr(widget, "widgets"):
            parts = value if isinstance(value, list) else widget.decompress(value)
            for suffix, part in zip(widget.widgets_names, parts, strict=True):
                data[f"{bound.html_name}{suffix}"] = "" if part is None else str(part)
        elif isinstance(value, bool):
            if value:
                data[bound.html_name] = "on"
        elif isinstance(value, list | tuple) or _chooses_several(widget):
            data[bound.html_name] = [str(one) for one in value or ()]
        else:
            data[bound.html_name] = "" if value is None else str(value)
    return data


def _chooses_several(widget: Any) -> bool:
    return bool(getattr(widget, "allow_multiple_selected", False))


def errors_in(response: Any) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


def last_change() -> Change:
    change = Change.objects.everywhere().order_by("-pk").first()
    assert change is not None
    return change


def rows_of_access(tenant: Tenant) -> dict[str, int]:
    """One row of every kernel model in the tenant's organization, by admin name."""
    everywhere = Change.objects.everywhere()
    return {
        "access_user": User.objects.get(pk=tenant.user.pk).pk,
        "access_membership": Membership.objects.everywhere()
        .get(pk=tenant.membership.pk)
        .pk,
        "access_organization": tenant.organization.pk,
        "access_apikey": ApiKey.objects.everywhere()
        .get(membership=tenant.membership)
        .pk,
        "records_change": everywhere.filter(organization=tenant.organization)
        .order_by("pk")
        .values_list("pk", flat=True)[0],
    }
