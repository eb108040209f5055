"""``/v2/contacts``: people and organizations in one collection (decision 1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import Party
from crm.models.people import PEOPLE_ONLY, PartyKind
from crm.wire.envelope.shared import (
    ADDRESS,
    ADDRESS_FILTERS,
    CREATED_BY,
    CREATOR,
    ID,
    OWNER,
    REACH,
    TAGS,
    TIMES,
    with_address_parts,
)
from records.dialects.envelope.keys import AddressKey, Derived, Key
from records.dialects.envelope.resources import Filter, Include, Resource
from records.dialects.envelope.united import unite
from records.query import Condition, Node, Operator
from records.schema.fields import ColumnField
from records.schema.kinds import BooleanKind, ChoiceKind
from records.schema.object_types import ObjectType, Operation
from records.schema.problems import Code

if TYPE_CHECKING:
    from records.dialects.envelope.incoming import Incoming
    from records.dialects.envelope.keys import Known
    from records.schema.fields import Field

_PERSON, _ORGANIZATION = PartyKind.PERSON.value, PartyKind.ORGANIZATION.value


def _parties(people: ObjectType, organizations: ObjectType) -> ObjectType:
    """Return the type that both kinds are read through; neither is written by it."""
    fields: dict[str, Field] = {
        one.name: one
        for object_type in (organizations, people)
        for one in object_type.fields
        if not one.custom
    }
    for name in PEOPLE_ONLY:
        fields[name] = replace(fields[name], valued_where=(("kind", _PERSON),))
    kind = ColumnField(
        name="kind",
        kind=ChoiceKind(choices=tuple(PartyKind.choices)),
        writable=False,
        nullable=False,
    )
    custom = unite(
        (people, organizations),
        source_path="kind",
        source_values={people.slug: _PERSON, organizations.slug: _ORGANIZATION},
    )
    both = replace(
        people,
        slug="parties",
        label=gettext_lazy("Contact"),
        label_plural=gettext_lazy("Contacts"),
        model=Party,
        base={},
        fields=(*fields.values(), kind, *custom),
        operations=frozenset({Operation.MERGE}),
        tally="",
        prepare=None,
        unique=(),
    )
    return with_address_parts(both)


@dataclass(frozen=True, kw_only=True)
class OrganizationKey(Derived):
    """Whether the contact is an organization: said at its creation, for good."""

    read_only: bool = False

    def write(self, value: object, incoming: Incoming) -> None:
        if not isinstance(value, bool):
            incoming.fail(self.name, _("True or false is needed."), Code.INVALID_TYPE)
        elif not incoming.is_new:
            incoming.fail(
                self.name, _("A person stays a person, an organization stays one.")
            )

    def written_schema(self, known: Known) -> dict[str, Any]:
        return {"type": "boolean", "default": False}


def _is_organization(incoming: Incoming) -> bool:
    if incoming.is_new:
        return incoming.sent.get("is_organization") is True
    return bool(incoming.shown["is_organization"])


def _asks_for_kind(value: str, origin: str) -> Node:
    wanted = _ORGANIZATION if BooleanKind().clean(value) else _PERSON
    return Condition("kind", Operator.EQ, wanted, origin)


_OF_PEOPLE = (*PEOPLE_ONLY, "contact_id")
_OF_ORGANIZATIONS = ("parent_organization_id",)


def _prepare(incoming: Incoming) -> None:
    """Demand the name that its kind needs; refuse what only the other kind has."""
    if _is_organization(incoming):
        if incoming.is_blank("name"):
            incoming.fail("name", _("An organization needs a name."), Code.BLANK)
        _refuse(incoming, _OF_PEOPLE, _("Only a person has this."))
        return
    # The name of a person is first and last name together, whatever is sent.
    incoming.values.pop("name", None)
    if incoming.is_blank("last_name"):
        incoming.fail("last_name", _("A person needs a last name."), Code.BLANK)
    _refuse(incoming, _OF_ORGANIZATIONS, _("Only an organization has this."))


def _refuse(incoming: Incoming, names: tuple[str, ...], message: str) -> None:
    for name in names:
        key = incoming.plan.resource.keys_by_name[name]
        incoming.values.pop(key.neutral, None)
        if name in incoming.sent and not incoming.is_blank(name):
            incoming.fail(name, message)


CONTACTS = Resource(
    resource="contacts",
    type="contact",
    sources=("contacts", "companies"),
    view=_parties,
    source_of=lambda incoming: (
        "companies" if _is_organization(incoming) else "contacts"
    ),
    description=(
        "People and organizations. `is_organization` tells which and is said when the "
        "contact is created; `contact_id` is the organization a person belongs to. An "
        "organization needs a `name`, a person a `last_name`; the `name` of a person is "
        "first and last name together."
    ),
    keys=(
        ID,
        CREATOR,
        OWNER,
        OrganizationKey(
            "is_organization",
            of=("kind",),
            show=lambda kind: kind == _ORGANIZATION,
            schema={"type": "boolean"},
        ),
        Key("contact_id", field="company_id"),
        Key("parent_organization_id", field="parent_id"),
        Key("name"),
        Key("first_name"),
        Key("last_name"),
        Key("customer_status"),
        Key("prospect_status"),
        Key("title"),
        *REACH,
        ADDRESS,
        AddressKey("billing_address"),
        AddressKey("shipping_address"),
        TAGS,
        *TIMES,
    ),
    has_custom_fields=True,
    custom_fields_under=("contact", "prospect_and_customer"),
    custom_field_flags={
        "contacts": ("for_contact",),
        # Clients know it by its older name as well.
        "companies": ("for_company", "for_organisation"),
    },
    has_upsert=True,
    filters=(
        Filter("contact_id", field="company_id"),
        Filter("owner_id"),
        CREATED_BY,
        Filter("name"),
        Filter("first_name"),
        Filter("last_name"),
        Filter("email"),
        Filter("phone"),
        Filter("mobile"),
        Filter("is_organization", kind=BooleanKind(), build=_asks_for_kind),
        Filter("customer_status"),
        Filter("prospect_status"),
        *ADDRESS_FILTERS,
    ),
    sorts=(
        "last_name",
        "name",
        "id",
        "first_name",
        "email",
        "created_at",
        "updated_at",
    ),
    default_sort="last_name,name",
    includes=(Include("organization", resource="contacts", through=("company_id",)),),
    prepare=_prepare,
    example={
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@example.com",
        "tags": ["speaker"],
    },
)
