"""Types whose values nobody writes: they follow from other values."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from custom_objects.field_types.base import FieldType, origin_of
from custom_objects.field_types.questions import Control, Question
from custom_objects.formula_fields import FormulaField
from custom_objects.formula_sets import Definition
from custom_objects.formulas import FormulaError, FormulaType, compile_formula
from custom_objects.indexing import BooleanIndex, MomentIndex, NumberIndex, TextIndex
from custom_objects.rollup_fields import RollupField
from custom_objects.rollups import COUNT, FUNCTIONS, points_at
from records.schema.kinds import (
    BooleanKind,
    DateKind,
    IntegerKind,
    MomentKind,
    NumberKind,
    TextKind,
)
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.indexing import ValueIndex
    from custom_objects.specification import FieldSpecification
    from custom_objects.surroundings import Surroundings
    from records.schema.fields import Field
    from records.schema.kinds import ValueKind

_RESULTS: dict[FormulaType, tuple[ValueKind, ValueIndex]] = {
    FormulaType.NUMBER: (NumberKind(), NumberIndex()),
    FormulaType.TEXT: (TextKind(), TextIndex()),
    FormulaType.BOOLEAN: (BooleanKind(), BooleanIndex()),
    FormulaType.DATE: (DateKind(), MomentIndex()),
    FormulaType.MOMENT: (MomentKind(), MomentIndex()),
}


class _Computed(FieldType):
    """A type that finds out, when a field is defined, what its values are.

    That is kept in the settings as ``result``: what is stored was stored as such, and
    the field means the same on the wire until somebody defines it anew.
    """

    is_computed: ClassVar[bool] = True
    has_typed_default: ClassVar[bool] = False

    def clean_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        cleaned = super().clean_settings(settings)
        cleaned.pop("result", None)  # a client may send back what it has read
        return cleaned


class Formula(_Computed):
    """A value computed from the record's own fields; ``expression`` says how."""

    slug = "formula"
    label = _("Formula")
    hint = _("Computed from other fields of the same record. Nobody types it.")
    names: ClassVar = {"resource": ("formula",), "document": ("formula",)}
    setting_names = ("expression", "result")
    questions = (
        Question(
            name="expression",
            label=_("Formula"),
            help_text=_(
                "Fields go by their names in the API: budget - spent, or "
                "if(stars > 3, 'good', 'poor')."
            ),
            control=Control.LINES,
            placeholder="budget - spent",
        ),
    )

    def _result(self, specification: FieldSpecification) -> FormulaType:
        return FormulaType(specification.settings.get("result", FormulaType.TEXT))

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return _RESULTS[self._result(specification)][0]

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return _RESULTS[self._result(specification)][1]

    def formula(self, specification: FieldSpecification) -> Definition | None:
        if "result" not in specification.settings:
            return None  # of a field in the making that nothing is known of yet
        return Definition(
            specification.settings["expression"], self._result(specification)
        )

    def field(
        self, specification: FieldSpecification, surroundings: Surroundings
    ) -> Field:
        base = self.value_field(specification)
        given = {one.name: getattr(base, one.name) for one in fields(base)}
        formulas = surroundings.formulas
        member = formulas.members.get(specification.slug)
        is_volatile = member is not None and member.is_volatile
        return FormulaField(
            **given
            | {
                "writable": False,
                "filterable": base.filterable
                and member is not None
                and not is_volatile,
                "is_indexed": base.is_indexed and not is_volatile,
            },
            formulas=formulas,
            result=self._result(specification),
            is_live=is_volatile or (member is not None and not specification.is_ready),
        )

    def clean_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        cleaned = super().clean_settings(settings)
        text = cleaned.get("expression")
        if text is None:
            raise ValueProblem(
                gettext("Write a formula as “expression”."), Code.REQUIRED
            )
        if not isinstance(text, str):
            raise ValueProblem(gettext("“expression” is a text."), Code.INVALID_TYPE)
        return cleaned

    def settle(
        self, specification: FieldSpecification, surroundings: Surroundings
    ) -> dict[str, Any]:
        text = specification.settings["expression"]
        try:
            formula = compile_formula(text, surroundings.formulas.types)
        except FormulaError as error:
            raise ValueProblem(str(error)) from error
        settings = {"expression": text, "result": formula.result_type.value}
        after = surroundings.with_field(replace(specification, settings=settings))
        way = after.formulas.circle(specification.slug)
        if way:
            raise ValueProblem(
                gettext("The formula goes back to itself: %(way)s.")
                % {"way": " → ".join(way)}
            )
        lost = surroundings.formulas.members.keys() - after.formulas.members.keys()
        if lost:
            before = surroundings.specifications[specification.slug]
            raise ValueProblem(
                gettext(
                    "The formula must stay %(old)s, and this gives %(new)s: "
                    "“%(other)s” names it."
                )
                % {
                    "old": self._result(before).label,
                    "new": formula.result_type.label,
                    "other": min(lost),
                }
            )
        return settings

    def can_be_asked(
        self, specification: FieldSpecification, surroundings: Surroundings
    ) -> bool:
        member = surroundings.with_field(specification).formulas.members.get(
            specification.slug
        )
        return member is not None and not member.is_volatile


class Rollup(_Computed):
    """A figure over the records that point here.

    ``object`` is the slug of their type, ``reference`` their field that points here,
    ``function`` what is asked of them (:data:`FUNCTIONS`), ``field`` the one of their
    fields that it is asked of, unless they are counted.
    """

    slug = "rollup"
    label = _("Rollup")
    hint = _("A count or a sum over records that refer to this one. Nobody types it.")
    names: ClassVar = {"resource": ("rollup",), "document": ("rollup",)}
    setting_names = ("object", "reference", "function", "field", "result")
    questions = (
        Question(
            name="object",
            label=_("Records of"),
            help_text=_("Objects with a field that refers to this one."),
            if_none=_(
                "No object refers to this one yet. Save this one, give another object "
                "a reference to it, and come back."
            ),
            control=Control.CHOICE,
            offered=lambda places: places.sources(),
        ),
        Question(
            name="reference",
            label=_("That refer here by"),
            control=Control.CHOICE,
            offered=lambda places: places.references(),
            follows="object",
        ),
        Question(
            name="function",
            label=_("Figure"),
            control=Control.CHOICE,
            offered=lambda _places: tuple(
                (name, one.label) for name, one in FUNCTIONS.items()
            ),
        ),
        Question(
            name="field",
            label=_("Of their field"),
            help_text=_("Not needed to count them."),
            control=Control.CHOICE,
            offered=lambda places: places.measures(),
            follows="object",
        ),
    )
    is_kept = False
    can_be_filtered = False
    is_filtered_at_first = False

    def kind(self, specification: FieldSpecification) -> ValueKind:
        if specification.settings.get("function") == "count":
            return IntegerKind(0)
        return _RESULTS[self._result(specification)][0]

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return _RESULTS[self._result(specification)][1]

    def _result(self, specification: FieldSpecification) -> FormulaType:
        return FormulaType(specification.settings.get("result", FormulaType.NUMBER))

    def field(
        self, specification: FieldSpecification, surroundings: Surroundings
    ) -> Field:
        settings = specification.settings
        return RollupField(
            name=specification.slug,
            field_id=specification.id,
            origin=origin_of(specification),
            kind=self.kind(specification),
            label=specification.label,
            help_text=specification.help_text,
            hidden=specification.is_hidden,
            custom=True,
            holder=surroundings.slug,
            source=settings["object"],
            reference=settings["reference"],
            function=settings["function"],
            measured=settings.get("field", ""),
            result=self._result(specification),
        )

    def clean_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        cleaned = super().clean_settings(settings)
        for name in ("object", "reference", "function", "field"):
            given = cleaned.get(name)
            is_needed = name != "field" or cleaned["function"] != COUNT
            if given is None and is_needed:
                raise ValueProblem(_MISSING[name] % {"name": name}, Code.REQUIRED)
            if given is not None and not isinstance(given, str):
                message = gettext("“%(name)s” is a text.") % {"name": name}
                raise ValueProblem(message, Code.INVALID_TYPE)
            if name == "function" and given not in FUNCTIONS:
                message = gettext("“function” is one of: %(names)s.")
                raise ValueProblem(message % {"names": ", ".join(FUNCTIONS)})
        if cleaned["function"] == COUNT and "field" in cleaned:
            message = gettext("Records are counted: “field” means nothing then.")
            raise ValueProblem(message)
        return cleaned

    def settle(
        self, specification: FieldSpecification, surroundings: Surroundings
    ) -> dict[str, Any]:
        settings = dict(specification.settings)
        source = settings["object"]
        found = surroundings.fields_of(source)
        if found is None:
            message = gettext("“object”: there is no object “%(slug)s”.")
            raise ValueProblem(message % {"slug": source}, Code.DANGLING)
        reference = found.get(settings["reference"])
        if reference is None or not points_at(reference, surroundings.slug):
            message = gettext(
                "“reference”: “%(field)s” is no field of “%(object)s” that refers to "
                "“%(target)s”."
            )
            names = {"object": source, "target": surroundings.slug}
            raise ValueProblem(
                message % {"field": settings["reference"], **names}, Code.DANGLING
            )
        if settings["function"] == COUNT:
            return settings
        measured = found.get(settings["field"])
        function = FUNCTIONS[settings["function"]]
        result = None if measured is None else function.result(measured)
        if result is None:
            message = gettext(
                "“field”: “%(field)s” is no field of “%(object)s” with %(types)s that "
                "records can be filtered by."
            )
            raise ValueProblem(
                message
                % {
                    "field": settings["field"],
                    "object": source,
                    "types": gettext("numbers or dates")
                    if function.takes_dates
                    else gettext("numbers"),
                },
                Code.DANGLING,
            )
        return {**settings, "result": result.value}


_MISSING = {
    "object": _("“%(name)s” is needed: the object whose records point here."),
    "reference": _("“%(name)s” is needed: the field by which they point here."),
    "function": _("“%(name)s” is needed: what is asked of them."),
    "field": _("“%(name)s” is needed: the field that it is asked of."),
}
