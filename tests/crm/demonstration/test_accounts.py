import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from crm.demonstration import vocabulary as words
from crm.demonstration.accounts import Office, people_of, write_account
from crm.demonstration.dealings import write_dealings
from crm.seeds import STAGES

TODAY = dt.date(2026, 7, 1)
SLUGS = [slug for _name, slug, *_rest in STAGES]


@pytest.fixture(scope="module")
def office():
    return Office(
        today=TODAY,
        team=(11, 12, 13),
        stages={slug: number for number, slug in enumerate(SLUGS)},
        deal_sources={},
        lead_sources={},
        loss_reasons={"Price": 1, "Went with a competitor": 2, "No answer": 3},
        deal_unqualified_reasons={},
        lead_unqualified_reasons={},
        products={},
        call_outcomes={},
        visit_outcomes={},
    )


@pytest.fixture(scope="module")
def accounts(office):
    return [write_account(office, number) for number in range(60)]


def test_an_account_is_the_same_every_time(office, accounts):
    assert [write_account(office, number) for number in range(60)] == accounts


def test_other_ids_make_no_other_account(office, accounts):
    other = Office(
        today=TODAY,
        team=(1, 2, 3),
        stages={slug: number + 100 for number, slug in enumerate(SLUGS)},
        deal_sources={"Website": 7},
        lead_sources={"Website": 8},
        loss_reasons={},
        deal_unqualified_reasons={"Too small": 5},
        lead_unqualified_reasons={"No budget": 6},
        products={},
        call_outcomes={},
        visit_outcomes={},
    )

    def told(account):
        people = [one["email"] for one in account.people]
        deals = [(one.values["name"], one.values["amount"]) for one in account.deals]
        return people, deals, [one.values["text"] for one in account.tasks]

    assert [told(write_account(other, number)) for number in range(60)] == [
        told(one) for one in accounts
    ]


def test_an_account_can_be_cut_short(office):
    assert people_of(6) == 8
    assert len(write_account(office, 6).people) == 8
    account = write_account(office, 6, people=2)
    assert len(account.people) == 2
    attached = [*account.deals, *account.contact_notes, *account.tasks]
    assert all(one.person in (0, 1) for one in attached)


def test_people_write_from_their_company(accounts):
    for account in accounts:
        company = account.company or {"domain": "post.example"}
        assert all(
            one["email"].endswith("@" + company["domain"]) for one in account.people
        )
        emails = [one["email"] for one in account.people]
        assert len(set(emails)) == len(emails)


def test_some_people_have_no_company_and_no_deals(accounts):
    independent = [one for one in accounts if one.company is None]
    assert len(independent) == 6
    assert not any(one.deals or one.company_notes for one in independent)
    assert all(one.people for one in independent)


def test_deals_stand_in_all_stages(accounts):
    stages = Counter(
        SLUGS[deal.values["stage_id"]] for one in accounts for deal in one.deals
    )
    assert set(stages) == set(SLUGS)


def test_a_deal_closes_as_its_stage_says(accounts):
    for deal in (deal for one in accounts for deal in one.deals):
        values = deal.values
        slug = SLUGS[values["stage_id"]]
        is_closed = slug in ("won", "lost", "unqualified")
        assert values["amount"] > 0
        assert values["added_at"].date() < values["last_stage_change_at"].date() < TODAY
        assert ("win_likelihood" in values) == (not is_closed)
        assert ("loss_reason_id" in values) == (slug == "lost")
        if is_closed:
            assert (
                values["estimated_close_date"] == values["last_stage_change_at"].date()
            )


def test_tasks_are_done_overdue_and_due(accounts):
    def state(task):
        if task.values["done_date"]:
            return "done"
        return "due" if task.values["due_date"].date() > TODAY else "overdue"

    tasks = [task for one in accounts for task in one.tasks]
    assert set(map(state, tasks)) == {"done", "due", "overdue"}
    assert any(one.parts for one in tasks)
    assert any(
        step["done_date"] and not one.values["done_date"]
        for one in tasks
        for step in one.parts
    )


def test_there_are_leads_and_notes_of_every_kind(accounts):
    counts = {
        name: sum(len(getattr(one, name)) for one in accounts)
        for name in ("leads", "contact_notes", "company_notes", "deal_notes")
    }
    assert min(counts.values()) > 10, counts
    texts = [note.values["text"] for one in accounts for note in one.contact_notes]
    assert not any("{" in text for text in texts)


def test_dealings_leave_the_account_as_it_is(office, accounts):
    for number, before in enumerate(accounts):
        account = write_account(office, number)
        write_dealings(office, account)
        assert (account.people, account.deals) == (before.people, before.deals)
        assert account.tasks == before.tasks


def test_people_are_called_at_their_number_and_companies_are_visited(office):
    accounts = [write_account(office, number) for number in range(60)]
    for account in accounts:
        write_dealings(office, account)
        for call in account.calls:
            assert call.values["phone_number"] == account.people[call.person]["phone"]
            assert call.values["made_at"].date() < TODAY
    calls = [one for account in accounts for one in account.calls]
    assert {bool(one.values["duration"]) for one in calls} == {True, False}
    assert not any("{" in one.values["summary"] for one in calls)
    visits = [one for account in accounts for one in account.visits]
    assert visits
    assert not any("{" in one.values["summary"] for one in visits)
    assert any(account.text_messages for account in accounts)


def test_what_is_sold_is_ordered_when_there_is_such_a_product(office):
    products = {name: number for number, name in enumerate(words.PRICES)}
    selling = replace(office, products=products)
    accounts = [write_account(selling, number) for number in range(60)]
    for account in accounts:
        write_dealings(selling, account)
    ordered = [
        (account.deals[one.deal], one) for account in accounts for one in account.orders
    ]
    assert len(ordered) > 10
    for deal, order in ordered:
        assert SLUGS[deal.values["stage_id"]] in ("quote", "closure", "won")
        (line,) = order.parts
        assert line["product_id"] == products[deal.values["category"]]
