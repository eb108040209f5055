"""What every field type answers about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from custom_objects.fields import ValueField
from records.schema.fields import Origin
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from custom_objects.field_types.questions import Question
    from custom_objects.formula_sets import Definition
    from custom_objects.indexing import ValueIndex
    from custom_objects.specification import FieldSpecification
    from custom_objects.surroundings import Surroundings
    from records.schema.fields import Field
    from records.schema.kinds import ValueKind


class FieldType:
    """A type an admin chooses, as opposed to the kind of value it holds.

    ``names`` are what the dialects call it, the first one being what they answer.
    ``setting_names`` are the keys its settings may hold. A type is stateless; what
    differs from field to field arrives as a :class:`FieldSpecification`.
    """

    slug: ClassVar[str]
    label: ClassVar[str | _StrPromise]
    hint: ClassVar[str | _StrPromise]
    """What an admin would choose it for, in a sentence."""
    names: ClassVar[Mapping[str, tuple[str, ...]]]
    setting_names: ClassVar[tuple[str, ...]] = ()
    questions: ClassVar[tuple[Question, ...]] = ()
    """The settings that a form asks an admin for, in their order."""
    fixed_settings: ClassVar[tuple[str, ...]] = ()
    """Settings that never change: stored values would come to mean something else."""
    family: ClassVar[str] = ""
    """Types of one family keep alike values: a field may change among them."""
    has_options: ClassVar[bool] = False
    is_spelled_by_slug: ClassVar[bool] = False
    """Whether a value is the slug of an option on the wire, and so there must be one."""
    is_multiple: ClassVar[bool] = False
    is_computed: ClassVar[bool] = False
    is_kept: ClassVar[bool] = True
    """Whether records keep the values, at least of some fields of the type."""
    can_be_unique: ClassVar[bool] = False
    can_be_searched: ClassVar[bool] = False
    can_be_filtered: ClassVar[bool] = True
    is_filtered_at_first: ClassVar[bool] = True
    has_typed_default: ClassVar[bool] = True
    """Whether a value for new records can be typed as one text."""
    is_compared_as_stored: ClassVar[bool] = True
    """Whether two values are equal exactly when their JSON is."""

    def kind(self, specification: FieldSpecification) -> ValueKind:
        """Return the kind of the field's values."""
        raise NotImplementedError

    def index(self, specification: FieldSpecification) -> ValueIndex:
        """Return how the field's values lie in ``FieldValue``."""
        raise NotImplementedError

    def target(self, specification: FieldSpecification) -> str | None:
        """Return the slug of the type the field refers to, ``None`` if to none."""
        return None

    def formula(self, specification: FieldSpecification) -> Definition | None:
        """Return the formula that gives the field's values, ``None`` if none does."""
        return None

    def unit(self, specification: FieldSpecification) -> str:
        """Return what people read the field's numbers in, empty for bare ones."""
        return ""

    def initial(self, specification: FieldSpecification) -> Any:
        """Return what a new record gets that was given no value, in its JSON form."""
        return specification.default

    def field(
        self, specification: FieldSpecification, surroundings: Surroundings
    ) -> Field:
        """Return the field as engine and dialects know it."""
        return self.value_field(specification)

    def read_default(self, text: str) -> object:
        """Return what a text typed into a form means, as a client would write it."""
        return text

    def spell_default(self, specification: FieldSpecification) -> str:
        """Return the text that the field's default is typed as, empty for none."""
        if specification.default is None:
            return ""
        kind = self.kind(specification)
        value = kind.form_value(kind.from_json(specification.default))
        return "" if value is None else str(value)

    def value_field(self, specification: FieldSpecification) -> ValueField:
        """Return a field whose values the record keeps."""
        kind, default = self.kind(specification), self.initial(specification)
        is_indexed = self.can_be_filtered and specification.is_filterable
        return ValueField(
            name=specification.slug,
            slug=specification.slug,
            field_id=specification.id,
            origin=origin_of(specification),
            type=self,
            kind=kind,
            value_index=self.index(specification),
            target=self.target(specification),
            label=specification.label,
            help_text=specification.help_text,
            required=specification.is_required,
            unique=specification.is_unique,
            hidden=specification.is_hidden,
            filterable=is_indexed and specification.is_ready,
            is_indexed=is_indexed,
            searched=specification.is_searchable,
            unit=self.unit(specification),
            default=None if default is None else lambda: kind.from_json(default),
        )

    def clean_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Return the settings as they are stored.

        Raises :class:`ValueProblem` for a key the type does not have or a value that
        is none.
        """
        unknown = sorted(set(settings) - set(self.setting_names))
        if unknown:
            raise ValueProblem(
                _("A field of type %(type)s has no setting “%(name)s”.")
                % {"type": self.slug, "name": unknown[0]},
                Code.UNKNOWN_FIELD,
            )
        return {name: one for name, one in settings.items() if one not in (None, "")}

    def settle(
        self, specification: FieldSpecification, surroundings: Surroundings
    ) -> dict[str, Any]:
        """Return cleaned settings with what follows from the fields around.

        Raises :class:`ValueProblem` where they do not fit those.
        """
        return dict(specification.settings)

    def can_be_asked(
        self, specification: FieldSpecification, surroundings: Surroundings
    ) -> bool:
        """Tell whether records could be filtered and sorted by a settled field."""
        return self.can_be_filtered

    def holds_values_of(self, other: FieldType) -> bool:
        """Tell whether a field of the other type may change to this one."""
        return bool(self.family) and self.family == other.family

    def name_in(self, dialect: str) -> str:
        """Return what a dialect calls the type."""
        return self.names.get(dialect, (self.slug,))[0]


def origin_of(specification: FieldSpecification) -> Origin:
    """Return by what a field was defined."""
    return Origin(specification.id, specification.created_at, specification.updated_at)
