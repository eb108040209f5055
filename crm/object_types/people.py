"""Contacts, companies, and their summaries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from crm.models import Company, Contact, Deal, Task
from crm.models.people import PartyKind
from crm.models.tags import TagSubject
from crm.object_types.columns import (
    address,
    email,
    joined_text,
    person,
    prose,
    record_fields,
    relation,
    text,
)
from crm.tagging import TagsField
from records.schema.fields import ColumnField, ComputedField, Field
from records.schema.kinds import ChoiceKind, IntegerKind, TextKind
from records.schema.kinds.base import wrong_type
from records.schema.object_types import (
    READ_ONLY,
    RECORD_OPERATIONS,
    ObjectType,
    Operation,
)
from records.schema.problems import ValueProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.access.scoping import OrganizationQuerySet
    from records.schema.drafts import Draft

_CUSTOMER = ChoiceKind(
    choices=(("none", _("None")), ("current", _("Current")), ("past", _("Past")))
)
_PROSPECT = ChoiceKind(
    choices=(("none", _("None")), ("current", _("Current")), ("lost", _("Lost")))
)

_SHARED: tuple[Field, ...] = (
    email(),
    text("phone", 64),
    text("mobile", 64),
    text("fax", 64),
    prose("description"),
    text("industry"),
    text("website", 512),
    text("linkedin_url", 512),
    text("twitter"),
    text("facebook"),
    text("skype"),
    text("status", 128),
    ColumnField(name="customer_status", kind=_CUSTOMER, default="none", required=True),
    ColumnField(name="prospect_status", kind=_PROSPECT, default="none", required=True),
    address(),
    address("billing_address"),
    address("shipping_address"),
    person("owner_id"),
    TagsField(name="tags", holder="party", subject=TagSubject.CONTACT),
)


def prepare_contacts(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Keep ``name`` equal to first and last name; writing it splits (decision 4)."""
    for draft in drafts:
        _default_owner(caller, draft)
        if draft.changes("name") and not draft.changes("first_name", "last_name"):
            first, _space, last = (draft.take("name") or "").strip().rpartition(" ")
            _set_part(draft, "first_name", first)
            _set_part(draft, "last_name", last)
        if draft.is_new or draft.changes("name", "first_name", "last_name"):
            parts = (draft.current("first_name"), draft.current("last_name"))
            draft.values["name"] = " ".join(part for part in parts if part) or None


def _set_part(draft: Draft, part: str, text: str) -> None:
    try:
        cleaned = draft.object_type.fields_by_name[part].kind.clean(text)
    except ValueProblem as problem:
        draft.fail("name", problem.message, problem.code)
    else:
        draft.values[part] = cleaned or None


def prepare_companies(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Refuse a company that is its own parent."""
    for draft in drafts:
        _default_owner(caller, draft)
        if draft.record_id and draft.values.get("parent_id") == draft.record_id:
            draft.fail("parent_id", str(_("A company cannot be its own parent.")))


def _default_owner(caller: Caller, draft: Draft) -> None:
    if draft.is_new and "owner_id" not in draft.values:
        draft.values["owner_id"] = caller.user_id


CONTACTS = ObjectType(
    slug="contacts",
    tally="contacts",
    custom_fields_of="contacts",
    label=_("Contact"),
    label_plural=_("Contacts"),
    icon="person",
    model=Contact,
    base={"kind": PartyKind.PERSON.value},
    title=("name",),
    title_fallback=("email",),
    search=("first_name", "last_name", "email", "company_name"),
    operations=RECORD_OPERATIONS | {Operation.MERGE},
    prepare=prepare_contacts,
    fields=record_fields(
        text("first_name", fold=True),
        text("last_name", fold=True),
        text("name", 511, fold=True, virtual=True, label=_("full name")),
        text("title"),
        relation("company_id", "companies"),
        joined_text("company_name", "company__name", fold=True),
        text("source"),
        prose("notes"),
        *_SHARED,
    ),
)


@dataclass(frozen=True, slots=True)
class CategoryKind(TextKind):
    """A category, or several joined with commas (contract resource §2)."""

    max_length: int | None = 255
    json_types: ClassVar[tuple[type, ...]] = (str, list)

    def clean(self, value: object) -> str | None:
        if isinstance(value, list):
            if not all(isinstance(one, str) for one in value):
                raise wrong_type("array of strings", value)
            value = ",".join(value) or None
        return TextKind.clean(self, value)


COMPANIES = ObjectType(
    slug="companies",
    tally="companies",
    custom_fields_of="companies",
    label=_("Company"),
    label_plural=_("Companies"),
    icon="apartment",
    model=Company,
    base={"kind": PartyKind.ORGANIZATION.value},
    search=("name", "category", "domain"),
    operations=RECORD_OPERATIONS | {Operation.MERGE},
    prepare=prepare_companies,
    fields=record_fields(
        text("name", fold=True, required=True),
        text("domain", 512),
        ColumnField(name="category", kind=CategoryKind()),
        text("size", 64),
        relation("parent_id", "companies"),
        *_SHARED,
    ),
)


def _count_of(rows: OrganizationQuerySet[Any], path: str) -> Coalesce:
    """Return a correlated count: a join would multiply with its neighbour."""
    counted: QuerySet[Any] = (
        rows.filter(**{path: OuterRef("pk")})
        .order_by()
        .values(path)
        .annotate(count=Count("pk"))
        .values("count")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _count(name: str, model: type[Any], path: str, label: Any) -> ComputedField:
    return ComputedField(
        name=name,
        kind=IntegerKind(),
        label=label,
        expression=lambda: _count_of(model.objects.everywhere(), path),
    )


COMPANIES_SUMMARY = replace(
    COMPANIES,
    slug="companies_summary",
    label=_("Company summary"),
    label_plural=_("Company summaries"),
    operations=READ_ONLY,
    fields=(
        *COMPANIES.fields,
        # Archived deals count, as they did where this view comes from (contract §12).
        _count("nb_deals", Deal, "company_id", _("deals")),
        _count("nb_contacts", Contact, "company_id", _("contacts")),
    ),
)

CONTACTS_SUMMARY = replace(
    CONTACTS,
    slug="contacts_summary",
    label=_("Contact summary"),
    label_plural=_("Contact summaries"),
    operations=READ_ONLY,
    fields=(
        *CONTACTS.fields,
        _count("nb_tasks", Task, "contact_id", _("tasks")),
    ),
)
