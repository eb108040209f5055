"""The form field a value is edited with: the kind's own, in the clothes of the theme."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.fields import InvalidJSONInput
from django.forms.renderers import get_default_renderer
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold import widgets

from records.administration.references import ReferenceField, ReferencesField
from records.administration.values import target_of
from records.schema.kinds import (
    AddressKind,
    AttachmentsKind,
    DocumentKind,
    NameSetKind,
    TextListKind,
)
from records.schema.kinds.structures import ADDRESS_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.utils.safestring import SafeString

    from records.administration.labels import Labels
    from records.schema.fields import Field

ADDRESS_LABELS = {
    "line1": _("Street"),
    "city": _("City"),
    "postal_code": _("Postal code"),
    "state": pgettext_lazy("part of an address", "State"),
    "country": _("Country"),
}


@dataclass(frozen=True)
class FieldMaker:
    """Makes the form fields of one page.

    ``choices_url`` answers where the choices of a reference are looked up,
    ``suggestions`` which names a set of names may want to take up.
    """

    labels: Labels
    choices_url: Callable[[str], str]
    suggestions: Callable[[str], Iterable[str]]

    def make(
        self, one: Field, *, label: Any, required: bool, value: Any = None
    ) -> forms.Field:
        """Return the form field of a record's field, which holds ``value`` now."""
        options: dict[str, Any] = {
            "label": f"{label} ({one.unit})" if one.unit else label,
            "required": required,
            "help_text": one.help_text,
        }
        target = target_of(one)
        if target:
            made = ReferencesField if one.kind.is_multiple else ReferenceField
            url = self.choices_url(one.name)
            return made(target=target, labels=self.labels, url=url, **options)
        found = self._by_kind(one, value, options)
        if one.custom:
            set_apart(found.widget)
        return found

    def _by_kind(self, one: Field, value: Any, options: dict[str, Any]) -> forms.Field:
        match one.kind:
            case AddressKind():
                return AddressField(**options)
            case DocumentKind() | AttachmentsKind():
                return JsonField(**options)
            case NameSetKind() | TextListKind():
                return NamesField(suggestions=self.suggestions(one.name), **options)
            case _:
                made = one.kind.form_field(**options)
                if isinstance(made, forms.ChoiceField) and value is not None:
                    keep_choices(made, one.kind.form_value(value))
                made.widget = themed(made)
                return made


def set_apart(widget: Any) -> None:
    """Name the inputs of a value's parts so that no field can be called like one.

    Of the fields "at" and "at_0" both may be there.
    """
    if isinstance(widget, forms.MultiWidget):
        names: Any = widget
        names.widgets_names = [f"_{name}" for name in names.widgets_names]


def keep_choices(made: forms.ChoiceField, chosen: Any) -> None:
    """Let a form hold a choice that nobody can take anew (an archived option)."""
    offered: Any = made.choices
    known = {name for name, _label in offered}
    wanted = chosen if isinstance(chosen, list) else [chosen]
    gone = [name for name in wanted if name is not None and name not in known]
    made.choices = [*offered, *((name, _("%s (archived)") % name) for name in gone)]


def themed(made: forms.Field) -> forms.Widget:
    """Return the theme's widget for a form field, knowing what the field knows."""
    widget: forms.Widget = _themed(made)
    widget.is_required = made.required
    widget.attrs.update(made.widget_attrs(widget))
    return widget


_WIDGETS: tuple[tuple[type[forms.Field], Callable[[], forms.Widget]], ...] = (
    (forms.SplitDateTimeField, widgets.UnfoldAdminSplitDateTimeWidget),
    (forms.DateField, widgets.UnfoldAdminSingleDateWidget),
    (
        forms.DecimalField,
        lambda: widgets.UnfoldAdminDecimalFieldWidget(attrs={"step": "any"}),
    ),
    (forms.IntegerField, widgets.UnfoldAdminIntegerFieldWidget),
    (forms.BooleanField, widgets.UnfoldBooleanSwitchWidget),
)
"""Decimals before integers, whose subclass they are."""


def _themed(made: forms.Field) -> Any:
    if isinstance(made, forms.MultipleChoiceField):
        return ChoicesSelect(choices=made.choices)
    if isinstance(made, forms.ChoiceField):
        return widgets.UnfoldAdminSelectWidget(choices=made.choices)
    if isinstance(made.widget, forms.Textarea):
        return widgets.UnfoldAdminTextareaWidget(attrs={"rows": 4})
    for kind, widget in _WIDGETS:
        if isinstance(made, kind):
            return widget()
    return widgets.UnfoldAdminTextInputWidget()


def initial_value(one: Field, value: Any) -> Any:
    """Return a stored value as its form field shows it."""
    return None if value is None else one.kind.form_value(value)


class ChoicesSelect(widgets.UnfoldAdminSelect2MultipleWidget):  # type: ignore[misc]
    """Chooses several of a list."""

    def __init__(self, choices: Any) -> None:
        attrs = {"data-theme": "admin-autocomplete", "class": "w-full"}
        super().__init__(attrs=attrs, choices=choices)


class NamesSelect(widgets.UnfoldAdminSelect2MultipleWidget):  # type: ignore[misc]
    """Chooses names, and takes up new ones as they are typed."""

    def __init__(self, suggestions: Iterable[str]) -> None:
        super().__init__(
            attrs={
                "data-tags": "true",
                "data-token-separators": '[","]',
                "data-placeholder": "",
                "data-theme": "admin-autocomplete",
                "class": "w-full",
            }
        )
        self.suggestions = list(suggestions)

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> Any:
        """Return the chosen names in their order, then the suggested ones."""
        names = dict.fromkeys([*(one for one in value if one), *self.suggestions])
        chosen = set(value)
        return [
            (None, [self.create_option(name, one, one, one in chosen, index)], index)
            for index, one in enumerate(names)
        ]


class NamesField(forms.Field):
    """An ordered list of names."""

    def __init__(self, *, suggestions: Iterable[str], **options: Any) -> None:
        super().__init__(widget=NamesSelect(suggestions), **options)

    def to_python(self, value: Any) -> list[str]:
        """Return the names without blanks and doubles."""
        names = (str(one).strip() for one in value or ())
        return list(dict.fromkeys(name for name in names if name))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class JsonField(forms.JSONField):
    """A JSON value as text one can read."""

    widget = widgets.UnfoldAdminTextareaWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"rows": 12, "class": _monospaced(self.widget)})

    def prepare_value(self, value: Any) -> Any:
        """Return the text: indented, letters as they are."""
        if value is None or isinstance(value, str):
            return value or ""
        return json.dumps(value, ensure_ascii=False, indent=2)

    def to_python(self, value: Any) -> Any:
        """Return the value; text that is nested too deeply is no JSON either."""
        try:
            return super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what was sent, to be shown again."""
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput(data)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, data)
        except RecursionError:
            return True


def _monospaced(widget: forms.Widget) -> str:
    return f"{widget.attrs.get('class', '')} font-mono"


class AddressWidget(forms.MultiWidget):
    """One labeled input for each part of an address."""

    template_name = "administration/address.html"

    def __init__(self) -> None:
        super().__init__(
            {
                part: widgets.UnfoldAdminTextInputWidget(
                    attrs={"placeholder": ADDRESS_LABELS[part]}
                )
                for part in ADDRESS_PARTS
            }
        )

    def decompress(self, value: Any) -> list[Any]:
        """Return the parts in their order."""
        return [(value or {}).get(part) for part in ADDRESS_PARTS]

    def _render(
        self, template_name: str, context: dict[str, Any], renderer: Any = None
    ) -> SafeString:
        # Forms look for templates in applications only; ours lies with the pages.
        forms_renderer: Any = renderer or get_default_renderer()
        inputs = [
            mark_safe(forms_renderer.render(one["template_name"], {"widget": one}))  # noqa: S308
            for one in context["widget"]["subwidgets"]
        ]
        return render_to_string(template_name, {"inputs": inputs})


class AddressField(forms.MultiValueField):
    """A postal address in five inputs."""

    def __init__(self, **options: Any) -> None:
        parts = tuple(forms.CharField(required=False) for _part in ADDRESS_PARTS)
        super().__init__(
            parts, widget=AddressWidget(), require_all_fields=False, **options
        )

    def compress(self, data_list: list[Any]) -> dict[str, str | None] | None:
        """Return the address, ``None`` when all parts are blank."""
        texts = [text or None for text in data_list]
        if not any(texts):
            return None
        return dict(zip(ADDRESS_PARTS, texts, strict=True))
