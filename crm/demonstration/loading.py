"""How do the accounts of the demo get into the store?

In batches of about a thousand contacts, each written by the one write path in a
transaction of its own that also tells how far the load has come. So an interrupted
load is taken up where it stopped, and memory does not grow with the demo.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, reset_queries, transaction

from crm.demonstration import vocabulary as words
from crm.demonstration.accounts import Office, people_of, write_account
from crm.demonstration.dealings import write_dealings
from crm.demonstration.progress import Progress
from records.access.models import Membership, Organization
from records.engine.writer import create_records
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crm.demonstration.accounts import Account, Attached, Values
    from crm.demonstration.organization import Demo
    from records.access.caller import Caller

MOST_CONTACTS = 1_000_000
BATCH = 1_000
"""Contacts of one transaction, which other writers on SQLite wait for."""
_ABOUT_ONE = ("contact_notes", "deal_notes", "calls", "text_messages")
"""Types whose records are about one person or one deal."""
FURNISHED_FROM = 100
"""Contacts of a demo that the rest of the house can show something with."""


def load_accounts(
    demo: Demo,
    *,
    goal: int,
    batch: int = BATCH,
    tell: Callable[[Progress], None] = lambda _progress: None,
) -> Progress:
    """Write accounts until the demo has ``goal`` contacts; return how far it is then.

    A demo that has as many is left alone. ``tell`` is called after every batch. Two
    loads at once share the work.
    """
    while True:
        progress = _load_batch(demo, goal=goal, batch=batch)
        tell(progress)
        if progress.contacts >= goal:
            return progress
        # With DEBUG on Django would keep the text of every statement.
        reset_queries()


def _load_batch(demo: Demo, *, goal: int, batch: int) -> Progress:
    organization_id = demo.organization.pk
    with transaction.atomic():
        # One load at a time; records can still be added to the organization.
        rows = Organization.objects.filter(pk=organization_id)
        if connection.features.has_select_for_no_key_update:
            rows = rows.select_for_update(no_key=True)
        rows.get()
        there = Progress.stored(organization_id) or Progress(0, 0, goal)
        if there.contacts >= goal:
            return there
        office = read_office(demo)
        accounts = []
        number, contacts = there.accounts, there.contacts
        end = min(goal, contacts + batch)
        while contacts < end:
            people = min(people_of(number), goal - contacts)
            account = write_account(office, number, people=people)
            write_dealings(office, account)
            accounts.append(account)
            contacts += people
            number += 1
        progress = Progress(number, contacts, goal)
        caller = demo.caller(progress)
        _Shelf(caller, accounts).store()
        if there.contacts < FURNISHED_FROM <= contacts:
            registry.furnish_demonstration(caller)
        return progress


def read_office(demo: Demo) -> Office:
    """Return the ids of what accounts refer to, as far as it is still there."""
    caller = demo.caller()
    emails = [one.email for one in words.COLLEAGUES if one.role == "member"]
    members = dict(
        Membership.objects.for_organization(caller.organization_id)
        .filter(user__email__in=emails)
        .values_list("user__email", "user_id")
    )
    team = [members.get(email, demo.membership.user_id) for email in emails]
    return Office(
        today=demo.organization.created_at.date(),
        team=team,
        stages=_ids(caller, "stages", "slug"),
        deal_sources=_ids(caller, "deal_sources"),
        lead_sources=_ids(caller, "lead_sources"),
        loss_reasons=_ids(caller, "loss_reasons"),
        deal_unqualified_reasons=_ids(caller, "deal_unqualified_reasons"),
        lead_unqualified_reasons=_ids(caller, "lead_unqualified_reasons"),
        products=_ids(caller, "products"),
        call_outcomes=_ids(caller, "call_outcomes"),
        visit_outcomes=_ids(caller, "visit_outcomes"),
    )


def _ids(caller: Caller, slug: str, key: str = "name") -> dict[str, int]:
    rows = registry.resolve(caller.organization, slug).rows(caller)
    return dict(rows.order_by("-pk").values_list(key, "pk"))


@dataclass(slots=True)
class _Shelf:
    """Stores accounts type by type, and knows the ids that each of them got."""

    caller: Caller
    accounts: Sequence[Account]
    companies: list[int | None] = field(default_factory=list)
    people: list[list[int]] = field(default_factory=list)
    deals: list[list[int]] = field(default_factory=list)

    def store(self) -> None:
        """Store everything, what is referred to before what refers to it."""
        accounts = self.accounts
        created = iter(
            self._create("companies", [one.company for one in accounts if one.company])
        )
        self.companies = [next(created) if one.company else None for one in accounts]
        self.people = self._create_each(
            "contacts",
            (
                [{**values, "company_id": company_id} for values in account.people]
                for account, company_id in zip(accounts, self.companies, strict=True)
            ),
        )
        self.deals = self._create_each(
            "deals",
            (
                [self._about(at, one, company=True) for one in account.deals]
                for at, account in enumerate(accounts)
            ),
        )
        self._store_activities()
        self._create("leads", [one for account in accounts for one in account.leads])

    def _store_activities(self) -> None:
        for slug in (*_ABOUT_ONE, "company_notes", "visits"):
            # What is about the company itself has no person or deal.
            is_about_company = slug not in _ABOUT_ONE
            self._create(slug, self._attached(slug, company=is_about_company))
        self._create_with_parts("tasks", "tasks", "parent_task_id", company=True)
        self._create_with_parts("orders", "line_items", "order_id", company=False)

    def _create_with_parts(
        self, slug: str, part_slug: str, whole: str, *, company: bool
    ) -> None:
        """Create records, and then the parts of each, which name it in ``whole``."""
        records = self._attached(slug, company=company)
        ids = self._create(slug, records)
        attached = [one for account in self.accounts for one in getattr(account, slug)]
        # A step of a task is a task about the same.
        shared = records if part_slug == slug else [{}] * len(records)
        self._create(
            part_slug,
            [
                {**about, **part, whole: record_id}
                for record_id, about, one in zip(ids, shared, attached, strict=True)
                for part in one.parts
            ],
        )

    def _attached(self, slug: str, *, company: bool) -> list[Values]:
        return [
            self._about(at, one, company=company)
            for at, account in enumerate(self.accounts)
            for one in getattr(account, slug)
        ]

    def _about(self, at: int, one: Attached, *, company: bool) -> Values:
        values = dict(one.values)
        if company:
            values["company_id"] = self.companies[at]
        if one.person is not None:
            values["contact_id"] = self.people[at][one.person]
        if one.deal is not None:
            values["deal_id"] = self.deals[at][one.deal]
        return values

    def _create(self, slug: str, batch: Sequence[Values]) -> list[int]:
        object_type = registry.resolve(self.caller.organization, slug)
        return create_records(self.caller, object_type, batch) if batch else []

    def _create_each(
        self, slug: str, batches: Iterable[Sequence[Values]]
    ) -> list[list[int]]:
        """Create all batches in one write and return the ids of each."""
        listed = list(batches)
        ids = iter(self._create(slug, [one for batch in listed for one in batch]))
        return [[next(ids) for _one in batch] for batch in listed]
