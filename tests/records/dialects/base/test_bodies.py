"""Reading JSON bodies and writing JSON answers."""

import io
import json

import pytest
from rest_framework.test import APIRequestFactory

from records.dialects.base.bodies import (
    LARGEST_BODY,
    AnyTypeJsonParser,
    JsonOnly,
    JsonParser,
    JsonRenderer,
    parse_json,
)
from records.dialects.base.failures import BodyTooLarge, MalformedBody


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"{}", {}),
        (b" [1, 2.5, null, true] ", [1, 2.5, None, True]),
        ('{"ä":"\\u00df😀"}'.encode(), {"ä": "ß😀"}),
        (b"null", None),
        (b'"text"', "text"),
        ("[]", []),
    ],
)
def test_json_is_read(body, value):
    assert parse_json(body) == value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a':1}",
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"a":1}{"b":2}',
        b"[" * 10_000 + b"]" * 10_000,
        b"undefined",
    ],
    ids=range(10),
)
def test_what_is_no_json_is_refused(body):
    with pytest.raises(MalformedBody, match="Invalid JSON body"):
        parse_json(body)


def parse(body, **headers):
    request = APIRequestFactory().post("/", body, content_type="text/plain", **headers)
    return JsonParser().parse(io.BytesIO(body), parser_context={"request": request})


def test_a_body_of_exactly_one_mebibyte_is_read():
    text = "x" * (LARGEST_BODY - 2)
    assert parse(json.dumps(text).encode()) == text


def test_a_larger_body_is_refused_by_its_announced_length():
    with pytest.raises(BodyTooLarge):
        parse(b"x" * (LARGEST_BODY + 1))


@pytest.mark.parametrize("length", ["", "unknown", "5"])
def test_a_larger_body_is_refused_whatever_it_announces(length):
    stream = io.BytesIO(b"x" * (LARGEST_BODY + 1))
    request = APIRequestFactory().post("/", CONTENT_LENGTH=length)
    with pytest.raises(BodyTooLarge):
        JsonParser().parse(stream, parser_context={"request": request})


def test_a_body_can_be_read_without_a_request():
    assert JsonParser().parse(io.BytesIO(b"[1]")) == [1]


def test_answers_are_compact_utf_8_and_nothing_has_no_body():
    render = JsonRenderer().render
    assert render({"ä": [1, None]}) == '{"ä":[1,null]}'.encode()
    assert render(None) == b""
    assert render([]) == b"[]"


@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/xml", ""])
def test_json_is_sent_whatever_is_accepted(accept):
    renderers = [JsonRenderer()]
    request = APIRequestFactory().get("/", headers={"Accept": accept})
    chosen, media_type = JsonOnly().select_renderer(request, renderers)
    assert chosen is renderers[0]
    assert media_type == "application/json"


@pytest.mark.parametrize("sent", ["text/plain", "application/xml", ""])
def test_json_is_read_whatever_the_type_says(sent):
    parsers = [AnyTypeJsonParser()]
    request = APIRequestFactory().post("/", content_type=sent or "x/y")
    assert JsonOnly().select_parser(request, parsers) is parsers[0]
    assert parsers[0].media_type == "*/*"
