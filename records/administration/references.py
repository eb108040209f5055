"""The inputs that name records: one of a type, or several."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from records.schema.kinds.numbers import LARGEST_ID

if TYPE_CHECKING:
    from records.administration.labels import Labels


class _RecordSelect(widgets.AutocompleteWidgetMixin):  # type: ignore[misc]
    """A select that knows only the chosen records; the page looks up the others."""

    is_required: bool
    create_option: Any

    def __init__(self, *, target: str, labels: Labels, url: str) -> None:
        super().__init__(attrs={"data-ajax--url": url, "class": "w-full"})
        self.target = target
        self.labels = labels

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> Any:
        """Return the chosen records, after the empty choice where one is chosen."""
        ids = [one for one in map(record_id_in, value) if one is not None]
        self.labels.load((self.target, one) for one in ids)
        options = [*self.empty_option(name, is_chosen=not ids)]
        for one in ids:
            text = self.labels.find(self.target, one) or f"#{one}"
            options.append(self.create_option(name, one, text, True, len(options)))
        return [(None, options, 0)]

    def empty_option(self, name: str, *, is_chosen: bool) -> list[Any]:
        """Return the choice of nothing, as select2 needs it for a placeholder."""
        return [self.create_option(name, "", "", is_chosen, 0)]

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        attrs["data-allow-clear"] = json.dumps(not self.is_required)
        attrs["data-placeholder"] = "—"
        return attrs


class ReferenceSelect(_RecordSelect, forms.Select):
    """Chooses one record."""


class ReferencesSelect(_RecordSelect, forms.SelectMultiple):
    """Chooses several records."""

    def empty_option(self, name: str, *, is_chosen: bool) -> list[Any]:
        return []


def record_id_in(value: object) -> int | None:
    """Return the id that a text from a page stands for, ``None`` for none."""
    text = str(value or "")
    if not text.isascii() or not text.isdigit() or len(text) > 19:
        return None
    number = int(text)
    return number if 0 < number <= LARGEST_ID else None


class ReferenceField(forms.Field):
    """The id of a record. Whether it is there for this person, the writer checks."""

    widget_class: type[_RecordSelect] = ReferenceSelect

    default_error_messages = {  # noqa: RUF012 - as Django's
        "invalid": _("Select one of the available choices."),
    }

    def __init__(
        self, *, target: str, labels: Labels, url: str, **options: Any
    ) -> None:
        widget: Any = self.widget_class(target=target, labels=labels, url=url)
        super().__init__(widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        """Return the id. Raises ``ValidationError`` for what is none."""
        if value in self.empty_values:
            return None
        number = record_id_in(value)
        if number is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "")


class ReferencesField(ReferenceField):
    """The ids of several records, in the order given."""

    widget_class = ReferencesSelect

    def to_python(self, value: Any) -> Any:
        """Return the ids, doubles dropped. Raises ``ValidationError`` for what is none."""
        ids = [super(ReferencesField, self).to_python(one) for one in value or ()]
        return list(dict.fromkeys(one for one in ids if one is not None))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(one) for one in initial or ()] != [str(one) for one in data or ()]
