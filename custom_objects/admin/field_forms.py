"""The forms of the fields of an object: an admin's own, and built-in ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from custom_objects.admin.options import OptionsField, edited
from custom_objects.definitions.options import draft_of
from custom_objects.field_types import FIELD_TYPES, field_type
from custom_objects.field_types.questions import Control
from custom_objects.models import SLUG_LENGTH
from custom_objects.schema import specify_field
from records.administration.form_fields import themed
from records.administration.values import label_of
from records.schema.kinds.text import LinesField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from custom_objects.field_types import FieldType
    from custom_objects.field_types.questions import Places, Question
    from custom_objects.models import FieldDefinition, FieldOption
    from records.administration.refusals import Refusal
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

_FLAGS = ("is_required", "is_unique", "is_filterable", "is_searchable", "is_hidden")
_PLAIN = ("label", "help_text", *_FLAGS)


class SchemaForm(forms.Form):
    """A part of the page of an object, in the theme's clothes."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.dress()

    def dress(self) -> None:
        """Give the inputs the theme's widgets; called again when inputs were added."""
        for one in self.fields.values():
            if not one.widget.is_hidden:
                placeholder = one.widget.attrs.get("placeholder")
                extra = {
                    k: v for k, v in one.widget.attrs.items() if k.startswith("x-")
                }
                one.widget = themed(one)
                one.widget.attrs.update(extra)
                if placeholder:
                    one.widget.attrs["placeholder"] = placeholder
                if isinstance(one, LinesField):
                    one.widget.attrs.update({"rows": 2, "style": "max-width: none"})

    def tell(self, refusals: Iterable[Refusal]) -> None:
        """Show what the writer refused, beside the inputs that it is about."""
        for name, message in refusals:
            place = self.input_for(name or "")
            self.add_error(place if place in self.fields else NON_FIELD_ERRORS, message)

    def input_for(self, attribute: str) -> str:
        """Return the input of an attribute as the writer calls it."""
        return attribute.partition("[")[0]


class FieldForm(SchemaForm):
    """One field that an admin defines, from its type to its choices.

    ``row`` is the stored one, ``None`` for one that is new.
    """

    place = forms.IntegerField(required=False, widget=forms.HiddenInput)
    stored = forms.CharField(required=False, widget=forms.HiddenInput)
    removed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(
        label=gettext_lazy("Label"),
        max_length=255,
        widget=forms.TextInput(attrs={"x-model": "label"}),
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Type"), widget=forms.Select(attrs={"x-model": "type"})
    )
    help_text = LinesField(
        label=gettext_lazy("Help"),
        required=False,
        help_text=gettext_lazy("A sentence that stands below the input."),
    )
    options = OptionsField(required=False, label=gettext_lazy("Choices"))
    is_required = forms.BooleanField(
        label=gettext_lazy("Required"),
        required=False,
        help_text=gettext_lazy("No record is saved without a value."),
    )
    is_unique = forms.BooleanField(
        label=gettext_lazy("Unique"),
        required=False,
        help_text=gettext_lazy("No two records have the same value."),
    )
    is_filterable = forms.BooleanField(
        label=gettext_lazy("Filter and sort"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Lists can be filtered and sorted by it."),
    )
    is_searchable = forms.BooleanField(
        label=gettext_lazy("Search"),
        required=False,
        help_text=gettext_lazy("The search box of the list looks into it."),
    )
    is_hidden = forms.BooleanField(
        label=gettext_lazy("Hidden"),
        required=False,
        help_text=gettext_lazy("Out of sight here; programs still read and write it."),
    )
    default = forms.CharField(
        label=gettext_lazy("Value of new records"),
        required=False,
        help_text=gettext_lazy("What a new record has unless somebody says otherwise."),
    )
    slug = forms.CharField(
        label=gettext_lazy("Name in the API"),
        required=False,
        max_length=SLUG_LENGTH,
        help_text=gettext_lazy(
            "How programs call it. Made from the label unless you type one; it never "
            "changes."
        ),
        widget=forms.TextInput(attrs={"x-bind:placeholder": "slug"}),
    )

    def __init__(
        self,
        *args: Any,
        places: Places,
        row: FieldDefinition | None = None,
        options: Sequence[FieldOption] = (),
        **others: Any,
    ) -> None:
        self.row = row
        self.stored_options = json.dumps(edited(options))
        """All choices that are stored; those not in the list can be brought back."""
        if row is not None:
            live = [one for one in options if not one.archived_at]
            others["initial"] = _initial(row, live)
        super().__init__(*args, **others)
        self.questions = self._add_questions(places)
        self.dress()

    def _types(self) -> list[FieldType]:
        """Return what the field can be: a stored one only what keeps its values."""
        if self.row is None:
            return list(FIELD_TYPES.values())
        own = field_type(self.row.type)
        return [
            one
            for one in FIELD_TYPES.values()
            if one is own or one.holds_values_of(own)
        ]

    def _add_questions(self, places: Places) -> list[tuple[str, Question]]:
        types = self._types()
        choices: Any = self.fields["type"]
        choices.choices = [(one.slug, one.label) for one in types]
        found = []
        for chosen in types:
            for question in chosen.questions:
                name = f"{chosen.slug}__{question.name}"
                self.fields[name] = _question_field(question, places, chosen.slug)
                if self.row is not None and question.name in chosen.fixed_settings:
                    self.fields[name].disabled = True
                found.append((name, question))
        return found

    @property
    def chosen_type(self) -> FieldType | None:
        """Return the type that the form holds now."""
        value = self["type"].value()
        return FIELD_TYPES.get(value) if isinstance(value, str) else None

    @property
    def is_removed(self) -> bool:
        """Whether somebody has taken the field out."""
        return bool(self.cleaned_data.get("removed"))

    def full_clean(self) -> None:
        """Clean the form; of a field that was taken out nothing is asked."""
        super().full_clean()
        if self.is_bound and self.data.get(self.add_prefix("removed")):
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {"removed": True}

    def setting_inputs(self) -> list[dict[str, Any]]:
        """Return the inputs of all types' settings, and when each is shown."""
        return [
            {
                "field": self[name],
                "type": name.partition("__")[0],
                "follows": question.follows
                and f"{name.partition('__')[0]}__{question.follows}",
            }
            for name, question in self.questions
        ]

    def input_for(self, attribute: str) -> str:
        if attribute == "settings" and self.chosen_type is not None:
            names = [f"{self.chosen_type.slug}__{one.name}" for one in self._asked()]
            return names[0] if names else "type"
        return super().input_for(attribute)

    def _asked(self) -> Sequence[Question]:
        return self.chosen_type.questions if self.chosen_type is not None else ()

    # -- what is asked of the writer -------------------------------------------------

    def new_values(self) -> dict[str, Any]:
        """Return a new field as the writer takes it."""
        chosen = field_type(self.cleaned_data["type"])
        values = {name: self.cleaned_data[name] for name in self._attributes(chosen)}
        values["settings"] = {
            one.name: self.cleaned_data[f"{chosen.slug}__{one.name}"]
            for one in chosen.questions
        }
        if self.cleaned_data["default"] and chosen.has_typed_default:
            values["default"] = chosen.read_default(self.cleaned_data["default"])
        return {
            **values,
            "type": chosen.slug,
            "slug": self.cleaned_data["slug"] or None,
        }

    def changed_values(self) -> dict[str, Any]:
        """Return what differs from the stored field, as the writer takes it."""
        chosen = field_type(self.cleaned_data["type"])
        names = [*self._attributes(chosen), "type"]
        changed = set(self.changed_data)
        values = {name: self.cleaned_data[name] for name in names if name in changed}
        settings = {
            one.name: self.cleaned_data[name] or None
            for one in chosen.questions
            if (name := f"{chosen.slug}__{one.name}") in changed
        }
        if settings:
            values["settings"] = settings
        if "default" in changed and chosen.has_typed_default:
            text = self.cleaned_data["default"]
            values["default"] = chosen.read_default(text) if text else None
        return values

    def _attributes(self, chosen: FieldType) -> list[str]:
        """Return the attributes that a field of a type has."""
        impossible = {
            name
            for name, is_possible in (
                ("is_required", not chosen.is_computed),
                ("is_unique", chosen.can_be_unique),
                ("is_filterable", chosen.can_be_filtered and not chosen.is_computed),
                ("is_searchable", chosen.can_be_searched),
            )
            if not is_possible
        }
        names = [name for name in _PLAIN if name not in impossible]
        return [*names, "options"] if chosen.has_options else names


def _initial(row: FieldDefinition, options: Iterable[FieldOption]) -> dict[str, Any]:
    chosen = field_type(row.type)
    options = list(options)
    specification = specify_field(
        row, tuple(draft_of(one).specify() for one in options)
    )
    return {
        "stored": row.slug,
        "slug": row.slug,
        "type": row.type,
        **{name: getattr(row, name) for name in _PLAIN},
        "options": edited(options),
        "default": chosen.spell_default(specification)
        if chosen.has_typed_default
        else "",
        **{
            f"{chosen.slug}__{one.name}": row.settings.get(one.name)
            for one in chosen.questions
        },
    }


def _question_field(question: Question, places: Places, slug: str) -> forms.Field:
    attrs = {"placeholder": question.placeholder} if question.placeholder else {}
    given: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help_text,
        "required": False,
    }
    match question.control:
        case Control.CHOICE:
            offered = question.offered(places) if question.offered else ()
            if not offered and question.if_none:
                given["help_text"] = question.if_none
            attrs["x-ref"] = f"{slug}__{question.name}"
            widget: forms.Widget = forms.Select(attrs=attrs)
            choices = [("", "—"), *offered]
            return forms.ChoiceField(choices=choices, widget=widget, **given)
        case Control.NUMBER:
            return forms.IntegerField(widget=forms.NumberInput(attrs=attrs), **given)
        case Control.LINES:
            return LinesField(widget=forms.Textarea(attrs=attrs), **given)
        case Control.LINE:
            return forms.CharField(widget=forms.TextInput(attrs=attrs), **given)


class AdjustmentForm(SchemaForm):
    """What an organization sees of a built-in field; empty texts mean "as it is"."""

    label = forms.CharField(required=False, max_length=255)
    help_text = forms.CharField(required=False)
    is_required = forms.BooleanField(required=False)
    is_unique = forms.BooleanField(required=False)
    is_hidden = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        object_type: ObjectType,
        declared: Field,
        row: FieldDefinition | None,
        can_be_unique: bool,
        **others: Any,
    ) -> None:
        self.declared = declared
        self.title = str(label_of(object_type, declared))
        others["initial"] = {
            "label": row.label if row else "",
            "help_text": row.help_text if row else "",
            "is_required": declared.required or bool(row and row.is_required),
            "is_unique": bool(row and row.is_unique),
            "is_hidden": bool(row and row.is_hidden),
        }
        super().__init__(*args, **others)
        self.fields["is_required"].disabled = declared.required
        self.fields["is_unique"].disabled = not can_be_unique
        names: Mapping[str, str] = {
            "label": self.title,
            "help_text": str(declared.help_text),
        }
        for name, text in names.items():
            self.fields[name].widget.attrs["placeholder"] = text
        for name, one in self.fields.items():
            one.widget.attrs["aria-label"] = f"{self.title}: {_(name)}"

    def changed_values(self) -> dict[str, Any]:
        """Return what differs from what is stored, as the writer takes it."""
        return {name: self.cleaned_data[name] for name in self.changed_data}
