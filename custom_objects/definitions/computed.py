"""Computed fields in the making: what they are computed from, and what names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from custom_objects.definitions.targets import is_view
from custom_objects.object_types import SYSTEM_FIELDS
from custom_objects.surroundings import Surroundings
from records.schema.problems import ValueProblem
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from custom_objects.definitions.drafts import FieldDraft
    from custom_objects.definitions.findings import Findings
    from custom_objects.definitions.holders import Holder
    from custom_objects.specification import FieldSpecification
    from records.access.caller import Caller
    from records.schema.fields import Field


@dataclass(frozen=True, slots=True)
class Asked:
    """A field in the making, with what was asked for and where problems are told."""

    draft: FieldDraft
    values: Mapping[str, object]
    findings: Findings


def surroundings_of(
    caller: Caller, holder: Holder, specifications: Iterable[FieldSpecification] = ()
) -> Surroundings:
    """Return an object as its fields see it; further specifications replace stored ones."""

    def find(slug: str) -> Mapping[str, Field] | None:
        try:
            found = registry.resolve(caller.organization, slug)
        except UnknownObjectType:
            return None
        return None if is_view(found) else found.fields_by_name

    known = {one.slug: one for one in holder.specifications()}
    known |= {one.slug: one for one in specifications}
    declared = SYSTEM_FIELDS if holder.built_in is None else None
    return Surroundings(
        holder.slug,
        declared or (holder.built_in.fields_by_name if holder.built_in else {}),
        known,
        find,
    )


def settle(caller: Caller, holder: Holder, asked: Sequence[Asked]) -> None:
    """Let the computed ones of an object's new or changed fields find their ground.

    Called when all of them are there: one may be computed from another, whichever
    comes first.
    """
    waiting = [
        one
        for one in asked
        if one.draft.field_type.is_computed and not one.findings.has("settings")
    ]
    is_last_round = False
    while waiting:
        left = []
        for one in waiting:
            around = surroundings_of(caller, holder, _specified(asked))
            try:
                _settle(one, around)
            except ValueProblem as problem:
                left.append(one)
                if is_last_round:
                    one.findings.fail("settings", problem.message, problem.code)
        if is_last_round:
            return
        is_last_round = len(left) == len(waiting)
        waiting = left


def _specified(asked: Iterable[Asked]) -> list[FieldSpecification]:
    """Return what is known for sure: of a changed formula the stored one, until then."""
    return [
        one.draft.specify()
        for one in asked
        if "result" in one.draft.settings
        # One whose settings were refused cannot even say what its values are.
        or not (one.draft.field_type.is_computed or one.findings.has("settings"))
    ]


def _settle(one: Asked, around: Surroundings) -> None:
    draft = one.draft
    draft.settings = draft.field_type.settle(draft.specify(), around)
    if not draft.is_filterable or draft.field_type.can_be_asked(
        draft.specify(), around
    ):
        return
    draft.is_filterable = False
    if one.values.get("is_filterable"):
        message = _("What changes with time cannot be filtered by.")
        one.findings.fail("is_filterable", message)


def followers(caller: Caller, holder: Holder, changed: FieldDraft) -> set[str]:
    """Return the slugs of an object's formulas that go back to a changed field."""
    around = surroundings_of(caller, holder, [changed.specify()])
    return set(around.formulas.followers({changed.slug})) - {changed.slug}


def formulas_naming(caller: Caller, holder: Holder, slug: str) -> list[str]:
    """Return the slugs of an object's formulas that name a field themselves."""
    members = surroundings_of(caller, holder).formulas.members
    return [one.slug for one in members.values() if slug in one.formula.fields]
