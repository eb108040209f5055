"""Who may do what: every operation by every role on every type, and lesser keys."""

from __future__ import annotations

import pytest

from records.access.keys import new_key
from records.access.models import ApiKey
from records.access.roles import KeyScope, Permission, Role
from records.schema.object_types import Operation
from tests.factories import ApiKeyFactory
from tests.isolation.houses import ENDPOINTS, type_of
from tests.samples import SLUGS
from tests.snapshots import assert_unchanged, rolled_back, snapshot
from tests.tenants import Api

EVERYBODY = frozenset(Role)
WRITERS = EVERYBODY - {Role.VIEWER}
ADMINISTRATORS = frozenset({Role.ADMIN, Role.OWNER})
NOBODY: frozenset[Role] = frozenset()

# Operation: who may on records with a life of their own; who may on look-up rows.
MATRIX: dict[str, tuple[frozenset[Role], frozenset[Role]]] = {
    "list": (EVERYBODY, EVERYBODY),
    "get": (EVERYBODY, EVERYBODY),
    "head": (EVERYBODY, EVERYBODY),
    "create": (WRITERS, WRITERS),
    "create many": (WRITERS, WRITERS),
    "put": (WRITERS, WRITERS),
    "put nothing": (WRITERS, WRITERS),
    "patch": (WRITERS, WRITERS),
    "delete": (WRITERS, ADMINISTRATORS),  # parts of a record like records
    "restore": (ADMINISTRATORS, NOBODY),
    "purge": (ADMINISTRATORS, ADMINISTRATORS),
    "merge winner": (ADMINISTRATORS, NOBODY),
    "merge loser": (ADMINISTRATORS, NOBODY),
}
READING = ("list", "get", "head")
CREATING = ("create", "create many")
MERGES = ("merge winner", "merge loser")
# What everybody may sell, and only administrators may change.
OFFERED = ("products",)
# Rows that others cannot do without: permission is not enough to remove them.
NEEDED = ("stages", "pipelines")


# Operation to what of the type's own operations it stands for; reading needs none.
SUPPORTED_BY = {
    **{key: {Operation.CREATE} for key in ("create", "create many")},
    **{key: {Operation.UPDATE} for key in ("put", "put nothing", "patch")},
    **{key: {Operation.ARCHIVE, Operation.DELETE} for key in ("delete", "purge")},
    "restore": {Operation.ARCHIVE},
    **{key: {Operation.MERGE} for key in MERGES},
}


def knows(operation, slug):
    """Tell whether the type knows the operation, whoever asks."""
    object_type = type_of(slug)
    if operation == "create many" and object_type.singleton:
        return False
    return operation in READING or bool(
        SUPPORTED_BY[operation] & object_type.operations
    )


def who_may(operation, slug):
    object_type = type_of(slug)
    if operation not in READING and slug in OFFERED:
        return ADMINISTRATORS
    records, rows = MATRIX[operation]
    belongs = object_type.removal_permission is Permission.ARCHIVE
    return records if belongs or object_type.can(Operation.ARCHIVE) else rows


def prepare(house, operation, slug):
    """Do what an operation needs done before, and return what :func:`send` needs."""
    if operation == "restore":
        house.api.delete(f"/api/{slug}/{house.ids[slug]}")
    if operation in MERGES:
        return house.tenant.make(slug, name="other")
    return house.body(slug, "Gnu") if operation in CREATING else 0


def send(api, house, operation, slug, prepared):
    """Send a request in which only a permission can be lacking."""
    match operation:
        case "list":
            return api.get(f"/api/{slug}")
        case "create":
            return api.post(f"/api/{slug}", prepared)
        case "create many":
            return api.post(f"/api/{slug}", [prepared])
    return ENDPOINTS[operation](api, slug, house.ids[slug], prepared)


def assert_forbidden(answer):
    # HEAD has no body to say it.
    assert answer.status == 403
    assert answer.json is None or answer.json["code"] == "FORBIDDEN"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("operation", MATRIX)
def test_a_role_may_what_the_matrix_says_and_nothing_else(own, operation, role):
    api = own.tenant.colleague(role).api
    for slug in [one for one in SLUGS if knows(operation, one)]:
        with rolled_back():
            prepared = prepare(own, operation, slug)
            before = snapshot()
            answer = send(api, own, operation, slug, prepared)
            if role not in who_may(operation, slug):
                assert_forbidden(answer)
                assert_unchanged(before)
            elif operation in ("delete", "purge") and slug in NEEDED:
                assert answer.status == 409, slug
            else:
                assert answer.status in (200, 201), (slug, answer.json)


@pytest.mark.parametrize("role", Role)
def test_rows_that_only_show_others_are_written_by_nobody(own, role):
    api = own.tenant.colleague(role).api
    before = snapshot()
    for slug in [one for one in SLUGS if not type_of(one).operations]:
        for operation in ("create", "create many", "put", "patch", "delete", "purge"):
            answer = send(api, own, operation, slug, own.body(slug))
            assert answer.status in (400, 403), (slug, operation)
            if role in ADMINISTRATORS:
                assert answer.json["code"] == "INVALID_RESOURCE", (slug, operation)
    assert_unchanged(before)


# Scopes of an owner's key, and the operations on contacts that they open.
SCOPES: dict[tuple[KeyScope, ...], set[str]] = {
    (): set(),
    (KeyScope.READ,): set(READING),
    (KeyScope.READ, KeyScope.WRITE): set(MATRIX) - {"purge"},
    (KeyScope.READ, KeyScope.ADMIN): {*READING, "purge"},
    (KeyScope.READ, KeyScope.SCHEMA): set(READING),
    # Whatever answers with a record needs reading too: merging alone does not.
    (KeyScope.WRITE,): set(MERGES),
    (KeyScope.ADMIN,): set(),
    tuple(KeyScope): set(MATRIX),
}


@pytest.mark.parametrize("scopes", SCOPES, ids=lambda one: "+".join(one) or "none")
def test_a_key_may_what_its_scopes_carry(own, scopes):
    api = Api(key_with(own.tenant.membership, scopes))
    for operation in MATRIX:
        with rolled_back():
            prepared = prepare(own, operation, "contacts")
            before = snapshot()
            answer = send(api, own, operation, "contacts", prepared)
            if operation in SCOPES[scopes]:
                assert answer.status in (200, 201), operation
            else:
                assert_forbidden(answer)
                assert_unchanged(before)


def key_with(membership, scopes):
    text = new_key()
    ApiKeyFactory(membership=membership, text=text, scopes=[str(one) for one in scopes])
    return text


def test_a_scope_never_gives_more_than_the_owners_role(own):
    viewer = own.tenant.colleague(Role.VIEWER)
    keys = ApiKey.objects.for_organization(own.tenant.organization.pk)
    assert set(keys.get(membership=viewer.membership).scopes) == set(KeyScope.values)
    assert_forbidden(viewer.api.post("/api/contacts", {"name": "n"}))


def test_a_scope_that_nobody_knows_carries_nothing(own):
    api = Api(key_with(own.tenant.membership, ["everything", "READ"]))
    assert_forbidden(api.get("/api/contacts"))
