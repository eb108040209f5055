"""A field definition in the making: how the attributes asked for become stored ones."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.definitions import computed, options, targets
from custom_objects.definitions.findings import (
    Findings,
    clean_attributes,
    refuse_others,
)
from custom_objects.field_types import FIELD_TYPES, FieldType, field_type
from custom_objects.specification import FieldSpecification
from records.engine.validation import existing_ids
from records.schema.kinds import NEUTRAL, BooleanKind, IntegerKind, TextKind
from records.schema.kinds.structures import check_json
from records.schema.problems import Code, ValueProblem
from records.schema.registry import UnknownObjectType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from custom_objects.definitions.holders import Holder
    from custom_objects.definitions.options import OptionDraft
    from custom_objects.models import FieldDefinition, FieldOption
    from records.access.caller import Caller
    from records.schema.kinds import ValueKind

LAST_POSITION = 2**31 - 1

FLAGS = ("is_required", "is_unique", "is_filterable", "is_searchable", "is_hidden")
_KINDS: dict[str, ValueKind] = {
    "label": TextKind(255),
    "help_text": TextKind(multiline=True),
    "icon": TextKind(50),
    "position": IntegerKind(0, LAST_POSITION),
    **{name: BooleanKind() for name in FLAGS},
}
_PLAIN = tuple(_KINDS)
ATTRIBUTES = frozenset(
    {*_KINDS, "slug", "type", "default", "settings", "options"},
)
"""What :func:`define_field` and :func:`change_field` take."""


@dataclass(slots=True)
class FieldDraft:
    """A field as it shall be; the attributes are those of ``FieldDefinition``.

    ``asked_default`` is the default as a client wrote it, when one did.
    """

    slug: str
    type: str
    label: str = ""
    help_text: str = ""
    icon: str = ""
    is_required: bool = False
    is_unique: bool = False
    is_filterable: bool = True
    is_searchable: bool = False
    is_hidden: bool = False
    position: int | None = None
    default: Any = None
    settings: dict[str, Any] = field(default_factory=dict)
    options: list[OptionDraft] = field(default_factory=list)
    asked_default: Any = None

    @property
    def field_type(self) -> FieldType:
        """The type as it answers for itself."""
        return field_type(self.type)

    def specify(self, field_id: int = 0) -> FieldSpecification:
        """Return what types, kinds and indexes know of the field."""
        return FieldSpecification(
            id=field_id,
            slug=self.slug,
            type=self.type,
            label=self.label,
            help_text=self.help_text,
            icon=self.icon,
            is_required=self.is_required,
            is_unique=self.is_unique,
            is_filterable=self.is_filterable,
            is_searchable=self.is_searchable,
            is_hidden=self.is_hidden,
            default=self.default,
            settings=self.settings,
            options=tuple(one.specify() for one in self.options),
            position=self.position or 0,
        )

    def specify_kind(self) -> ValueKind:
        """Return the kind of the field's values."""
        return self.field_type.kind(self.specify())

    def columns(self) -> dict[str, Any]:
        """Return the columns of the row, apart from the options and the place."""
        names = ("type", "label", "help_text", "icon", *FLAGS, "default", "settings")
        return {name: getattr(self, name) for name in names}

    def told(self) -> dict[str, Any]:
        """Return the field as the log tells it, by attribute."""
        return {
            "slug": self.slug,
            **self.columns(),
            "position": self.position,
            "options": options.told(self.options),
        }


def draft_of(row: FieldDefinition, stored: Sequence[FieldOption]) -> FieldDraft:
    """Return a stored field as a draft."""
    return FieldDraft(
        slug=row.slug,
        type=row.type,
        label=row.label,
        help_text=row.help_text,
        icon=row.icon,
        **{name: getattr(row, name) for name in FLAGS},
        position=row.position,
        default=row.default,
        settings=dict(row.settings),
        options=[options.draft_of(one) for one in stored],
    )


def new_draft(
    caller: Caller, holder: Holder, values: Mapping[str, object], findings: Findings
) -> FieldDraft | None:
    """Return a field that shall be added, its names taken; ``None`` for no field.

    Reports on everything that can be told of what was asked for.
    """
    refuse_others(values, ATTRIBUTES, findings)
    cleaned = clean_attributes(values, _KINDS | {"slug": TextKind(63)}, findings)
    chosen = _clean_type(values, findings)
    label = _clean_label(cleaned, findings)
    slug = holder.names.choose_slug(label, cleaned.get("slug") or None, findings)
    if label and slug is None:
        findings.fail("label", _("A label needs a letter or a digit."))
    holder.names.check_label(label, slug, findings)
    holder.names.add(slug or "", label)
    if chosen is None or slug is None:
        return None
    draft = FieldDraft(
        slug=slug, type=chosen.slug, is_filterable=chosen.is_filtered_at_first
    )
    _apply(draft, cleaned, _PLAIN)
    _apply_settings(draft, values, findings)
    if "options" in values and values["options"] is not None:
        draft.options = options.clean_options(values["options"], (), findings)
    _check(caller, holder, draft, findings)
    if values.get("default") is not None and not findings.has("settings"):
        set_default(caller, draft, values["default"], findings)
    return draft


def change_draft(
    caller: Caller,
    holder: Holder,
    draft: FieldDraft,
    stored: Sequence[FieldOption],
    values: Mapping[str, object],
    findings: Findings,
) -> None:
    """Bring a stored field's draft to what was asked for, reporting what cannot be."""
    refuse_others(values, ATTRIBUTES, findings)
    cleaned = clean_attributes(values, _KINDS, findings)
    if "label" in cleaned:
        cleaned["label"] = _clean_label(cleaned, findings)
        holder.names.check_label(cleaned["label"], draft.slug, findings)
    if values.get("slug", draft.slug) != draft.slug:
        findings.fail("slug", _("A slug never changes."), Code.READ_ONLY)
    _change_type(draft, values, findings)
    _apply(draft, cleaned, _PLAIN)
    _apply_settings(draft, values, findings, is_new=False)
    if "options" in values and values["options"] is not None:
        draft.options = options.clean_options(values["options"], stored, findings)
    _check(caller, holder, draft, findings)
    computed.settle(caller, holder, [computed.Asked(draft, values, findings)])
    if findings.has("settings"):
        return
    if "default" in values:
        set_default(caller, draft, values["default"], findings)
    elif draft.default is not None:
        _keep_default(draft, findings)


def _clean_type(values: Mapping[str, object], findings: Findings) -> FieldType | None:
    name = values.get("type")
    if name is None or name == "":
        findings.fail("type", _("This field is required."), Code.REQUIRED)
        return None
    found = FIELD_TYPES.get(name) if isinstance(name, str) else None
    if found is None:
        message = _("There is no field type “%(name)s”; there are: %(names)s.")
        names = ", ".join(FIELD_TYPES)
        findings.fail("type", message % {"name": name, "names": names})
    return found


def _clean_label(cleaned: Mapping[str, Any], findings: Findings) -> str:
    label = " ".join(str(cleaned.get("label", "")).split())
    if not label and not findings.has("label"):
        findings.fail("label", _("This field is required."), Code.REQUIRED)
    return label


def _apply(draft: FieldDraft, cleaned: Mapping[str, Any], names: Sequence[str]) -> None:
    for name in names:
        if name in cleaned:
            setattr(draft, name, cleaned[name])


def _change_type(
    draft: FieldDraft, values: Mapping[str, object], findings: Findings
) -> None:
    if values.get("type", draft.type) == draft.type:
        return
    chosen = _clean_type(values, findings)
    if chosen is None:
        return
    if not chosen.holds_values_of(draft.field_type):
        findings.fail(
            "type",
            _("The values of a field of type %(old)s cannot become %(new)s.")
            % {"old": draft.type, "new": chosen.slug},
            Code.READ_ONLY,
        )
        return
    draft.type = chosen.slug


def _apply_settings(
    draft: FieldDraft,
    values: Mapping[str, object],
    findings: Findings,
    *,
    is_new: bool = True,
) -> None:
    """Take the settings given over the stored ones; null takes one away."""
    asked = values.get("settings")
    if asked is None:
        asked = {}
    if not isinstance(asked, Mapping):
        findings.fail("settings", _("An object is needed."), Code.INVALID_TYPE)
        return
    kind = draft.field_type
    kept = {
        name: draft.settings[name]
        for name in kind.setting_names
        if name in draft.settings
    }
    with findings.catching("settings"):
        check_json(dict(asked))
        merged = kind.clean_settings({**kept, **asked})
        for name in kind.fixed_settings:
            if not is_new and merged.get(name) != draft.settings.get(name):
                raise ValueProblem(
                    _("The setting “%(name)s” never changes.") % {"name": name},
                    Code.READ_ONLY,
                )
        draft.settings = merged


def _check(
    caller: Caller, holder: Holder, draft: FieldDraft, findings: Findings
) -> None:
    """Report what the type does not allow."""
    kind = draft.field_type
    for name, is_possible in (
        ("is_unique", kind.can_be_unique),
        ("is_searchable", kind.can_be_searched),
        ("is_filterable", kind.can_be_filtered),
        ("is_required", not kind.is_computed),
    ):
        if getattr(draft, name) and not is_possible:
            message = _("A field of type %(type)s cannot be this.")
            findings.fail(name, message % {"type": kind.slug})
    _check_options(draft, findings)
    if not (findings.has("settings") or kind.is_computed):
        targets.check_target(caller, holder, draft.settings, findings)


def _check_options(draft: FieldDraft, findings: Findings) -> None:
    kind = draft.field_type
    live = [one for one in draft.options if not one.is_archived]
    if live and not kind.has_options:
        message = _("A field of type %(type)s has no options.") % {"type": kind.slug}
        findings.fail("options", message)
    if kind.is_spelled_by_slug:
        _check_spelling(live, findings)
        if not live and not findings.has("options"):
            findings.fail("options", _("At least one is needed."), Code.REQUIRED)


def _check_spelling(live: Sequence[OptionDraft], findings: Findings) -> None:
    """Report names that mean another option, which is spelled so.

    Asked when every member is an option: else they stand elsewhere than they were sent.
    """
    if any(
        one.field.startswith(f"{findings.path}options[") for one in findings.problems
    ):
        return
    by_slug = {one.slug: one for one in live}
    for index, one in enumerate(live):
        other = by_slug.get(one.name.casefold(), one)
        if other is not one:
            message = _("“%(name)s” is how “%(other)s” is spelled over REST.")
            findings.inside(f"options[{index}]").fail(
                "name", message % {"name": one.name, "other": other.name}, Code.TAKEN
            )


def set_default(
    caller: Caller, draft: FieldDraft, asked: object, findings: Findings
) -> None:
    """Take a default as a client wrote it, validated like a value."""
    draft.asked_default = asked
    draft.default = None
    kind = draft.specify_kind()
    with findings.catching("default"):
        value = kind.clean(asked)
        if value is None or kind.is_empty(value):
            return
        _check_default(caller, draft, value)
        draft.default = kind.to_json(value)


def _check_default(caller: Caller, draft: FieldDraft, value: Any) -> None:
    if draft.is_unique:
        raise ValueProblem(_("A field with unique values has no default."))
    if draft.field_type.is_computed:
        raise ValueProblem(_("A computed field has no default."))
    target = draft.field_type.target(draft.specify())
    if target is None:
        return
    missing = set(value if draft.field_type.is_multiple else [value])
    with suppress(UnknownObjectType):  # an object in the making has no records
        missing -= existing_ids(caller, {target: missing})[target]
    if missing:
        raise ValueProblem(
            _("There is no record %(id)s to refer to.") % {"id": min(missing)},
            Code.DANGLING,
        )


def _keep_default(draft: FieldDraft, findings: Findings) -> None:
    """Report a stored default that the changed field would refuse."""
    kind = draft.specify_kind()
    with findings.catching("default"):
        if draft.is_unique:
            raise ValueProblem(_("A field with unique values has no default."))
        kind.clean(kind.represent(kind.from_json(draft.default), NEUTRAL))
