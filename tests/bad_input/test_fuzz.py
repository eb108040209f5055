"""Does any generated question or body make the server fail, or change a row unasked?

What is changed because it was asked for must be in the log.

Set ``FUZZ_EXAMPLES`` to try more than usual.
"""

import json
import os
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from records.dialects.resource.operators import OPERATORS as KNOWN_OPERATORS
from records.schema.registry import registry
from tests.bad_input.conftest import OWN
from tests.bad_input.refusals import assert_shape
from tests.components import is_ci
from tests.samples import SLUGS, sample_body
from tests.snapshots import difference, rolled_back, snapshot, unlogged
from tests.specimens import SLUG, body, values

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
REQUESTS = 8

fuzzing = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=is_ci(),
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

NUMBERS = st.integers(-(2**70), 2**70) | st.floats() | st.sampled_from([0, 1, 2, 7])
TEXTS = st.text(st.characters(), max_size=6) | st.sampled_from(
    ["", "Okapi", "\x00", "\ud800", "1", "-1", "1e999", "2024-02-30", "null", "%", "'"]
)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=6,
)
OPERATORS = st.sampled_from([*KNOWN_OPERATORS, "EQ", "nope", "", 1])
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


OWN_FIELDS = tuple(values("", {SLUG: 1, "crm_users": 1, "contacts": 1}))


def fields_of(slug):
    """Return the names of the fields that there may be."""
    own = OWN_FIELDS if slug in OWN else ()
    if slug == SLUG:
        return ["id", "name", "created_at", *own]
    return [*(one.name for one in registry.built_in_type(slug).fields), *own]


def valid(slug, ids):
    """Return a body that is taken, as long as what it points at is there."""
    if slug == SLUG:
        return body("Gnu", ids)
    sent = sample_body(registry.built_in_type(slug), "Gnu", ids)
    return {**sent, "custom_fields": values("Gnu", ids)} if slug in OWN else sent


def names_of(slug):
    """Draw keys: fields in both cases, with suffixes, reserved words, nonsense."""
    fields = fields_of(slug)
    suffixes = ("", "", "_gte", "_q", "_eq_any", "@in", "@like", "@is", "@cs", "@nope")
    known = st.builds(str.__add__, st.sampled_from(fields), st.sampled_from(suffixes))
    words = st.sampled_from(
        ["q", "include_archived", "custom_fields", "id", "firstName"]
    )
    return known | known | words | TEXTS


@st.composite
def queries(draw, slug):
    names = names_of(slug)
    element = st.fixed_dictionaries(
        {"field": names, "op": OPERATORS},
        optional={"value": JSON, "logicalOp": st.sampled_from(["and", "or", "x", 1])},
    )
    sort = st.fixed_dictionaries(
        {"field": names}, optional={"order": st.sampled_from(["ASC", "desc", "x", 1])}
    )
    shapes = {
        "filter": st.dictionaries(names, JSON, max_size=3),
        "filters": st.lists(element, max_size=3),
        "sorts": st.lists(sort, max_size=3),
        "sort": st.lists(names, max_size=2) | sort,
        "range": st.lists(st.integers(-2, 2**65), max_size=3),
    }
    parameters = {
        name: json.dumps(draw(shape | JSON))
        for name, shape in shapes.items()
        if draw(st.booleans())
    }
    raw = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    for name in ("order", "keys", "purge", "embed"):
        if draw(st.integers(0, 9)) == 0:
            parameters[name] = draw(raw | st.sampled_from(["asc", "camel", "true"]))
    return urlencode(parameters)


@st.composite
def bodies(draw, slug, ids):
    """Draw a valid body with some values replaced, an array of them, or any JSON."""
    body = valid(slug, ids)
    body |= draw(st.dictionaries(names_of(slug), JSON, max_size=2))
    if isinstance(body.get("custom_fields"), dict) and draw(st.booleans()):
        replaced = st.dictionaries(
            st.sampled_from(OWN_FIELDS) | TEXTS, JSON, max_size=2
        )
        body["custom_fields"] = {**body["custom_fields"], **draw(replaced)}
    for name in draw(st.lists(st.sampled_from([*sorted(body), "id"]), max_size=2)):
        body[name] = draw(JSON)
    chosen = draw(st.sampled_from(["valid", "valid", "array", "merge", "junk"]))
    match chosen:
        case "array":
            return [body, *draw(st.lists(JSON, max_size=2))]
        case "merge":
            return {"winnerId": draw(JSON), "loserId": ids["contacts"]}
        case "junk":
            return draw(JSON)
    return body


def encoded(draw, body):
    """Return the bytes of a body, now and then damaged."""
    text = json.dumps(body).encode()
    if draw(st.integers(0, 9)) > 0:
        return text
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.binary(max_size=2)) + text[place + 1 :]


@st.composite
def requests(draw, slug, ids):
    places = [
        f"/api/{slug}",
        f"/api/{slug}",
        f"/api/{slug}/{ids[slug]}",
        f"/api/{slug}/{ids[slug]}",
        f"/api/{slug}/{draw(st.sampled_from([0, 2**40, 'x', 2**64]))}",
        f"/api/{slug}/{ids[slug]}/restore",
        "/api/merge_contacts",
    ]
    method = draw(st.sampled_from(METHODS))
    body = b"" if method == "GET" else encoded(draw, draw(bodies(slug, ids)))
    return method, draw(st.sampled_from(places)), draw(queries(slug)), body


def assert_harmless(send, drawn, assert_shape):
    """Send drawn requests one after the other; nothing may change a row unasked."""
    with rolled_back():
        before = snapshot()
        for _ in range(REQUESTS):
            method, path, query, body = drawn()
            response = send(method, path, body, query=query)
            after = snapshot()
            told = (method, path, query, body, response.content[:300])
            assert response.status_code < 500, told
            if response.status_code >= 400:
                if method != "HEAD":
                    assert_shape(response)
                assert difference(before, after) == {}, told
            elif method in ("GET", "HEAD", "OPTIONS"):
                assert difference(before, after) == {}, told
            else:
                json.loads(response.content)
                assert unlogged(before, after) == [], told
            before = after


@pytest.mark.parametrize("slug", [SLUG, *SLUGS])
@fuzzing
@given(data=st.data())
def test_nothing_makes_the_server_fail_or_changes_a_row_unasked(
    send, owned, slug, data
):
    assert_harmless(send, lambda: data.draw(requests(slug, owned)), assert_shape)
