"""Does the matrix cover everything? Fails when a route or a type joins unnoticed."""

from django.urls import get_resolver

from records.schema.registry import registry
from tests.isolation.houses import ENDPOINTS, MERGING
from tests.isolation.test_roles import MATRIX
from tests.samples import SLUGS, furnish

# Every route outside the admin, and what covers it.
ROUTES = {
    "": "leads to the admin",
    "health/live": "tells no record (tests/config/test_health.py)",
    "health/ready": "tells no record (tests/config/test_health.py)",
    "openapi/resource.json": "test_questions: tells no record",
    "openapi/document.json": "test_questions: tells no record",
    "openapi/envelope.json": "tests/records/dialects/envelope/test_openapi.py",
    "^docs/?$": "tells no record",
    "^api/crm(?:/|$)^records/query/?$": "test_document: questions",
    "^api/crm(?:/|$)^record/?$": "test_document: references, roles",
    "^api/crm(?:/|$)^record/(?P<record_id>[^/]+)/?$": "test_document: targets",
    "^api/crm(?:/|$)^users/?$": "test_document: people of others are not listed",
    **{
        f"^api/crm(?:/|$)^{path}/?$": "test_document_definitions"
        for path in (
            "objects",
            "objects/(?P<object_id>[^/]+)",
            "objects/(?P<object_id>[^/]+)/fields",
            "objects/(?P<object_id>[^/]+)/fields/(?P<field_id>[^/]+)",
        )
    },
    "^api/crm(?:/|$)^.*$": "any other path is told that it is unknown",
    "api/^merge_contacts/?$": "merge winner, merge loser",
    "api/^merge_companies/?$": "merge winner, merge loser",
    **{
        f"api/^{path}/?$": "test_definitions"
        for path in (
            "object-config",
            "object-config/(?P<slug>[^/]+)",
            "object-config/(?P<slug>[^/]+)/overrides",
            "custom_field_defs",
            "custom_field_defs/(?P<id>[^/]+)",
            "schema/(?P<table>[^/]+)",
        )
    },
    r"api/^(?P<resource>[^/]+)/?$": "test_questions; create in test_references",
    r"api/^(?P<resource>[^/]+)/(?P<record_id>[^/]+)/?$": "get … purge",
    r"api/^(?P<resource>[^/]+)/(?P<record_id>[^/]+)/restore/?$": "restore",
    "api/^.*$": "any other path is told that it is unknown",
    r"v2/^(?P<resource>[a-z_]+)(?:\.json)?/?$": "test_envelope: collection",
    r"v2/^(?P<holder>[a-z_]+)/custom_fields(?:\.json)?/?$": (
        "tests/records/dialects/envelope/test_definitions.py"
    ),
    r"v2/^(?P<resource>[a-z_]+)/upsert(?:\.json)?/?$": (
        "tests/records/dialects/envelope/test_upserts.py"
    ),
    r"v2/^sync/start(?:\.json)?/?$": "tests/records/dialects/envelope/sync",
    r"v2/^sync/ack(?:\.json)?/?$": "tests/records/dialects/envelope/sync",
    r"v2/^sync/(?P<session>[^/]+)/queues/main(?:\.json)?/?$": (
        "tests/records/dialects/envelope/sync"
    ),
    r"v2/^accounts/self(?:\.json)?/?$": "tests/records/dialects/envelope",
    r"v2/^(?P<resource>[a-z_]+)/self(?:\.json)?/?$": "tests/crm/wire/envelope",
    r"v2/^(?P<resource>[a-z_]+)/(?P<record_id>[^/]+?)(?:\.json)?/?$": (
        "test_envelope: a foreign record"
    ),
    r"v2/^(?P<parent>[a-z_]+)/(?P<parent_id>[^/]+)/(?P<resource>[a-z_]+)"
    r"(?:\.json)?/?$": "test_envelope: below a foreign parent",
    r"v2/^(?P<parent>[a-z_]+)/(?P<parent_id>[^/]+)/(?P<resource>[a-z_]+)"
    r"/(?P<record_id>[^/]+?)(?:\.json)?/?$": "test_envelope: below a foreign parent",
    "v2/^.*$": "any other path is told that it is unknown",
}


def routes(patterns, prefix=""):
    for one in patterns:
        route = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            if one.namespace != "admin":
                yield from routes(one.url_patterns, route)
        else:
            yield route


def test_every_route_is_covered():
    assert set(routes(get_resolver().url_patterns)) == set(ROUTES)


def test_every_type_has_a_record_in_both_organizations(tenant):
    assert set(SLUGS) == {one.slug for one in registry.built_in()}
    ids = furnish(tenant, "Quagga")
    assert set(ids) == set(SLUGS)
    assert all(ids.values())


def test_every_merge_action_is_covered():
    paths = {one.path for one in registry.actions("resource")}
    assert {one for one in paths if one.startswith("merge_")} == {
        f"merge_{slug}" for slug in MERGING
    }


def test_every_endpoint_has_a_place_in_the_matrix_of_roles():
    assert set(ENDPOINTS) <= set(MATRIX)
