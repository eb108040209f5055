"""Adjusts built-in fields: what differs from their declaration is a row (decision 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from custom_objects.definitions.changes import FIELDS, SchemaChange, log_difference
from custom_objects.definitions.findings import Findings, clean_attributes
from custom_objects.definitions.impact import Demands
from custom_objects.models import FieldDefinition
from records.schema.kinds import (
    BooleanKind,
    ChoiceKind,
    IntegerKind,
    ReferenceKind,
    TextKind,
)
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_objects.definitions.holders import Holder
    from records.access.caller import Caller
    from records.schema.fields import Field
    from records.schema.kinds import ValueKind

_KINDS: dict[str, ValueKind] = {
    "label": TextKind(255),
    "help_text": TextKind(multiline=True),
    "icon": TextKind(50),
    "is_hidden": BooleanKind(),
    "is_required": BooleanKind(),
    "is_unique": BooleanKind(),
    "position": IntegerKind(0, 2**31 - 1),
}
AS_DECLARED = 0
"""The position of a built-in field that was not moved among the others."""
_NEVER_UNIQUE = (BooleanKind, ChoiceKind, ReferenceKind)


class Adjustment:
    """A checked change of what an organization sees of a built-in field."""

    def __init__(
        self,
        caller: Caller,
        holder: Holder,
        declared: Field,
        values: Mapping[str, object],
    ) -> None:
        self._holder = holder
        stored = holder.adjustment(declared.name)
        self._before = _told(declared, stored)
        self._after = self._before | _clean(holder, declared, values)
        self.is_change: bool = self._after != self._before
        self.row: FieldDefinition = stored or FieldDefinition(
            organization_id=caller.organization_id,
            slug=declared.name,
            is_built_in=True,
            is_filterable=declared.filterable,
            **self._before,
        )
        self.asks_for_rows: bool = self._is_new("is_unique")
        self.demands = Demands(
            name=declared.name,
            kind=declared.kind,
            new_kind=declared.kind,
            is_newly_required=self._is_new("is_required"),
            is_newly_unique=self.asks_for_rows,
        )

    def _is_new(self, name: str) -> bool:
        return bool(self._after[name] and not self._before[name])

    def store(self, change: SchemaChange, *, at_once: bool) -> None:
        """Store it, and have the rows made that existing values need."""
        for name, value in self._after.items():
            setattr(self.row, name, value)
        if not self.row.is_unique:
            self.row.backfilled_to = None  # no row of it is asked for
        self.row.object = self._holder.ensured(change)
        self.row.updated_at = change.at
        if self.asks_for_rows and not at_once:
            self.row.backfilled_to = 0
        self.row.save()
        if self.asks_for_rows and at_once:
            change.rebuilds[self._holder.slug].add(self.row.pk)
        log_difference(change, FIELDS, self.row.pk, self._before, self._after)


def _told(declared: Field, row: FieldDefinition | None) -> dict[str, Any]:
    """Return what can be adjusted, as it is."""
    if row is not None:
        return {name: getattr(row, name) for name in _KINDS}
    return {
        "label": "",
        "help_text": "",
        "icon": "",
        "is_hidden": False,
        "is_required": declared.required,
        "is_unique": False,
        "position": AS_DECLARED,
    }


def _clean(
    holder: Holder, declared: Field, values: Mapping[str, object]
) -> dict[str, Any]:
    findings = Findings()
    for name in values:
        if name not in _KINDS:
            message = _("This cannot be changed of a built-in field.")
            findings.fail(name, message, Code.READ_ONLY)
    cleaned = clean_attributes(values, _KINDS, findings)
    if cleaned.get("label"):
        cleaned["label"] = " ".join(cleaned["label"].split())
        holder.names.check_label(cleaned["label"], declared.name, findings)
    if "is_required" in cleaned:
        _check_required(declared, findings, is_required=cleaned["is_required"])
    if cleaned.get("is_unique") and not can_be_unique(holder, declared):
        findings.fail("is_unique", _("This field cannot be unique."))
    findings.raise_any()
    return cleaned


def _check_required(declared: Field, findings: Findings, *, is_required: bool) -> None:
    if declared.required and not is_required:
        findings.fail("is_required", _("This field is always required."))
    if is_required and not (declared.required or declared.writable):
        findings.fail("is_required", _("This field cannot be written."))


def can_be_unique(holder: Holder, declared: Field) -> bool:
    """Tell whether the values can be held unique: text, numbers and dates can.

    Only writers of records with custom fields hold the schema while they write.
    """
    return (
        holder.takes_fields
        and declared.writable
        and not declared.is_side
        and declared.kind.sortable
        and not isinstance(declared.kind, _NEVER_UNIQUE)
    )
