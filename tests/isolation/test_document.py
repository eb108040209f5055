"""The matrices of isolation, for the document dialect."""

import pytest

from records.access.roles import Role
from records.dialects.document.identifiers import record_id
from records.dialects.document.naming import Spelling
from records.schema.kinds import ReferenceKind, ReferenceSetKind, TextKind
from records.schema.object_types import Operation
from tests.isolation.houses import MARKER, NOWHERE, assert_says_nothing, type_of
from tests.isolation.test_roles import NEEDED, knows, who_may
from tests.records.dialects.document.wire import (
    CREATE,
    QUERY,
    change,
    create,
    id_of,
    query,
    read,
    remove,
    sample_values,
)
from tests.samples import SLUGS, exclusive, on_their_own
from tests.snapshots import assert_unchanged, rolled_back, snapshot

TARGETS = [slug for slug in SLUGS if not type_of(slug).singleton]
ENDPOINTS = {
    "get": lambda api, text: api.get(f"{CREATE}/{text}"),
    "head": lambda api, text: api("HEAD", f"{CREATE}/{text}"),
    "patch": lambda api, text: api.patch(
        f"{CREATE}/{text}", {"field_values": {"name": "taken"}}
    ),
    "patch nothing": lambda api, text: api.patch(
        f"{CREATE}/{text}", {"field_values": {}}
    ),
    "patch nonsense": lambda api, text: api.patch(f"{CREATE}/{text}", []),
    "delete": lambda api, text: api.delete(f"{CREATE}/{text}"),
}


def spelling(slug):
    return Spelling.of(type_of(slug))


def is_supported(endpoint, object_type):
    """Tell whether the type knows what the endpoint does, whoever asks."""
    if endpoint.startswith("patch ") or endpoint == "patch":
        # What cannot be read is told after whether the record is there.
        return object_type.can(Operation.UPDATE) or endpoint == "patch nonsense"
    return endpoint != "delete" or is_removable(object_type)


def is_removable(object_type):
    return object_type.can(Operation.ARCHIVE) or object_type.can(Operation.DELETE)


def masked(answer, text):
    return str(answer.json).replace(text, "rec")


# -- targets ------------------------------------------------------------------------


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_foreign_record_is_as_absent_as_one_that_never_was(own, foreign, endpoint):
    send = ENDPOINTS[endpoint]
    before = snapshot()
    for slug in TARGETS:
        theirs, nowhere = id_of(slug, foreign.ids), record_id(slug, NOWHERE)
        answer, absent = send(own.api, theirs), send(own.api, nowhere)
        expected = 404 if is_supported(endpoint, type_of(slug)) else 400
        assert answer.status == absent.status == expected, slug
        assert masked(answer, theirs) == masked(absent, nowhere)
        assert_says_nothing(answer)
    assert_unchanged(before)


def test_the_configuration_is_always_the_own_one(own, foreign):
    before = foreign.rows()
    text = "rec_configuration_1"
    assert_says_nothing(read(own.tenant, text))
    assert change(own.tenant, text, config={"a": 1}).status == 200
    assert remove(own.tenant, text).status == 200
    assert foreign.rows() == before


def test_a_foreign_record_that_was_merged_away_names_no_winner(own, foreign):
    loser = foreign.tenant.make("contacts", first_name="away")
    body = {"winnerId": foreign.ids["contacts"], "loserId": loser}
    assert foreign.api.post("/api/merge_contacts", body).status == 200
    for send in ENDPOINTS.values():
        answer = send(own.api, record_id("contacts", loser))
        assert answer.status == 404
        assert id_of("contacts", foreign.ids) not in str(answer.json)


def test_a_contact_is_no_company(own):
    wrong = record_id("companies", own.ids["contacts"])
    assert read(own.tenant, wrong).status == 404
    assert remove(own.tenant, wrong).status == 404


def test_a_restricted_note_is_its_authors_alone(own):
    colleague = own.tenant.colleague("admin")
    note = own.tenant.make(
        "deal_notes", deal_id=own.ids["deals"], text="secret", visibility="restricted"
    )
    before = snapshot()
    for endpoint, send in ENDPOINTS.items():
        answer = send(colleague.api, record_id("deal_notes", note))
        assert answer.status == 404, endpoint
    assert query(colleague, "deal_notes", {"text": "secret"}).json["data"] == []
    assert_unchanged(before)


# -- questions ----------------------------------------------------------------------


@pytest.mark.parametrize("slug", TARGETS)
def test_a_foreign_id_as_filter_value_matches_nothing(own, foreign, slug):
    theirs = read(foreign.tenant, id_of(slug, foreign.ids)).json
    keys = {
        **theirs["field_values"],
        "id": theirs["id"],
        "created_by": theirs["created_by"],
    }
    for key, value in keys.items():
        field = spelling(slug).find(key)
        if field is None or not isinstance(
            field.kind, ReferenceKind | ReferenceSetKind
        ):
            continue
        for one in value if field.kind.is_multiple else [value]:
            for asked in (one, {"$in": [one]}) if one is not None else ():
                answer = query(own.tenant, slug, {key: asked})
                assert answer.json["data"] == [], key
                assert answer.json["pagination"]["total"] == 0


@pytest.mark.parametrize("slug", SLUGS)
def test_a_foreign_text_as_filter_value_matches_nothing(own, foreign, slug):
    for key, field in spelling(slug).values.items():
        if isinstance(field.kind, TextKind):
            answer = query(own.tenant, slug, {key: {"$contains": MARKER}})
            assert (answer.status, answer.json["data"]) == (200, []), key


@pytest.mark.parametrize("slug", SLUGS)
def test_a_query_shows_and_counts_the_own_rows_only(own, foreign, slug):
    for asked in ({}, {"sort": "id", "order": "desc"}, {"per_page": "100"}):
        answer = query(own.tenant, slug, **asked)
        assert_says_nothing(answer)
        assert answer.json["pagination"]["total"] == len(answer.json["data"])
    excluding = query(own.tenant, slug, {"id": {"$ne": id_of(slug, foreign.ids)}})
    assert_says_nothing(excluding)


def test_people_of_others_are_not_listed(own, foreign):
    answer = own.api.get("/api/crm/users")
    assert_says_nothing(answer)
    assert len(answer.json["data"]) == 1


# -- references ---------------------------------------------------------------------

REFERENCES = {
    slug: [
        (key, one.referenced_type)
        for key, one in spelling(slug).values.items()
        if one.referenced_type is not None and one.writable
    ]
    for slug in SLUGS
    if type_of(slug).can(Operation.CREATE)
}


@pytest.mark.parametrize("slug", [one for one, keys in REFERENCES.items() if keys])
def test_a_foreign_reference_is_refused_like_a_dangling_one(own, foreign, slug):
    (ids,) = on_their_own(own.tenant, slug, own.ids, 1)
    good = sample_values(slug, "Gnu", ids) | {"slug": "another"}
    good = {key: one for key, one in good.items() if key in spelling(slug).values}
    before = snapshot()
    for key, target in REFERENCES[slug]:
        alone = exclusive(type_of(slug))
        rivals = alone if spelling(slug).values[key].name in alone else ()
        fine = {name: one for name, one in good.items() if name not in rivals}

        is_multiple = spelling(slug).values[key].kind.is_multiple

        def spelled(text, is_multiple=is_multiple):
            return [text] if is_multiple else text

        def new(text, fine=fine, key=key, spelled=spelled):
            return create(own.tenant, slug, **{**fine, key: spelled(text)})

        def old(text, key=key, spelled=spelled):
            return change(own.tenant, id_of(slug, own.ids), **{key: spelled(text)})

        theirs, nowhere = id_of(target, foreign.ids), record_id(target, NOWHERE)
        for send in (new, old) if type_of(slug).can(Operation.UPDATE) else (new,):
            refused, dangling = send(theirs), send(nowhere)
            assert refused.status == 422, (key, refused.json)
            assert set(refused.json["details"]["fields"]) == {key}
            assert masked(refused, theirs) == masked(dangling, nowhere)
            assert_says_nothing(refused)
    assert_unchanged(before)


# -- roles --------------------------------------------------------------------------

# Every house has a note about each, which cannot do without it.
NOTED = ("contacts", "companies", "deals", "leads")
OPERATIONS = {
    "list": lambda house, api, slug: api.get(QUERY, object_id=slug),
    "get": lambda house, api, slug: api.get(f"{CREATE}/{id_of(slug, house.ids)}"),
    "patch": lambda house, api, slug: api.patch(
        f"{CREATE}/{id_of(slug, house.ids)}", {"field_values": {}}
    ),
    "delete": lambda house, api, slug: api.delete(f"{CREATE}/{id_of(slug, house.ids)}"),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("operation", [*OPERATIONS, "create"])
def test_a_role_may_what_the_matrix_says_and_nothing_else(own, operation, role):
    api = own.tenant.colleague(role).api
    for slug in [one for one in SLUGS if knows(operation, one)]:
        with rolled_back():
            send = prepared(own, operation, slug)
            before = snapshot()
            answer = send(api)
            if role not in who_may(operation, slug):
                assert (answer.status, answer.json["code"]) == (403, "FORBIDDEN"), slug
                assert_unchanged(before)
            elif operation == "delete" and slug in (*NEEDED, *NOTED):
                assert answer.status == 409, slug
            else:
                assert answer.status in (200, 201), (slug, answer.json)


def prepared(house, operation, slug):
    """Do what an operation needs done before, and return what sends it."""
    if operation != "create":
        return lambda api: OPERATIONS[operation](house, api, slug)
    if type_of(slug).singleton:
        house.api.delete(f"/api/{slug}/1")
    (ids,) = on_their_own(house.tenant, slug, house.ids, 1)
    body = {"object_id": slug, "field_values": sample_values(slug, "Gnu", ids)}
    return lambda api: api.post(CREATE, body)


@pytest.mark.parametrize("role", Role)
def test_everybody_may_know_the_people(own, role):
    assert own.tenant.colleague(role).api.get("/api/crm/users").status == 200
