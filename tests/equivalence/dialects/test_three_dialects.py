"""Does one question get one answer in all three dialects?

People, organizations, deals and leads with fields of an organization's own: the same
ids in the same order and the same total from plain Python and from each dialect. Set
``EQUIVALENCE_EXAMPLES`` to try more populations than usual.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.envelopes import envelope_of
from tests.equivalence.dialects.questions import (
    answer,
    in_document,
    in_resource,
    questions,
)
from tests.equivalence.dialects.resources import (
    custom_specimens,
    envelope_name,
    envelope_value,
    shared_types,
)
from tests.equivalence.dialects.test_questions import QUESTIONS, equivalence
from tests.factories import define, make_many
from tests.snapshots import rolled_back

SLUGS = ("leads", "contacts", "companies", "deals")


@pytest.fixture
def shared(tenant):
    """The types by slug."""
    people = [tenant.make("contacts", first_name=f"P{n}") for n in range(3)]
    users = [tenant.user.pk, tenant.colleague().user.pk]
    return {one.slug: one for one in shared_types(people, users)}


@pytest.mark.parametrize("slug", SLUGS)
@equivalence
@given(data=st.data())
def test_one_question_has_one_answer_in_three_dialects(tenant, shared, slug, data):
    one = shared[slug]
    known = custom_specimens()
    chosen = data.draw(
        st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=4, unique=True)
    )
    custom = {name: known[name] for name in chosen}
    fields = {**one.fields, **custom}
    with rolled_back():
        # People and organizations are one collection: what both have is one field.
        owners = ("contacts", "companies") if one.path == "contacts" else (slug,)
        for owner in owners:
            definitions = {name: field.definition for name, field in custom.items()}
            define(tenant.organization, owner, is_built_in=True, **definitions)
        batch = data.draw(st.lists(one.records(fields), min_size=1, max_size=8))
        make_many(tenant.caller, slug, batch)
        rows = tenant.api.get(f"/api/{slug}", range=[0, 999]).json
        flat = [
            {**row, "custom_fields": {**row, **row["custom_fields"]}} for row in rows
        ]
        for _ in range(QUESTIONS):
            question = data.draw(questions(fields, with_emptiness=False))
            expected = answer(question, flat, fields)
            for ask in (ask_resource, ask_document, ask_envelope):
                told = ask(tenant, one, question, fields)
                assert told == expected, (ask.__name__, question)


def ask_resource(tenant, shared, question, fields):
    told = tenant.api.get(f"/api/{shared.slug}", **in_resource(question))
    assert told.status == 200, told.json
    return [one["id"] for one in told.json], int(told.headers["X-Total-Count"])


def ask_document(tenant, shared, question, fields):
    names = shared.document
    asked = replace(
        question,
        conditions=tuple(
            replace(one, field=names.get(one.field, one.field))
            for one in question.conditions
        ),
        sort=names.get(question.sort, question.sort),
    )
    known = {names.get(name, name): one for name, one in fields.items()}
    told = tenant.api.get(
        "/api/crm/records/query",
        object_id=f"obj_{shared.slug}",
        **in_document(asked, known),
    )
    assert told.status == 200, told.json
    found = [int(one["id"].rpartition("_")[2]) for one in told.json["data"]]
    return found, told.json["pagination"]["total"]


def ask_envelope(tenant, shared, question, fields):
    """Read the page, and count what all pages hold: this dialect tells no total."""
    asked = dict(shared.narrowed)
    for one in question.conditions:
        asked[envelope_name(shared, one.field)] = envelope_value(one.field, one.operand)
    direction = "desc" if question.descending else "asc"
    criterion = envelope_name(shared, question.sort, sorting=True)
    asked["sort_by"] = f"{criterion}:{direction}"
    v2 = envelope_of(tenant)
    whole = v2.ask(shared.path, {**asked, "per_page": 100})
    page = v2.ask(
        shared.path, {**asked, "page": question.page, "per_page": question.size}
    )
    total = len(whole.ids)
    start = (question.page - 1) * question.size
    assert page.ids == whole.ids[start : start + question.size]
    more = "next_page" in page.json["meta"]["links"]
    assert more is (start + question.size < total), question
    return page.ids, total
