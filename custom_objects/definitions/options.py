"""The options of a field as they are asked for, and what becomes of those there are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from custom_objects.definitions.changes import filled
from custom_objects.definitions.findings import (
    Findings,
    clean_attributes,
    refuse_others,
)
from custom_objects.models import FieldOption
from custom_objects.naming import free_slug, slug_of
from custom_objects.specification import Option
from records.schema.folding import fold
from records.schema.kinds import BooleanKind, IntegerKind, TextKind
from records.schema.kinds.numbers import LARGEST_ID
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from custom_objects.definitions.changes import SchemaChange
    from custom_objects.models import FieldDefinition

MOST_OPTIONS = 1_000
_GAP = 1_000
"""Between two positions, so that an option comes between others without moving them:
the position of a stage is repeated in the index row of every record that has it."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
"""Freer than that of a field: it is a value (``in-negotiation``), never a key."""

_KINDS = {
    "id": IntegerKind(1, LARGEST_ID),
    "name": TextKind(255),
    "color": TextKind(32),
    "slug": TextKind(63),
    "is_terminal": BooleanKind(),
}


@dataclass(slots=True)
class OptionDraft:
    """An option as it shall be. ``id`` is negative while it is not stored."""

    id: int
    name: str = ""
    slug: str = ""
    color: str = ""
    position: int | None = None
    is_archived: bool = False
    is_terminal: bool = False

    def specify(self) -> Option:
        """Return what the kinds know of it."""
        return Option(
            id=self.id,
            name=self.name,
            slug=self.slug,
            color=self.color,
            position=self.position or 0,
            is_archived=self.is_archived,
            is_terminal=self.is_terminal,
        )


def draft_of(row: FieldOption) -> OptionDraft:
    """Return a stored option as a draft."""
    return OptionDraft(
        row.pk,
        row.name,
        row.slug,
        row.color,
        row.position,
        is_archived=bool(row.archived_at),
        is_terminal=row.is_terminal,
    )


def clean_options(
    asked: object, stored: Sequence[FieldOption], findings: Findings
) -> list[OptionDraft]:
    """Return the options of a field after a change, those that were left out archived.

    ``asked`` is the whole list in its order; each member a name, or a mapping with
    ``name`` and maybe ``color``, ``is_terminal``, ``slug``, ``id``. A member means the stored option of
    its id, else of its slug, else of its name in any case, be it archived; else it is
    new. So a list in another order reorders, and a new name under an id renames.
    """
    if not isinstance(asked, list | tuple):
        findings.fail("options", _("A list is needed."), Code.INVALID_TYPE)
        return [draft_of(one) for one in stored]
    if len(asked) > MOST_OPTIONS:
        message = _("At most %(limit)d options.") % {"limit": MOST_OPTIONS}
        findings.fail("options", message, Code.TOO_LONG)
        return [draft_of(one) for one in stored]
    known = {one.pk: draft_of(one) for one in stored}
    taken = {one.slug for one in stored}
    wanted: list[OptionDraft] = []
    places: list[int] = []
    for index, member in enumerate(asked):
        place = findings.inside(f"options[{index}]")
        draft = _clean_option(member, known, taken, place)
        if draft is not None and draft in wanted:
            place.fail("name", _("The option is listed twice."))
        elif draft is not None:
            draft.is_archived = False
            wanted.append(draft)
            places.append(index)
    _check_names(wanted, places, findings)
    _place(wanted)
    left = [one for one in known.values() if one not in wanted]
    for draft in left:
        draft.is_archived = True
    return [*wanted, *left]


def _clean_option(
    member: object,
    known: Mapping[int, OptionDraft],
    taken: set[str],
    findings: Findings,
) -> OptionDraft | None:
    values = {"name": member} if isinstance(member, str) else member
    if not isinstance(values, Mapping):
        findings.fail("name", _("A name is needed."), Code.INVALID_TYPE)
        return None
    refuse_others(values, _KINDS, findings)
    cleaned = clean_attributes(values, _KINDS, findings)
    if "id" in cleaned and cleaned["id"] not in known:
        findings.fail("id", _("The field has no such option."), Code.DANGLING)
        return None
    draft = _find(cleaned, known.values()) or _new_draft(cleaned, taken, findings)
    draft.name = cleaned.get("name", draft.name)
    draft.color = cleaned.get("color", draft.color)
    draft.is_terminal = cleaned.get("is_terminal", draft.is_terminal)
    if not draft.name and not findings.has("name"):
        findings.fail("name", _("This field is required."), Code.REQUIRED)
    return draft if draft.name else None


def _new_draft(
    cleaned: Mapping[str, Any], taken: set[str], findings: Findings
) -> OptionDraft:
    slug = cleaned.get("slug") or _new_slug(cleaned.get("name", ""), taken)
    if not _SLUG.fullmatch(slug):
        message = _("A slug is small letters, digits, “_” and “-”.")
        findings.fail("slug", message)
    if slug in taken:
        message = _("“%(slug)s” is the slug of another option.") % {"slug": slug}
        findings.fail("slug", message, Code.TAKEN)
    taken.add(slug)
    return OptionDraft(-1 - len(taken), slug=slug)


def _find(
    cleaned: Mapping[str, object], known: Iterable[OptionDraft]
) -> OptionDraft | None:
    for name in ("id", "slug"):
        if cleaned.get(name):
            alike = [one for one in known if getattr(one, name) == cleaned[name]]
            return alike[0] if alike else None
    wanted = fold(str(cleaned.get("name", "")))
    alike = [one for one in known if fold(one.name) == wanted]
    return min(alike, key=lambda one: one.is_archived, default=None)


def _new_slug(name: str, taken: set[str]) -> str:
    return free_slug(slug_of(name, noun="option") or "option", taken)


def _check_names(
    wanted: Sequence[OptionDraft], places: Sequence[int], findings: Findings
) -> None:
    """Report names that are there twice, where they stand in the list as it was asked."""
    seen: set[str] = set()
    for index, draft in zip(places, wanted, strict=True):
        if fold(draft.name) in seen:
            message = _("“%(name)s” is there twice.") % {"name": draft.name}
            findings.inside(f"options[{index}]").fail("name", message, Code.TAKEN)
        seen.add(fold(draft.name))


def _place(wanted: Sequence[OptionDraft]) -> None:
    """Give positions in the order of the list, moving as few options as can be."""
    staying = longest_rise([one.position for one in wanted])
    start = 0
    while start < len(wanted):
        if start in staying:
            start += 1
            continue
        end = start
        while end < len(wanted) and end not in staying:
            end += 1
        low = wanted[start - 1].position or 0 if start else 0
        high = wanted[end].position if end < len(wanted) else None
        count = end - start
        step = _GAP if high is None else (high - low) // (count + 1)
        if step < 1:
            for index, draft in enumerate(wanted):
                draft.position = (index + 1) * _GAP
            return
        for offset in range(count):
            wanted[start + offset].position = low + (offset + 1) * step
        start = end


def longest_rise(positions: Sequence[int | None]) -> set[int]:
    """Return the indexes of a longest subsequence that rises (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: dict[int, int | None] = {}
    for index, position in enumerate(positions):
        if position is None:
            continue
        pile = bisect_left(tops, position)
        before[index] = piles[pile - 1] if pile else None
        tops[pile : pile + 1] = [position]
        piles[pile : pile + 1] = [index]
    rising: set[int] = set()
    last = piles[-1] if piles else None
    while last is not None:
        rising.add(last)
        last = before[last]
    return rising


def store_options(
    change: SchemaChange,
    field: FieldDefinition,
    drafts: Sequence[OptionDraft],
    stored: Sequence[FieldOption],
) -> None:
    """Bring the rows to the drafts, which know their ids afterwards."""
    _set_names_aside(field, drafts, stored)
    by_id = {one.pk: one for one in stored}
    fresh: list[tuple[OptionDraft, FieldOption]] = []
    for draft in drafts:
        row = by_id.get(draft.id)
        if row is None:
            row = _new_row(change, field, draft)
            fresh.append((draft, row))
        elif draft_of(row) == draft:
            continue
        row.name = draft.name
        row.color = draft.color
        row.is_terminal = draft.is_terminal
        row.position = draft.position or 0
        row.archived_at = (row.archived_at or change.at) if draft.is_archived else None
        row.updated_at = change.at
        if row.pk:
            row.save()
    FieldOption.objects.bulk_create(row for _draft, row in fresh)
    for draft, row in fresh:
        draft.id = row.pk


def _new_row(
    change: SchemaChange, field: FieldDefinition, draft: OptionDraft
) -> FieldOption:
    return FieldOption(
        organization_id=field.organization_id,
        field=field,
        slug=draft.slug,
        created_at=change.at,
    )


def _set_names_aside(
    field: FieldDefinition,
    drafts: Sequence[OptionDraft],
    stored: Sequence[FieldOption],
) -> None:
    """Free the names that options exchange: the database holds them unique."""
    names = {one.pk: one.name for one in stored if not one.archived_at}
    renamed = [one.id for one in drafts if names.get(one.id, one.name) != one.name]
    if len(renamed) < 2:
        return
    rows = FieldOption.objects.for_organization(field.organization_id)
    rows.filter(pk__in=renamed).update(
        name=Concat(Value("~"), Cast(F("pk"), CharField()), Value("~"))
    )


def told(drafts: Iterable[OptionDraft]) -> list[dict[str, object]]:
    """Return the options as the log tells them, archived ones last."""
    return [
        filled(
            {
                "slug": one.slug,
                "name": one.name,
                "color": one.color,
                "terminal": one.is_terminal,
                "archived": one.is_archived,
            }
        )
        for one in drafts
    ]
