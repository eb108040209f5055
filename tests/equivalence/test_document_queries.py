"""Does every query of the document dialect answer what plain Python answers?

Set ``EQUIVALENCE_EXAMPLES`` to try more populations per object than usual.
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.wire.document.stages import CONTACT_STATUS
from records.dialects.document.identifiers import record_id
from records.dialects.document.naming import Spelling
from records.schema.kinds import MomentKind, ReferenceKind, ReferenceSetKind
from tests.equivalence import oracle
from tests.equivalence.document_oracle import (
    Asked,
    Members,
    Moment,
    Plain,
    Reference,
    Stages,
    holds,
    ordered,
)
from tests.equivalence.populations import DAYS, MOMENTS, NUMBERS, new_world
from tests.equivalence.questions import operands
from tests.equivalence.resources import SLUGS, resource, type_of
from tests.equivalence.test_lists import equivalence, fill
from tests.records.dialects.document.wire import query
from tests.snapshots import rolled_back

QUESTIONS = 12


@pytest.fixture
def world(tenant):
    return new_world(tenant)


def meaning_of(slug, field, values):
    """Return how a field compares in this dialect."""
    kind = field.kind
    if isinstance(kind, ReferenceKind):
        return Reference(kind.target)
    if isinstance(kind, ReferenceSetKind):
        return Members(kind.target)
    if isinstance(kind, MomentKind):
        return Moment()
    if slug.startswith("contacts") and field.name == "status":
        return Stages(CONTACT_STATUS.stages)
    return Plain(values.operators)


def singles(field, meaning, values, rows):
    """Draw single operands, in the JSON form of the dialect."""
    match meaning:
        case Reference():
            stored = {id_ for row in rows for id_ in meaning.ids(values, row)}
            known = [record_id(meaning.target, one) for one in sorted(stored)]
            return st.sampled_from([*known, "rec_nope_1", "nonsense", "user_999999"])
        case Moment():
            stored = [values.of(row) for row in rows if values.of(row)]
            days = [one[:10] for one in stored] + list(DAYS)
            return st.sampled_from([*stored, *MOMENTS, *days])
        case Stages():
            return st.sampled_from(["new", "NEW", "closed", "Qualified", "hot", "won"])
    return _plain_operands(field, values, rows)


def _plain_operands(field, values, rows):
    drawn = operands(field, values, rows)
    match values:
        case oracle.Truth():
            return st.booleans()
        case oracle.Number():
            plain = [values.of(row) for row in rows if not values.is_empty(row)]
            others = (0, 1, 5.0, 2**40) if field.kind.name == "integer" else NUMBERS
            return st.sampled_from([*plain, *others])
        case oracle.Day():
            return drawn
    return drawn.filter(lambda one: isinstance(one, str) and one.strip() == one)


@st.composite
def conditions(draw, slug, spelling, known, rows, keys):
    """Draw one condition by its key in the dialect."""
    key = draw(st.sampled_from(keys))
    field = spelling.find(key)
    values = known.fields[field.name]
    meaning = meaning_of(slug, field, values)
    operator = draw(st.sampled_from(meaning.operators))
    if isinstance(values, oracle.Structure):
        operator = "$empty"
    if operator == "$empty":
        return Asked(key, operator, draw(st.booleans()))
    single = singles(field, meaning, values, rows)
    nothing = st.sampled_from([None, ""])
    if operator in ("$in", "$nin"):
        return Asked(key, operator, draw(st.lists(single | nothing, max_size=3)))
    if operator in ("$eq", "$ne") and draw(st.integers(0, 5)) == 0:
        return Asked(key, operator, draw(nothing))
    return Asked(key, operator, draw(single.filter(lambda one: one != "")))


def spelled(draw, asked):
    """Return the filters object; equality has a short form."""
    filters = {}
    for one in asked:
        operators = filters.setdefault(one.field, {})
        operators[one.operator] = one.value
    return {
        key: operators["$eq"]
        if set(operators) == {"$eq"} and draw(st.booleans())
        else operators
        for key, operators in filters.items()
    }


@pytest.mark.parametrize("slug", SLUGS)
@equivalence
@given(data=st.data())
def test_a_query_answers_what_the_oracle_answers(world, slug, data):
    draw = data.draw
    object_type = type_of(slug)
    spelling = Spelling.of(object_type)
    every = [*spelling.values, *spelling.system]
    keys = draw(st.lists(st.sampled_from(every), min_size=2, max_size=4, unique=True))
    focus = tuple(spelling.find(key).name for key in keys)
    with rolled_back():
        fill(world, slug, focus, data)
        rows = world.rows(slug)
        known = resource(object_type, world.stages())
        live = [row for row in rows if not row.get("archived_at")]
        for _ in range(QUESTIONS):
            drawn = draw(
                st.lists(
                    conditions(slug, spelling, known, rows, keys),
                    max_size=3,
                    unique_by=lambda one: (one.field, one.operator),
                )
            )
            check(world, spelling, known, live, drawn, draw)


def check(world, spelling, known, live, asked, draw):
    """Ask the endpoint and the oracle."""
    slug = spelling.slug
    filters = spelled(draw, asked)
    able = [
        key
        for key in (*{one.field for one in asked}, "id", "created_at")
        if spelling.find(key).is_sortable
    ]
    sort = draw(st.none() | st.sampled_from(sorted(able)))
    descending = draw(st.booleans())
    page, size = draw(st.integers(1, 3)), draw(st.sampled_from([1, 2, 3, 25]))
    answer = query(
        world.tenant,
        slug,
        filters,
        **({} if sort is None else {"sort": sort}),
        order="desc" if descending else "asc",
        page=page,
        per_page=size,
    )
    told = (json.dumps(filters, ensure_ascii=False), sort, descending, page, size)
    assert answer.status == 200, (answer.json, told)

    def field_of(key):
        found = spelling.find(key)
        values = known.fields[found.name]
        return values, meaning_of(slug, found, values)

    matching = [
        row
        for row in live
        if all(holds(*field_of(one.field), one, row) for one in asked)
    ]
    expected = ordered(matching, *field_of(sort or "created_at"), descending=descending)
    window = expected[(page - 1) * size : page * size]
    found = [one["id"] for one in answer.json["data"]]
    assert found == [record_id(slug, row["id"]) for row in window], told
    assert answer.json["pagination"]["total"] == len(matching), told
