"""What was sold to an account of the demo, and how one spoke with its people.

Drawn apart from the account, which is the same whatever is added to it here.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import TYPE_CHECKING

from crm.demonstration import vocabulary as words
from crm.demonstration.accounts import Attached
from crm.demonstration.names import SEED

if TYPE_CHECKING:
    from crm.demonstration.accounts import Account, Office, Values

_ORDERING = ("quote", "closure", "won")
"""Stages in which a deal has an order."""
_CALL_EVERY = 3
_VISIT_EVERY = 4
_LONGEST_CALL = 1_200
"""Seconds."""


def write_dealings(office: Office, account: Account) -> None:
    """Add the orders, calls, text messages and visits of an account to it."""
    _Clerk(office, account).write()


class _Clerk:
    """Writes down the dealings with one account."""

    def __init__(self, office: Office, account: Account) -> None:
        self.office = office
        self.account = account
        seed = f"{SEED} dealings {account.number}"
        self.random = Random(seed)  # noqa: S311 - no secret

    def write(self) -> None:
        account, random = self.account, self.random
        ordering = {self.office.stages.get(slug) for slug in _ORDERING} - {None}
        for at, deal in enumerate(account.deals):
            if deal.values["stage_id"] in ordering:
                self._order(at, deal)
        for at, person in enumerate(account.people):
            if random.randrange(_CALL_EVERY) == 0:
                account.calls.append(Attached(self._call(person), person=at))
            if person.get("mobile"):
                account.text_messages.append(Attached(self._text(person), person=at))
        if account.company and random.randrange(_VISIT_EVERY) == 0:
            account.visits.append(Attached(self._visit(account.company)))

    def _order(self, at: int, deal: Attached) -> None:
        # The deal is worth so many of a product, as its author has it.
        product = deal.values["category"]
        product_id = self.office.products.get(product)
        if product_id is None:
            return
        line: Values = {
            "product_id": product_id,
            "currency": words.CURRENCY,
            "quantity": deal.values["amount"] // words.PRICES[product],
        }
        self.account.orders.append(Attached({}, deal=at, parts=[line]))

    def _call(self, person: Values) -> Values:
        random = self.random
        outcome, summary = random.choice(words.CALLS)
        is_spoken = outcome == words.REACHED
        return {
            "user_id": person["owner_id"],
            "phone_number": person["phone"],
            "summary": summary.format(person=_name(person)),
            "incoming": is_spoken and random.randrange(3) == 0,
            "made_at": self._moment(),
            "duration": random.randrange(40, _LONGEST_CALL) if is_spoken else 0,
            "outcome_id": self.office.call_outcomes.get(outcome),
        }

    def _text(self, person: Values) -> Values:
        content, is_incoming = self.random.choice(words.TEXT_MESSAGES)
        return {
            "user_id": person["owner_id"],
            "content": content,
            "incoming": is_incoming,
            "sent_at": self._moment(),
            "resource_phone_number": person["mobile"],
        }

    def _visit(self, company: Values) -> Values:
        random = self.random
        outcome, summary = random.choice(words.VISITS)
        address = company["address"]
        return {
            "summary": summary.format(company=company["name"]),
            "visited_at": self._moment(),
            "resource_address": f"{address['line1']}, {address['city']}",
            "outcome_id": self.office.visit_outcomes.get(outcome),
            "rep_location_verification_status": random.choice(words.VISIT_PLACES),
        }

    def _moment(self) -> dt.datetime:
        random = self.random
        day = self.office.today - dt.timedelta(days=random.randrange(1, 300))
        time = dt.time(random.randrange(8, 18), random.randrange(60))
        return dt.datetime.combine(day, time, tzinfo=dt.UTC)


def _name(person: Values) -> str:
    return f"{person['first_name']} {person['last_name']}"
