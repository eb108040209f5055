"""Types whose values are options or records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from custom_objects.field_types.base import FieldType
from custom_objects.field_types.questions import Control, Question
from custom_objects.indexing import ChoiceIndex, MemberIndex, RefIndex, StageIndex
from custom_objects.kinds import (
    OptionKind,
    OptionSetKind,
    StageKind,
)
from records.schema.kinds import ReferenceKind, ReferenceSetKind
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.indexing import ValueIndex
    from custom_objects.specification import FieldSpecification
    from records.schema.kinds import ValueKind


class Dropdown(FieldType):
    """One of a list of choices."""

    slug = "dropdown"
    label = _("Dropdown")
    hint = _("One of a list of choices.")
    names: ClassVar = {
        "resource": ("select", "dropdown"),
        "document": ("dropdown", "select"),
        "envelope": ("list",),
    }
    has_options = True

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return OptionKind(specification.options)

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return ChoiceIndex(specification.options)


class MultiSelect(FieldType):
    """Several of a list of choices."""

    slug = "multi_select"
    label = _("Multi-select")
    hint = _("Any number of a list of choices.")
    names: ClassVar = {
        "resource": ("multi-select",),
        "document": ("multi_select",),
        "envelope": ("multi_select_list",),
    }
    has_options = True
    is_multiple = True

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return OptionSetKind(specification.options)

    def read_default(self, text: str) -> object:
        return [one.strip() for one in text.split(",") if one.strip()]

    def spell_default(self, specification: FieldSpecification) -> str:
        names = self.kind(specification).form_value(specification.default or [])
        return ", ".join(names)

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return MemberIndex()


class Status(FieldType):
    """One of a list of ordered, colored stages."""

    slug = "status"
    label = _("Status")
    hint = _("Where something stands: stages in an order, each with a color.")
    names: ClassVar = {
        "resource": ("status",),
        "document": ("status",),
        "envelope": ("list",),
    }
    has_options = True
    is_spelled_by_slug = True

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return StageKind(specification.options)

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return StageIndex(specification.options)

    def initial(self, specification: FieldSpecification) -> Any:
        first = specification.choices[:1]
        if specification.default is None and specification.is_required and first:
            return first[0].id
        return specification.default


class User(FieldType):
    """A person of the organization."""

    slug = "user"
    label = _("Person")
    hint = _("Somebody who works with this program.")
    names: ClassVar = {"resource": ("user",), "document": ("user",)}
    has_typed_default = False

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return ReferenceKind(target="crm_users")

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return RefIndex()

    def target(self, specification: FieldSpecification) -> str | None:
        return "crm_users"


class Reference(FieldType):
    """A record of another type; ``object`` is the type's slug."""

    slug = "reference"
    label = _("Reference")
    hint = _("Another record: the client of a project, the contact of an order.")
    names: ClassVar = {
        "resource": ("relationship", "reference", "company", "contact"),
        "document": ("reference", "lookup"),
    }
    setting_names = ("object", "display_field", "related_list")
    questions = (
        Question(
            name="object",
            label=_("Refers to"),
            help_text=_("The object whose records can be chosen. It never changes."),
            control=Control.CHOICE,
            offered=lambda places: places.targets(),
        ),
    )
    fixed_settings = ("object",)
    has_typed_default = False

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return ReferenceKind(target=specification.settings["object"])

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return RefIndex()

    def target(self, specification: FieldSpecification) -> str | None:
        return str(specification.settings["object"])

    def clean_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        cleaned = super().clean_settings(settings)
        if not isinstance(cleaned.get("object"), str):
            raise ValueProblem(
                gettext("Say which object the field refers to."), Code.REQUIRED
            )
        return cleaned


class MultiReference(Reference):
    """Several records of another type."""

    slug = "multi_reference"
    label = _("Several references")
    hint = _("Several other records: the members of a team.")
    names: ClassVar = {
        "resource": ("relationships", "multi_reference"),
        "document": ("multi_reference", "multi_lookup"),
    }
    is_multiple = True

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return ReferenceSetKind(specification.settings["object"])

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return MemberIndex()
