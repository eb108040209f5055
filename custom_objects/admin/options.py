"""The options of a field as a list that is edited in place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from custom_objects.models import FieldOption


class OptionsField(forms.Field):
    """A list of options in their order: ``name``, ``color``, and ``id`` of a stored one.

    The page keeps it as JSON in one input. Rows without a name are none.
    """

    widget = forms.HiddenInput
    default_error_messages = {  # noqa: RUF012 - as Django's
        "invalid": _("The list of choices was not understood."),
    }

    def prepare_value(self, value: Any) -> str:
        """Return the JSON that the page works on."""
        return value if isinstance(value, str) else json.dumps(value or [])

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """Return the options. Raises ``ValidationError`` for what is no such list."""
        if value in self.empty_values:
            return []
        try:
            given = json.loads(value)
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, list) or not all(
            isinstance(one, dict) for one in given
        ):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return [_cleaned(one) for one in given if str(one.get("name") or "").strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != [_cleaned(one) for one in initial or ()]
        except forms.ValidationError:
            return True


def _cleaned(given: dict[str, Any]) -> dict[str, Any]:
    known = {"id": given["id"]} if given.get("id") else {}
    # An empty color takes one away.
    return {
        **known,
        "name": str(given.get("name", "")).strip(),
        "color": str(given.get("color") or ""),
    }


def edited(rows: Iterable[FieldOption]) -> list[dict[str, Any]]:
    """Return stored options as the list edits them."""
    return [
        _cleaned({"id": one.pk, "name": one.name, "color": one.color}) for one in rows
    ]
