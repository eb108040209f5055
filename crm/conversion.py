"""Converts leads: into a person, an organization or both, and a deal if wanted.

One transaction, one ``Change`` per record that is made or changed. Nothing that is
there already is used in place of a new record: two of one name may be strangers, and
merging is a decision of its own. The number of statements does not depend on the number
of leads, but for those that each move what is about one lead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from crm.models import Source
from records.engine.errors import Conflict, ValidationFailed
from records.engine.writer import create_records, lock_records, store_changes
from records.history.models import Action
from records.schema.drafts import Draft
from records.schema.kinds import NEUTRAL
from records.schema.problems import ValueProblem
from records.schema.registry import registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from records.access.caller import Caller
    from records.schema.fields import Row
    from records.schema.object_types import ObjectType

# What a lead knows that a person, or an organization without one, is told of as well.
_SHARED = (
    *("email", "phone", "mobile", "fax", "description", "industry", "website"),
    *("linkedin_url", "twitter", "facebook", "skype", "address"),
)
_OF_PERSON = ("first_name", "last_name", "title", *_SHARED)
# An organization that comes with its person: what is hardly the person's own.
_BESIDE_PERSON = ("industry", "website", "address")
_LONGEST_NAME = 255

Values = dict[str, Any]


@dataclass(slots=True)
class _Conversion:
    """One lead on its way."""

    draft: Draft
    lead_type: ObjectType
    row: Row
    source: str | None
    made: dict[str, int] = field(default_factory=dict)
    """Ids of what it became, by the field that will name them."""

    def read(self, name: str) -> Any:
        """Return a value of the lead in the form that a write takes."""
        one = self.lead_type.fields_by_name[name]
        value = one.read(self.row)
        return None if value is None else one.kind.represent(value, NEUTRAL)

    def told(self, names: Iterable[str]) -> Values:
        values = ((name, self.read(name)) for name in names)
        return {name: value for name, value in values if value is not None}

    @property
    def organization(self) -> str | None:
        name: str | None = self.read("organization_name")
        return name or None

    @property
    def is_person(self) -> bool:
        """Whether there is a person at all: a lead may be an organization alone."""
        named = self.read("first_name") or self.read("last_name")
        return bool(named) or self.organization is None

    @property
    def owner_id(self) -> int | None:
        owner_id: int | None = self.draft.values.get("owner_id")
        return owner_id

    def person(self) -> Values | None:
        if not self.is_person:
            return None
        return {
            **self.told(_OF_PERSON),
            "source": self.source,
            "tags": self.read("tags"),
            "owner_id": self.owner_id,
            "company_id": self.made.get("company_id"),
        }

    def company(self) -> Values | None:
        if self.organization is None:
            return None
        values = self.told(_BESIDE_PERSON if self.is_person else _SHARED)
        if not self.is_person:
            values["tags"] = self.read("tags")
        return {**values, "name": self.organization, "owner_id": self.owner_id}

    def deal(self) -> Values | None:
        if not self.draft.values.get("create_deal"):
            return None
        name = self.organization or self.lead_type.display(self.row)
        return {
            "name": name[:_LONGEST_NAME],
            "owner_id": self.owner_id,
            "contact_id": self.made.get("contact_id"),
            "company_id": self.made.get("company_id"),
        }


def convert_leads(caller: Caller, drafts: Sequence[Draft], at: dt.datetime) -> None:
    """Convert the live leads that checked drafts of conversions name.

    Sets on each draft what its lead became. The leads are archived; their notes, tasks
    and whatever else is about them are about the person from now on, or about the
    organization where there is no person. Raises :class:`ValidationFailed` when an
    organization asks more of its records than the lead can tell.
    """
    leads = registry.resolve(caller.organization, "leads")
    rows = lock_records(caller, leads, [one.values["lead_id"] for one in drafts])
    sources = _source_names(caller, rows.values())
    conversions = []
    for draft in drafts:
        row = rows.get(draft.values["lead_id"])
        if row is None:
            raise Conflict(_("Another write at the same moment took the lead away."))
        source = sources.get(row["source_id"])
        conversions.append(_Conversion(draft, leads, row, source))
    for slug, name, values_of in _STEPS:
        _make(caller, conversions, slug, name, values_of)
    _carry_over(caller, conversions)
    _archive(caller, leads, rows, at)
    for one in conversions:
        one.draft.values |= one.made


_STEPS: tuple[tuple[str, str, Callable[[_Conversion], Values | None]], ...] = (
    ("companies", "company_id", _Conversion.company),
    ("contacts", "contact_id", _Conversion.person),
    ("deals", "deal_id", _Conversion.deal),
)


def _source_names(caller: Caller, rows: Iterable[Row]) -> dict[int, str]:
    ids = {row["source_id"] for row in rows} - {None}
    if not ids:
        return {}
    found = Source.objects.for_organization(caller.organization_id).filter(pk__in=ids)
    return dict(found.values_list("pk", "name"))


def _make(
    caller: Caller,
    conversions: Sequence[_Conversion],
    slug: str,
    name: str,
    values_of: Callable[[_Conversion], Values | None],
) -> None:
    """Create the records of one type that the leads become."""
    object_type = registry.resolve(caller.organization, slug)
    pairs = [(one, values_of(one)) for one in conversions]
    making = [(one, values) for one, values in pairs if values is not None]
    if not making:
        return
    batch = [
        {**values, **dict(_custom_values(one, object_type))} for one, values in making
    ]
    try:
        ids = create_records(caller, object_type, batch)
    except ValidationFailed as failed:
        raise _retold(failed, object_type, [one for one, _ in making]) from failed
    for (one, _values), record_id in zip(making, ids, strict=True):
        one.made[name] = record_id


def _retold(
    failed: ValidationFailed, object_type: ObjectType, of: Sequence[_Conversion]
) -> ValidationFailed:
    """Return the refusal of a record as that of the lead that was to become it."""
    for problem in failed.problems:
        message = _("As one of %(types)s: %(field)s: %(message)s") % {
            "types": object_type.label_plural,
            "field": problem.field,
            "message": problem.message,
        }
        of[problem.index].draft.fail("lead_id", message, problem.code)
    return ValidationFailed([told for one in of for told in one.draft.problems])


def _custom_values(
    conversion: _Conversion, target: ObjectType
) -> Iterator[tuple[str, Any]]:
    """Yield the values of fields that both types have: of one slug and one kind.

    A value that the other field does not take (an option it lacks) stays behind.
    """
    theirs = {one.name: one for one in target.custom_fields if one.writable}
    for mine in conversion.lead_type.custom_fields:
        other = theirs.get(mine.name)
        if other is None or type(other.kind) is not type(mine.kind):
            continue
        value = mine.read(conversion.row)
        if mine.kind.is_empty(value):
            continue
        spelled = mine.kind.represent(value, NEUTRAL)
        try:
            other.kind.clean(spelled)
        except ValueProblem:
            continue
        yield mine.name, spelled


def _carry_over(caller: Caller, conversions: Sequence[_Conversion]) -> None:
    """Let everything about the leads be about what they became, archived things too."""
    by_lead = {one.row["pk"]: one.made for one in conversions}
    for object_type in registry.built_in():
        names = set(object_type.fields_by_name)
        if not {"lead_id", "contact_id", "company_id"} <= names:
            continue
        if object_type.slug == _OWN or not object_type.operations:
            continue
        resolved = registry.resolve(caller.organization, object_type.slug)
        held = resolved.rows(caller, include_archived=True, include_hidden=True)
        ids = list(held.filter(lead_id__in=by_lead).values_list("pk", flat=True))
        if not ids:
            continue
        stored = lock_records(
            caller, resolved, ids, include_archived=True, include_hidden=True
        )
        drafts = [
            _moved(resolved, record_id, row, by_lead[row["lead_id"]])
            for record_id, row in stored.items()
            if row["lead_id"] in by_lead
        ]
        store_changes(caller, resolved, drafts)


_OWN = "lead_conversions"


def _moved(
    object_type: ObjectType, record_id: int, row: Row, made: dict[str, int]
) -> Draft:
    draft = Draft(object_type, 0, record_id, row)
    draft.values["lead_id"] = None
    target = "contact_id" if "contact_id" in made else "company_id"
    if row[target] is None:  # a task may have one of its own
        draft.values[target] = made[target]
    return draft


def _archive(
    caller: Caller, leads: ObjectType, rows: dict[int, Row], at: dt.datetime
) -> None:
    drafts = []
    for lead_id, row in rows.items():
        draft = Draft(leads, 0, lead_id, row)
        draft.values["archived_at"] = at
        drafts.append(draft)
    store_changes(caller, leads, drafts, action=Action.ARCHIVED)
