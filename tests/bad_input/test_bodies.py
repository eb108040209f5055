"""Is a body that cannot be read refused, whatever is wrong with it?"""

import json

import pytest

from records.dialects.base.bodies import LARGEST_BODY
from tests.bad_input.refusals import Unchanged, assert_refused

DEEP = 10_000

UNREADABLE = {
    "nothing": (b"", "No writable fields"),
    "blank": (b"  ", "Invalid JSON"),
    "cut": (b'{"first_name": "A', "Invalid JSON"),
    "trailing comma": (b'{"first_name": "A",}', "Invalid JSON"),
    "single quotes": (b"{'first_name': 'A'}", "Invalid JSON"),
    "a comment": (b'{"first_name": "A"} // hi', "Invalid JSON"),
    "two documents": (b'{"first_name": "A"}{"first_name": "B"}', "Invalid JSON"),
    "form data": (b"first_name=A", "Invalid JSON"),
    "NaN": (b'{"first_name": NaN}', "Invalid JSON"),
    "Infinity": (b'{"first_name": Infinity}', "Invalid JSON"),
    "-Infinity": (b'{"first_name": -Infinity}', "Invalid JSON"),
    "an exponent beyond every float": (b'{"company_id": 1e400}', "Invalid JSON"),
    "bytes that are no UTF-8": (b'{"first_name": "\xff"}', "Invalid JSON"),
    "UTF-16": ('{"first_name": "A"}'.encode("utf-16"), "Invalid JSON"),
    "a byte order mark": (b'\xef\xbb\xbf{"first_name": "A"}', "Invalid JSON"),
    "an encoded surrogate": (b'{"first_name": "\xed\xa0\x80"}', "Invalid JSON"),
    "a lone surrogate": (b'{"first_name": "\\ud800"}', "Invalid JSON"),
    "a bare control character": (b'{"first_name": "\x00"}', "Invalid JSON"),
    "NUL bytes": (b"\x00" * 20, "Invalid JSON"),
    "deep arrays": (b"[" * DEEP + b"]" * DEEP, "Invalid JSON"),
    "deep objects": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, "Invalid JSON"),
    "deep and cut": (b"[" * DEEP, "Invalid JSON"),
    "null": (b"null", "JSON object"),
    "a text": (b'"first_name"', "JSON object"),
    "a number": (b"12", "JSON object"),
    "true": (b"true", "JSON object"),
    "no writable field": (b'{"nope": 1, "id": 5, "created_at": "x"}', "No writable"),
    "an empty object": (b"{}", "No writable fields"),
    "an empty array": (b"[]", "holds no record"),
    "an array of texts": (b'["A"]', "[0]"),
    "an array of arrays": (b"[[]]", "[0]"),
    "null in an array": (b'[{"first_name": "A"}, null]', "[1]"),
    "an empty object in an array": (b'[{"first_name": "A"}, {}]', "[1]"),
    "too many records": (b"[" + b",".join([b'{"title":"A"}'] * 1001) + b"]", "1000"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_body_that_cannot_be_read_creates_nothing(send, case):
    body, naming = UNREADABLE[case]
    with Unchanged():
        assert_refused(send("POST", "/api/contacts", body), naming=naming)


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_body_that_cannot_be_read_changes_nothing(send, tenant, case):
    body, naming = UNREADABLE[case]
    address = f"/api/contacts/{tenant.make('contacts', first_name='Ada')}"
    if naming.startswith("No writable"):
        with Unchanged():  # a save without changes is none to fail
            assert send("PUT", address, body).status_code == 200
        return
    if body.startswith(b"["):
        naming = ""
    with Unchanged():
        for method in ("PUT", "PATCH"):
            assert_refused(send(method, address, body), naming=naming)


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 2 * 1024 * 1024])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/contacts"),
        ("PUT", "/api/contacts/{id}"),
        ("PATCH", "/api/contacts/{id}"),
        ("POST", "/api/merge_contacts"),
    ],
)
def test_a_body_over_a_mebibyte_is_refused(send, tenant, size, method, path):
    path = path.format(id=tenant.make("contacts", first_name="Ada"))
    frame = b'{"description": ""}'
    body = frame[:-2] + b"x" * (size - len(frame)) + frame[-2:]
    with Unchanged():
        assert_refused(send(method, path, body), status=413, naming="1 MiB")


def test_a_body_of_a_mebibyte_is_stored(send):
    frame = b'{"description": ""}'
    body = frame[:-2] + b"x" * (LARGEST_BODY - len(frame)) + frame[-2:]
    response = send("POST", "/api/contacts", body)
    assert response.status_code == 201
    assert len(response.json()["description"]) == LARGEST_BODY - len(frame)


def test_one_bad_record_refuses_the_whole_array(send):
    batch = [{"first_name": "A"}, {"first_name": 1}, {"company_id": 7, "tags": "x"}]
    with Unchanged():
        response = send.json("POST", "/api/contacts", batch)
        assert_refused(response, naming="[1].first_name")
    errors = response.json()["errors"]
    assert set(errors) == {"[1].first_name", "[2].company_id", "[2].tags"}


MERGES = {
    "nothing": {},
    "the winner alone": {"winnerId": 1},
    "no object": [1, 2],
    "texts": {"winnerId": "a", "loserId": "b"},
    "truths": {"winnerId": True, "loserId": False},
    "fractions": {"winnerId": 1.5, "loserId": 2},
    "negatives": {"winnerId": -1, "loserId": -2},
    "zeros": {"winnerId": 0, "loserId": 0},
    "beyond 63 bits": {"winnerId": 2**63, "loserId": 2**70},
    "many digits": {"winnerId": "9" * 5000, "loserId": "1"},
    "nulls": {"winnerId": None, "loserId": None},
    "lists": {"winnerId": [1], "loserId": [2]},
}


@pytest.mark.parametrize("slug", ["contacts", "companies"])
@pytest.mark.parametrize("case", MERGES)
def test_a_merge_that_names_no_two_records_is_refused(send, slug, case):
    with Unchanged():
        response = send.json("POST", f"/api/merge_{slug}", MERGES[case])
        assert_refused(response, naming="loserId and winnerId required")


def test_a_merge_with_itself_is_refused(send, tenant):
    same = tenant.make("contacts", first_name="Ada")
    with Unchanged():
        body = {"winnerId": same, "loserId": str(same)}
        assert_refused(send.json("POST", "/api/merge_contacts", body), naming="itself")


def test_a_merge_with_an_archived_record_is_refused(send, tenant):
    winner, loser = (tenant.make("contacts", first_name=one) for one in "ab")
    send("DELETE", f"/api/contacts/{loser}")
    for body in (
        {"winnerId": winner, "loserId": loser},
        {"winnerId": loser, "loserId": winner},
    ):
        with Unchanged():
            assert_refused(send.json("POST", "/api/merge_contacts", body), status=404)


def test_a_write_to_a_record_that_was_merged_away_names_the_winner(send, tenant):
    winner, loser = (tenant.make("contacts", first_name=one) for one in "ab")
    body = {"winnerId": winner, "loserId": loser}
    assert send.json("POST", "/api/merge_contacts", body).status_code == 200
    with Unchanged():
        for method, path in (
            ("PUT", f"/api/contacts/{loser}"),
            ("DELETE", f"/api/contacts/{loser}"),
            ("POST", f"/api/contacts/{loser}/restore"),
        ):
            response = send(method, path, json.dumps({"title": "x"}).encode())
            assert_refused(response, status=409, naming=str(winner))
