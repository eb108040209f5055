"""A page of another origin may use the resource dialect, and only that."""

import httpx
import pytest

from tests.clients.conftest import FOREIGN_ORIGIN, Server

pytestmark = pytest.mark.live


def preflight(
    server: Server, path: str, origin: str = FOREIGN_ORIGIN
) -> httpx.Response:
    return httpx.options(
        f"{server.address}{path}",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "authorization,content-type,range,x-api-key",
        },
    )


def names(header: str) -> set[str]:
    return {name.strip().lower() for name in header.split(",")}


@pytest.mark.parametrize("path", ["/api/contacts", "/api/contacts/1", "/api/nothing"])
def test_a_preflight_allows_what_clients_send(server, path):
    answer = preflight(server, path)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == FOREIGN_ORIGIN
    allowed = names(answer.headers["Access-Control-Allow-Headers"])
    assert allowed >= {"authorization", "content-type", "range", "x-api-key"}
    methods = names(answer.headers["Access-Control-Allow-Methods"])
    assert methods >= {"get", "post", "put", "patch", "delete"}


def test_the_headers_of_a_list_can_be_read(server):
    answer = httpx.get(
        f"{server.address}/api/contacts",
        headers={
            "Origin": FOREIGN_ORIGIN,
            "Authorization": f"Bearer {server.key}",
            "Range": "contacts=0-9",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == FOREIGN_ORIGIN
    exposed = names(answer.headers["Access-Control-Expose-Headers"])
    assert exposed >= {"content-range", "x-total-count", "x-request-id"}
    assert exposed & {"content-range", "x-total-count"} <= set(answer.headers)


def test_a_failure_can_be_read_too(server):
    answer = httpx.get(
        f"{server.address}/api/contacts", headers={"Origin": FOREIGN_ORIGIN}
    )
    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == FOREIGN_ORIGIN


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("/api/contacts", "https://elsewhere.example"),
        ("/api/crm/records", FOREIGN_ORIGIN),
        ("/v2/contacts", FOREIGN_ORIGIN),
        ("/admin/", FOREIGN_ORIGIN),
        ("/openapi/resource.json", FOREIGN_ORIGIN),
    ],
)
def test_nothing_else_is_allowed(server, path, origin):
    asked = preflight(server, path, origin)
    sent = httpx.get(f"{server.address}{path}", headers={"Origin": origin})
    for answer in (asked, sent):
        assert [
            name for name in answer.headers if name.startswith("access-control")
        ] == []
