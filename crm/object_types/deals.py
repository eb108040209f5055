"""Deals: their stage, their parties (decision 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable, F
from django.utils.translation import gettext_lazy as _

from crm.models import Contact, Deal, Stage
from crm.models.tags import TagSubject
from crm.object_types.columns import (
    flag,
    joined_text,
    moment,
    percent,
    person,
    prose,
    record_fields,
    relation,
    text,
)
from crm.staging import place_deals
from crm.tagging import TagsField
from records.engine.changes import now
from records.query import Operator
from records.query.operators import RANGE
from records.schema.fields import ColumnField
from records.schema.folding import fold
from records.schema.kinds import DateKind, NumberKind, TextKind, ValueKind
from records.schema.kinds.base import Column
from records.schema.object_types import ObjectType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft


# What the place of a deal's stage is to that of the stage it is compared with, seen from
# the latter.
_PLACES = {
    Operator.GT: "lt",
    Operator.GTE: "lte",
    Operator.LT: "gt",
    Operator.LTE: "gte",
}


def _stages_where(operator: Operator, named: str) -> QuerySet[Stage]:
    """Return the stages of this name in a deal's pipeline that it compares so with.

    A name that no stage of the pipeline has compares with nothing.
    """
    stages = Stage.objects.everywhere().filter(
        Q(slug_fold=named) | Q(name_fold=named),
        pipeline=OuterRef("stage__pipeline"),
    )
    place = f"position__{_PLACES[operator]}"
    return stages.filter(**{place: OuterRef("stage__position")})


@dataclass(frozen=True, kw_only=True)
class StatusField(ColumnField):
    """The deal's stage by its slug; comparisons also take its name, in any case.

    Stages compare and are ordered by their place in the pipeline, not by the alphabet.
    """

    name: str = "status"
    kind: ValueKind = TextKind(128)
    path: str = "stage__slug"
    fold: bool = True
    virtual: bool = True
    nullable: bool = False

    def predicate(self, operator: Operator, operand: Any) -> Q:
        if operator in (Operator.EQ, Operator.IN):
            wanted = operand if operator is Operator.IN else (operand,)
            folds = [fold(one) for one in wanted]
            return Q(stage__slug_fold__in=folds) | Q(stage__name_fold__in=folds)
        if operator in RANGE:
            return Q(Exists(_stages_where(operator, fold(operand))))
        return self.kind.predicate(
            Column("stage__slug", "stage__slug_fold"), operator, operand
        )

    def order_key(self) -> Combinable:
        return F("stage__position")


def prepare_deals(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Place deals in stages, complete their parties and defaults."""
    at = now()
    for draft in drafts:
        if draft.is_new:
            draft.values.setdefault("owner_id", caller.user_id)
            draft.values.setdefault("added_at", at)
            if not draft.values.get("currency"):
                draft.values["currency"] = caller.organization.currency
    place_deals(caller, drafts, at=at)
    _complete_companies(caller, drafts)


def _complete_companies(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Let a deal with a person and no company take the person's company."""
    asking = [
        one
        for one in drafts
        if one.values.get("contact_id")
        and "company_id" not in one.values
        and one.current("company_id") is None
    ]
    if not asking:
        return
    people = Contact.objects.for_organization(caller.organization_id).filter(
        pk__in={one.values["contact_id"] for one in asking}
    )
    companies = dict(people.values_list("pk", "company_id"))
    for draft in asking:
        company_id = companies.get(draft.values["contact_id"])
        if company_id is not None:
            draft.values["company_id"] = company_id


DEALS = ObjectType(
    slug="deals",
    tally="deals",
    custom_fields_of="deals",
    label=_("Deal"),
    label_plural=_("Deals"),
    icon="handshake",
    model=Deal,
    search=("name",),
    prepare=prepare_deals,
    fields=record_fields(
        text("name", fold=True, required=True, nullable=False),
        relation("company_id", "companies"),
        joined_text("company_name", "company__name", fold=True),
        relation("contact_id", "contacts"),
        joined_text("contact_name", "contact__name", fold=True),
        StatusField(),
        relation("stage_id", "stages", required=True, derived=True, nullable=False),
        ColumnField(
            name="pipeline_id",
            kind=relation("pipeline_id", "pipelines").kind,
            path="stage__pipeline_id",
            writable=False,
            nullable=False,
        ),
        ColumnField(name="amount", kind=NumberKind()),
        text("currency", 3, required=True, derived=True, nullable=False),
        prose("description"),
        text("category"),
        flag("hot", default=False),
        relation("source_id", "deal_sources"),
        relation("loss_reason_id", "loss_reasons"),
        relation("unqualified_reason_id", "deal_unqualified_reasons"),
        ColumnField(name="estimated_close_date", kind=DateKind()),
        percent("win_likelihood"),
        moment("added_at"),
        moment("last_stage_change_at"),
        person("last_stage_change_by_id", writable=False),
        moment("last_activity_at", writable=False),
        person("owner_id"),
        TagsField(name="tags", holder="deal", subject=TagSubject.DEAL),
    ),
)
