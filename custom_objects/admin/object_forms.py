"""The form of an object itself, an organization's own or a built-in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from custom_objects.admin.field_forms import SchemaForm
from custom_objects.admin.icons import ICONS, NONE
from custom_objects.field_types import field_type
from records.schema.kinds.text import LinesField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from custom_objects.models import FieldDefinition, ObjectDefinition
    from records.schema.object_types import ObjectType

_PLAIN = ("label_plural", "label", "description", "icon", "is_hidden")


class ObjectForm(SchemaForm):
    """What an object is called and where it is found.

    ``built_in`` is the type as it is declared: its own words stand where none are typed.
    """

    label_plural = forms.CharField(
        label=_("Name"),
        max_length=128,
        help_text=_("What the sidebar calls it: Projects."),
    )
    label = forms.CharField(
        label=_("Name of one"),
        required=False,
        max_length=128,
        help_text=_("What a single record is called: Project."),
    )
    description = LinesField(
        label=_("Description"),
        required=False,
        help_text=_("What belongs here, for those who choose where to put something."),
    )
    icon = forms.ChoiceField(label=_("Icon"), required=False)
    display_field = forms.ChoiceField(
        label=_("Records are known by"),
        required=False,
        help_text=_("What stands for a record in lists and wherever it is chosen."),
    )
    is_hidden = forms.BooleanField(
        label=_("Hidden"),
        required=False,
        help_text=_("Not in the sidebar; its records stay and programs reach them."),
    )

    def __init__(
        self,
        *args: Any,
        row: ObjectDefinition | None,
        built_in: ObjectType | None = None,
        fields: Sequence[FieldDefinition] = (),
        **others: Any,
    ) -> None:
        if row is not None:
            shown = row.display_field
            others["initial"] = {
                **{name: getattr(row, name) for name in _PLAIN},
                "display_field": shown.slug if shown is not None else "",
            }
        super().__init__(*args, **others)
        self._offer_icons(row.icon if row is not None else "", built_in)
        self._offer_fields(fields, is_own=row is not None and built_in is None)
        if built_in is not None:
            self._take_words_of(built_in)

    def _offer_icons(self, chosen: str, built_in: ObjectType | None) -> None:
        self.usual_icon = built_in.icon if built_in is not None else NONE
        known = dict(ICONS)
        extra = [] if chosen in known or not chosen else [(chosen, chosen)]
        icons: Any = self.fields["icon"]
        icons.choices = [("", _("As usual")), *ICONS, *extra]
        icons.widget.attrs["x-model"] = "icon"

    def _offer_fields(self, fields: Sequence[FieldDefinition], *, is_own: bool) -> None:
        if not is_own:
            del self.fields["display_field"]
            return
        texts = [one for one in fields if field_type(one.type).can_be_searched]
        choice: Any = self.fields["display_field"]
        choice.choices = [
            ("", _("The first text")),
            *((one.slug, one.label) for one in texts),
        ]

    def _take_words_of(self, built_in: ObjectType) -> None:
        self.fields["label_plural"].required = False
        for name in ("label_plural", "label", "description"):
            one = self.fields[name]
            one.widget.attrs["placeholder"] = str(getattr(built_in, name))
            one.help_text = _("Empty: as the program calls it.")

    def new_values(self) -> dict[str, Any]:
        """Return a new object as the writer takes it, without its fields."""
        return {name: self.cleaned_data[name] for name in _PLAIN}

    def changed_values(self) -> dict[str, Any]:
        """Return what differs from the stored object, apart from the display field."""
        changed = self.changed_data
        return {name: self.cleaned_data[name] for name in _PLAIN if name in changed}

    @property
    def new_display(self) -> str | None:
        """Return the display field that was chosen anew, ``None`` if none was."""
        if "display_field" not in self.changed_data:
            return None
        chosen: str = self.cleaned_data["display_field"]
        return chosen
