"""Does one question get one answer, whichever dialect it is asked in?

A schema, records and questions are drawn; the same ids in the same order and the same
total must come from plain Python, from the resource and from the document dialect. Set
``EQUIVALENCE_EXAMPLES`` to try more schemas than usual.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.components import is_ci
from tests.equivalence.dialects.questions import (
    answer,
    in_document,
    in_resource,
    questions,
)
from tests.equivalence.dialects.specimens import specimens
from tests.factories import define, make_many
from tests.snapshots import rolled_back

EXAMPLES = int(os.environ.get("EQUIVALENCE_EXAMPLES", "20"))
QUESTIONS = 10
SLUG = "expeditions"

equivalence = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=is_ci(),
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def pools(tenant):
    """People and users to point at."""
    people = [tenant.make("contacts", first_name=f"P{n}") for n in range(3)]
    users = [tenant.user.pk, tenant.colleague().user.pk]
    return people, users


@pytest.mark.parametrize("few", [0, 2_000], ids=["many", "few"])
@equivalence
@given(data=st.data())
def test_one_question_has_one_answer(tenant, pools, monkeypatch, few, data):
    monkeypatch.setattr("records.engine.plans.FEW", few)
    known = specimens(*pools)
    chosen = data.draw(
        st.lists(st.sampled_from(sorted(known)), min_size=2, max_size=6, unique=True)
    )
    fields = {name: known[name] for name in chosen}
    with rolled_back():
        define(
            tenant.organization,
            SLUG,
            **{name: one.definition for name, one in fields.items()},
        )
        fill(tenant, fields, data)
        rows = tenant.api.get(f"/api/{SLUG}", range=[0, 999]).json
        for _ in range(QUESTIONS):
            check(tenant, fields, rows, data.draw(questions(fields)))


def fill(tenant, fields, data):
    """Store some records, one of them archived now and then."""
    record = st.fixed_dictionaries(
        {}, optional={name: one.values for name, one in fields.items()}
    )
    batch = data.draw(st.lists(record, max_size=10))
    if not batch:
        return
    ids = make_many(tenant.caller, SLUG, batch)
    if data.draw(st.booleans()):
        gone = data.draw(st.sampled_from(ids))
        assert tenant.api.delete(f"/api/{SLUG}/{gone}").status == 200


def check(tenant, fields, rows, question):
    """Ask both dialects and the oracle."""
    expected = answer(question, rows, fields)
    spelled = in_resource(question)
    resource = tenant.api.get(f"/api/{SLUG}", **spelled)
    assert resource.status == 200, (resource.json, spelled)
    found = [one["id"] for one in resource.json]
    assert (found, int(resource.headers["X-Total-Count"])) == expected, spelled

    spelled = in_document(question, fields)
    document = tenant.api.get(
        "/api/crm/records/query", object_id=f"obj_{SLUG}", **spelled
    )
    assert document.status == 200, (document.json, spelled)
    found = [
        int(one["id"].removeprefix(f"rec_{SLUG}_")) for one in document.json["data"]
    ]
    assert (found, document.json["pagination"]["total"]) == expected, spelled
