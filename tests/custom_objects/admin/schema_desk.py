"""An office manager at the pages where objects and fields are defined."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from custom_objects.models import FieldDefinition, FieldOption, ObjectDefinition
from records.history.models import Change
from tests.records.administration.desk import inputs, signed_in

if TYPE_CHECKING:
    from tests.tenants import Tenant


def url(name: str, *args: object) -> str:
    return reverse(f"admin:custom_objects_objectdefinition_{name}", args=args)


@dataclass
class SchemaDesk:
    """Opens and sends the page of an object."""

    tenant: Tenant

    def __post_init__(self) -> None:
        self.client = signed_in(self.tenant)

    def open(self, slug: str | None = None) -> Any:
        return self.client.get(url("change", slug) if slug else url("add"))

    def form(self, slug: str | None = None) -> dict[str, Any]:
        """What a browser would send if the page were sent as it was opened."""
        response = self.open(slug)
        assert response.status_code == 200, response
        page = response.context["object_page"]
        data = {"fields-TOTAL": str(len(page.fields))}
        for form in page.forms:
            data |= inputs(form)
        for index, form in enumerate(page.fields):
            data[form.add_prefix("place")] = str(index)
            # As the page's script reads and writes them.
            name = form.add_prefix("options")
            data[name] = form["options"].field.prepare_value(form["options"].value())
        return data

    def save(
        self, slug: str | None = None, *new: dict[str, Any], **changed: Any
    ) -> Any:
        """Open the page, add fields, change inputs, send it.

        An input of a stored field is named ``<slug>__<input>``; ``None`` is not sent.
        """
        data = self.form(slug)
        total = int(data["fields-TOTAL"])
        for offset, one in enumerate(new):
            data |= new_field(total + offset, **one)
        data["fields-TOTAL"] = str(total + len(new))
        prefixes = {
            one: name.rpartition("-")[0]
            for name, one in data.items()
            if name.endswith("-stored")
        }
        for name, value in changed.items():
            field, separator, rest = name.partition("__")
            if separator and field in prefixes:
                data[f"{prefixes[field]}-{rest}"] = value
            elif separator and f"built_in-{field}-label" in data:
                data[f"built_in-{field}-{rest}"] = value
            else:
                data[name] = value
        return self.send(slug, data)

    def send(self, slug: str | None, data: dict[str, Any]) -> Any:
        sent = {name: one for name, one in data.items() if one is not None}
        return self.client.post(url("change", slug) if slug else url("add"), sent)

    def answer(self, warned: Any, answer: str) -> Any:
        """Send what the page of warnings holds, and one of its buttons."""
        assert "sent" in warned.context, errors_on(warned)
        data: dict[str, list[str]] = {answer: ["1"]}
        for name, value in warned.context["sent"]:
            data.setdefault(name, []).append(value)
        return self.client.post(warned.request["PATH_INFO"], data)


def new_field(index: int, *, options: Any = (), **typed: Any) -> dict[str, Any]:
    """The inputs of a new card: of a text that can be filtered, unless typed otherwise."""
    values = {
        "place": str(index),
        "type": "text",
        "is_filterable": "on",
        "options": json.dumps(
            [one if isinstance(one, dict) else {"name": one} for one in options]
        ),
        **typed,
    }
    return {f"fields-{index}-{name}": one for name, one in values.items()}


def errors_on(response: Any) -> dict[str, list[str]]:
    """What the forms of a page that was not saved tell, by input."""
    assert response.status_code == 200, response
    page = response.context["object_page"]
    return {
        form.add_prefix(name): [str(one) for one in errors]
        for form in page.forms
        for name, errors in form.errors.items()
    }


def object_of(tenant: Tenant, slug: str) -> ObjectDefinition:
    return ObjectDefinition.objects.for_organization(tenant.organization.pk).get(
        slug=slug
    )


def fields_of(tenant: Tenant, slug: str) -> dict[str, FieldDefinition]:
    rows = FieldDefinition.objects.for_organization(tenant.organization.pk)
    live = rows.filter(object__slug=slug, archived_at=None, is_built_in=False)
    return {one.slug: one for one in live.order_by("position")}


def options_of(tenant: Tenant, one: FieldDefinition) -> list[tuple[str, str]]:
    rows = FieldOption.objects.for_organization(tenant.organization.pk)
    live = rows.filter(field=one, archived_at=None).order_by("position")
    return [(option.name, option.color) for option in live]


def changes() -> int:
    return Change.objects.everywhere().count()
