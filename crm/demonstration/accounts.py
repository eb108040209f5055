"""What is known about one company of the demo: its people, deals, notes and tasks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from crm.demonstration import vocabulary as words
from crm.demonstration.names import SEED, company_name, mailbox, pools, spelled
from crm.seeds import LEAD_UNQUALIFIED_REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.demonstration.names import CompanyName, Person

Values = dict[str, Any]

# People of ten accounts in a row, and deals: 40 and 12 together.
_PEOPLE = (4, 2, 6, 3, 5, 1, 8, 3, 2, 6)
_DEALS = (2, 1, 2, 0, 1, 1, 3, 1, 0, 1)
_INDEPENDENT = 8
"""Which of ten accounts is no company: people on their own, without deals."""
_LEAD_EVERY = 2
_LEADS_FROM = 9_000
"""Where the leads' employers begin among the companies: mostly none that is known."""

# Every stage comes up among any twelve deals in a row, the common ones more often.
_STAGES = (
    "prospecting",
    "won",
    "qualified",
    "quote",
    "lost",
    "prospecting",
    "won",
    "closure",
    "qualified",
    "unqualified",
    "quote",
    "won",
)
_CLOSED = frozenset({"won", "lost", "unqualified"})


@dataclass(frozen=True, slots=True)
class Office:
    """Whose demo it is: ids of the rows that the accounts refer to.

    The draws never depend on an id, only on the number of names in the vocabulary: two
    databases hold the same records, whatever their ids are.
    """

    today: dt.date
    """The day the demo began; all dates are told from it."""
    team: Sequence[int]
    stages: Mapping[str, int]
    deal_sources: Mapping[str, int]
    lead_sources: Mapping[str, int]
    loss_reasons: Mapping[str, int]
    deal_unqualified_reasons: Mapping[str, int]
    lead_unqualified_reasons: Mapping[str, int]
    products: Mapping[str, int]
    call_outcomes: Mapping[str, int]
    visit_outcomes: Mapping[str, int]


@dataclass(slots=True)
class Attached:
    """Values of a record about one of the account's people or deals, by position."""

    values: Values
    person: int | None = None
    deal: int | None = None
    parts: list[Values] = field(default_factory=list)
    """Steps of a task, lines of an order."""


@dataclass(slots=True)
class Account:
    """Everything about one company, its references by position and not yet by id."""

    number: int
    company: Values | None = None
    people: list[Values] = field(default_factory=list)
    deals: list[Attached] = field(default_factory=list)
    contact_notes: list[Attached] = field(default_factory=list)
    company_notes: list[Attached] = field(default_factory=list)
    deal_notes: list[Attached] = field(default_factory=list)
    tasks: list[Attached] = field(default_factory=list)
    leads: list[Values] = field(default_factory=list)
    orders: list[Attached] = field(default_factory=list)
    calls: list[Attached] = field(default_factory=list)
    text_messages: list[Attached] = field(default_factory=list)
    visits: list[Attached] = field(default_factory=list)


def people_of(number: int) -> int:
    """Return how many people the ``number``-th account has."""
    return _PEOPLE[number % len(_PEOPLE)]


def write_account(office: Office, number: int, *, people: int | None = None) -> Account:
    """Return the ``number``-th account; ``people`` cuts it short for a round total."""
    return _Author(office, number).write(
        people_of(number) if people is None else people
    )


class _Author:
    """Writes one account, all of it drawn from its number."""

    def __init__(self, office: Office, number: int) -> None:
        self.office = office
        self.random = Random(f"{SEED} {number}")  # noqa: S311 - names, not secrets
        self.account = Account(number)
        self.owner_id = office.team[number % len(office.team)]
        self.city = self.random.choice(words.CITIES)
        self.name: CompanyName = company_name(number)
        self.persons: list[Person] = []

    def write(self, people: int) -> Account:
        account = self.account
        is_independent = account.number % len(_PEOPLE) == _INDEPENDENT
        stages = [] if is_independent else list(self._stages())
        if not is_independent:
            account.company = self._company(stages)
        domain = words.INDEPENDENT_DOMAIN if is_independent else self.name.domain
        account.people = [self._person(at, domain) for at in range(people)]
        account.deals = [self._deal(at, slug) for at, slug in enumerate(stages)]
        self._write_notes()
        account.tasks = list(self._tasks())
        if account.number % _LEAD_EVERY == 0:
            account.leads.append(self._lead())
        return account

    def _stages(self) -> Iterator[str]:
        number = self.account.number
        # Five and seven share no divisor with twelve: every stage comes round.
        for at in range(_DEALS[number % len(_DEALS)]):
            yield _STAGES[(number * 7 + at * 5) % len(_STAGES)]

    def _company(self, stages: Sequence[str]) -> Values:
        random = self.random
        is_customer = "won" in stages
        is_prospect = any(slug not in _CLOSED for slug in stages)
        category = words.CATEGORIES[0 if is_customer else random.randrange(1, 4)]
        return {
            "name": self.name.text,
            "domain": self.name.domain,
            "website": f"https://www.{self.name.domain}",
            "email": f"office@{self.name.domain}",
            "phone": self._telephone(),
            "category": category,
            "industry": self.name.trade.industry,
            "size": random.choice(words.SIZES),
            "linkedin_url": "https://www.linkedin.com/company/"
            + self.name.domain.removesuffix(".example"),
            "description": f"{self.name.trade.industry} in {self.city.name},"
            f" {self.city.state}.",
            "status": category,
            "customer_status": "current" if is_customer else "none",
            "prospect_status": "current"
            if is_prospect
            else ("lost" if "lost" in stages else "none"),
            "address": {
                "line1": f"{random.randrange(1, 4_000)} {random.choice(pools().streets)}",
                "city": self.city.name,
                "postal_code": f"{self.city.postal}{random.randrange(100):02d}",
                "state": self.city.state,
                "country": "United States",
            },
            "owner_id": self.owner_id,
            "tags": self._tags(words.CONTACT_TAGS, often=3),
        }

    def _person(self, at: int, domain: str) -> Values:
        random = self.random
        person = pools().person(random)
        address = mailbox(person)
        if person in self.persons:
            address += str(at + 1)
        self.persons.append(person)
        values: Values = {
            "first_name": person.first,
            "last_name": person.last,
            "email": f"{address}@{domain}",
            "phone": self._telephone(),
            "title": random.choice(words.TITLES) if self.account.company else None,
            "source": random.choice(words.CONTACT_SOURCES),
            "status": random.choice(words.CONTACT_STATUSES),
            "owner_id": self.owner_id,
            "tags": self._tags(words.CONTACT_TAGS, often=3),
        }
        if random.randrange(3) == 0:
            spelling = spelled(f"{person.first} {person.last}", "-")
            values["linkedin_url"] = f"https://www.linkedin.com/in/{spelling}"
        if random.randrange(4) == 0:
            values["mobile"] = self._telephone()
        return values

    def _deal(self, at: int, slug: str) -> Attached:
        random, office = self.random, self.office
        product = random.choice(self.name.trade.products)
        added = random.randrange(20, 400)
        changed = random.randrange(1, added)
        values: Values = {
            "name": f"{self.name.text}: {product.lower()}"
            f"{random.choice(words.DEAL_PHASES)}",
            "stage_id": office.stages.get(slug),
            "amount": random.randrange(12, 960) * words.PRICES[product],
            "category": product,
            "hot": slug == "closure" or random.randrange(6) == 0,
            "source_id": office.deal_sources.get(random.choice(words.DEAL_SOURCES)),
            "estimated_close_date": self._close_date(slug, changed),
            "added_at": self._moment(-added),
            "last_stage_change_at": self._moment(-changed),
            "owner_id": self.owner_id,
            "tags": self._tags(words.DEAL_TAGS, often=2),
        }
        if slug == "lost":
            reason = random.choice(words.LOST_BECAUSE)
            values["loss_reason_id"] = office.loss_reasons.get(reason)
        elif slug == "unqualified":
            reason = random.choice(words.DEAL_UNQUALIFIED_BECAUSE)
            values["unqualified_reason_id"] = office.deal_unqualified_reasons.get(
                reason
            )
        elif slug != "won":
            values["win_likelihood"] = random.randrange(1, 19) * 5
        return Attached(values, person=self._somebody(at))

    def _close_date(self, slug: str, changed: int) -> dt.date:
        # A closed deal closed when it reached its stage; a few open ones are late.
        days = -changed if slug in _CLOSED else self.random.randrange(-12, 150)
        return self.office.today + dt.timedelta(days=days)

    def _write_notes(self) -> None:
        account, random = self.account, self.random
        for at in range(len(account.people)):
            if random.randrange(4) == 0:
                account.contact_notes.append(Attached(self._note(at), person=at))
        if account.company and random.randrange(3) == 0:
            account.company_notes.append(Attached(self._note(0)))
        for at, deal in enumerate(account.deals):
            if random.randrange(2) == 0:
                note = self._note(deal.person or 0)
                account.deal_notes.append(Attached(note, deal=at))

    def _note(self, at: int) -> Values:
        random = self.random
        title, text = random.choice(words.NOTES)
        return {
            "title": title,
            "text": self._filled(text, at),
            "date": self._moment(-random.randrange(1, 300)),
            "type": random.choice(words.NOTE_TAGS),
            "tags": [random.choice(words.NOTE_TAGS)],
        }

    def _tasks(self) -> Iterator[Attached]:
        account, random = self.account, self.random
        for at in range(1 + account.number % 2):
            text, kind, steps = random.choice(words.TASKS)
            person = self._somebody(at)
            if person is None:
                return
            # In turn done, overdue and due.
            fate = (account.number + at) % 3
            due = random.randrange(1, 60) * (1 if fate == 2 else -1)
            done = self._moment(due + random.randrange(-1, 2)) if fate == 0 else None
            values: Values = {
                "text": self._filled(text, person),
                "type": kind,
                "due_date": self._moment(due),
                "done_date": done,
                "assignee_id": self.owner_id,
            }
            parts: list[Values] = []
            if random.randrange(4) == 0:
                # Of an open task the first step is done already.
                parts = [
                    {**values, "text": step, "done_date": done}
                    | ({} if position else {"done_date": done or self._moment(-1)})
                    for position, step in enumerate(steps)
                ]
            deal = at if at < len(account.deals) else None
            yield Attached(values, person=person, deal=deal, parts=parts)

    def _lead(self) -> Values:
        random, office = self.random, self.office
        person = pools().person(random)
        employer = company_name(self.account.number + _LEADS_FROM)
        status = random.choice(words.LEAD_STATUSES)
        values: Values = {
            "first_name": person.first,
            "last_name": person.last,
            "organization_name": employer.text,
            "email": f"{mailbox(person)}@{employer.domain}",
            "phone": self._telephone(),
            "title": random.choice(words.TITLES),
            "industry": employer.trade.industry,
            "status": status,
            "source_id": office.lead_sources.get(random.choice(words.LEAD_SOURCES)),
            "owner_id": self.owner_id,
            "tags": self._tags(words.LEAD_TAGS, often=2),
        }
        if status == "Unqualified":
            reason = random.choice(LEAD_UNQUALIFIED_REASONS)
            values["unqualified_reason_id"] = office.lead_unqualified_reasons.get(
                reason
            )
        return values

    def _somebody(self, at: int) -> int | None:
        people = len(self.account.people)
        return at % people if people else None

    def _filled(self, text: str, at: int) -> str:
        random = self.random
        person = self.persons[at]
        return text.format(
            person=f"{person.first} {person.last}",
            company=self.name.text if self.account.company else person.last,
            product=random.choice(self.name.trade.products).lower(),
            amount=f"${random.randrange(5, 200)},000",
        )

    def _telephone(self) -> str:
        # 555-0100 to 555-0199 are kept free for fiction.
        return f"+1 {self.city.dialing} 555 01{self.random.randrange(100):02d}"

    def _tags(self, tags: Sequence[tuple[str, str]], *, often: int) -> list[str]:
        random = self.random
        if random.randrange(often):
            return []
        return [name for name, _color in random.sample(tags, random.choice((1, 1, 2)))]

    def _moment(self, days: int) -> dt.datetime:
        day = self.office.today + dt.timedelta(days=days)
        hour, minute = self.random.randrange(8, 18), self.random.choice((0, 15, 30, 45))
        return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=dt.UTC)
