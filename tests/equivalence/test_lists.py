"""Does every list answer what a plain-Python reading of the question answers?

Set ``EQUIVALENCE_EXAMPLES`` to try more populations per resource than usual.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.components import is_ci
from tests.equivalence import oracle
from tests.equivalence.alphabets import AGREEING, texts
from tests.equivalence.populations import (
    World,
    add_people,
    archive,
    bodies,
    new_world,
    populate,
)
from tests.equivalence.questions import Spelled, questions
from tests.equivalence.resources import SLUGS, resource, type_of
from tests.snapshots import rolled_back

EXAMPLES = int(os.environ.get("EQUIVALENCE_EXAMPLES", "5"))
QUESTIONS = 12
# Types that show the rows of another.
WRITTEN_AS = {"companies_summary": "companies", "contacts_summary": "contacts"}

equivalence = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=is_ci(),
    database=None,
    # The message shows question and rows; shrinking them takes minutes.
    phases=[Phase.explicit, Phase.generate],
    # The organization is made once; each example undoes what it wrote.
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@pytest.fixture
def world(tenant):
    return new_world(tenant)


@pytest.mark.parametrize("slug", SLUGS)
@equivalence
@given(data=st.data())
def test_a_list_answers_what_the_oracle_answers(world, slug, data):
    object_type = type_of(slug)
    names = [one.name for one in object_type.fields]
    focus = tuple(
        data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=4, unique=True))
    )
    with rolled_back():
        fill(world, slug, focus, data)
        rows = world.rows(slug)
        known = resource(object_type, world.stages())
        for _ in range(QUESTIONS):
            asked = data.draw(questions(object_type, known, rows, focus))
            check(world, known, rows, asked)


def fill(world: World, slug: str, focus: tuple[str, ...], data: st.DataObject) -> None:
    """Create the records of an example."""
    object_type = type_of(WRITTEN_AS.get(slug, slug))
    if slug == "crm_users":
        add_people(world, data.draw(st.lists(texts(AGREEING), max_size=5)))
        return
    batch = data.draw(bodies(object_type, world, focus))
    ids = populate(world, object_type, batch)
    if ids:
        gone = data.draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))
        archive(world, object_type, gone)


def check(
    world: World, known: oracle.Resource, rows: list[oracle.Row], asked: Spelled
) -> None:
    """Ask the endpoint and the oracle."""
    answer = world.tenant.api.get(f"/api/{known.slug}", **asked.parameters)
    assert answer.status == 200, (answer.json, asked.parameters)
    expected = oracle.answer(known, rows, asked.meant)
    found = [one["id"] for one in answer.json]
    assert (
        found,
        answer.headers["Content-Range"],
        answer.headers["X-Total-Count"],
    ) == (
        expected.ids,
        expected.content_range,
        str(expected.total),
    ), asked.parameters
    by_id = {row["id"]: row for row in rows}
    assert answer.json == [by_id[one] for one in found]
