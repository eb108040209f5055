"""Changes fields, an admin's own and built-in ones, and tells first what it would mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_objects.definitions.adjusting import Adjustment
from custom_objects.definitions.backfill import (
    ask_for_rows,
    asks_for_rows,
    changes_for_formulas,
    has_no_values,
    is_small,
)
from custom_objects.definitions.changes import (
    FIELDS,
    SchemaChange,
    log_difference,
    renewed,
    schema_change,
)
from custom_objects.definitions.computed import followers
from custom_objects.definitions.drafts import FieldDraft, change_draft, draft_of
from custom_objects.definitions.findings import Findings
from custom_objects.definitions.holders import Holder, find_holder, options_of
from custom_objects.definitions.impact import Demands, assess, demands_of
from custom_objects.definitions.storing import store_changes
from records.access.roles import Permission
from records.engine.errors import SchemaChangeRefused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from custom_objects.models import FieldDefinition, FieldOption
    from records.access.caller import Caller
    from records.engine.impact import Impact


def change_field(
    caller: Caller,
    *,
    object_slug: str,
    slug: str,
    values: Mapping[str, object],
    allow_failing: bool = False,
) -> FieldDefinition:
    """Change a field, or what an organization sees of a built-in one.

    ``values`` are those of :func:`define_field` that shall change. ``settings`` are
    merged into the stored ones, null takes one away; ``options`` is the whole list;
    ``type`` may change among types that keep alike values (text, e-mail, URL…). Of a
    built-in field ``label``, ``help_text`` (empty: as declared), ``icon``,
    ``is_hidden``, ``is_required``, ``is_unique`` and ``position`` among the declared
    ones (0: where it was declared) can change.

    Values that are so already are no change. Raises :class:`UnknownObjectType`,
    :class:`FieldNotFound`, :class:`ValidationFailed`, :class:`PermissionRefused`, and
    :class:`SchemaChangeRefused` when records would fail what the field newly asks of
    them, unless ``allow_failing``: those keep their values until they are written.
    """
    if not allow_failing:
        # Before writers have to wait: it takes seconds where there are many records.
        _refuse(
            preview_field(caller, object_slug=object_slug, slug=slug, values=values),
            slug,
        )
    with schema_change(caller) as change:
        plan = _plan(change.caller, object_slug, slug, values)
        if not plan.is_change:
            return plan.row
        at_once = (bool(plan.demands) or plan.asks_for_rows) and is_small(
            change.caller, object_slug
        )
        if at_once and not allow_failing:
            # Again, now that nobody writes.
            _refuse(assess(change.caller, object_slug, plan.demands), slug)
        plan.store(change, at_once=at_once)
    return plan.row


def preview_field(
    caller: Caller, *, object_slug: str, slug: str, values: Mapping[str, object]
) -> Impact:
    """Tell which records would fail what a change of a field would newly ask of them.

    Takes what :func:`change_field` takes, raises what it raises and changes nothing.
    Writers do not wait for it.
    """
    caller.require(Permission.SCHEMA)
    current = renewed(caller)
    plan = _plan(current, object_slug, slug, values)
    return assess(current, object_slug, plan.demands)


def _refuse(impact: Impact, slug: str) -> None:
    if impact:
        raise SchemaChangeRefused(impact, field=slug)


class FieldPlan:
    """A checked change of a field that an admin defined, not stored yet."""

    def __init__(
        self, caller: Caller, holder: Holder, slug: str, values: Mapping[str, object]
    ) -> None:
        self._holder = holder
        self.row: FieldDefinition = holder.find(slug)
        self._stored: Sequence[FieldOption] = options_of(self.row)
        self._before: FieldDraft = draft_of(self.row, self._stored)
        self._after: FieldDraft = draft_of(self.row, self._stored)
        self._told_before = self._before.told()
        findings = Findings()
        change_draft(caller, holder, self._after, self._stored, values, findings)
        findings.raise_any()
        self.is_change: bool = self._after.told() != self._told_before
        self.demands: Demands = demands_of(self._before, self._after)
        self._asks_for_own = asks_for_rows(
            self._before, self._after
        ) and not has_no_values(self.row)
        self._followers = self._find_followers(caller)
        self.asks_for_rows: bool = self._asks_for_own or bool(self._followers)

    def _find_followers(self, caller: Caller) -> list[FieldDefinition]:
        """Return the formulas whose values the change changes."""
        if not changes_for_formulas(self._before, self._after):
            return []
        slugs = followers(caller, self._holder, self._after)
        return [one for one in self._holder.live() if one.slug in slugs]

    def store(self, change: SchemaChange, *, at_once: bool) -> None:
        """Store it, and have the rows made that existing values need."""
        if self._asks_for_own:
            ask_for_rows(change, self.row, self._holder.slug, at_once=at_once)
        for one in self._followers:
            ask_for_rows(change, one, self._holder.slug, at_once=at_once)
            one.save(update_fields=["backfilled_to"])
        store_changes(
            change,
            self.row,
            self._before,
            self._after,
            stored=self._stored,
            live=self._holder.live(),
        )
        log_difference(
            change, FIELDS, self.row.pk, self._told_before, self._after.told()
        )


def _plan(
    caller: Caller, object_slug: str, slug: str, values: Mapping[str, object]
) -> FieldPlan | Adjustment:
    """Return what a change comes to. Raises what :func:`change_field` raises."""
    holder = find_holder(caller, object_slug)
    declared = holder.declared(slug)
    if declared is not None:
        return Adjustment(caller, holder, declared, values)
    return FieldPlan(caller, holder, slug, values)
