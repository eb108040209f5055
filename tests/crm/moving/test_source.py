"""Is another server asked patiently, and is what goes wrong told in one sentence?"""

import socket
import time

import pytest

from crm.moving import source
from crm.moving.source import Source, SourceFailed, SourceRefused, base_url
from tests.crm.moving.servers import Answer, in_turn, refusal, serving

UP = Answer()


def asking(url, **options):
    """A source that notes its waits instead of waiting."""
    waits, told = [], []
    options = {"sleep": waits.append, "tell": told.append, **options}
    return Source(url, "token", **options), waits, told


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://api.example.com", "https://api.example.com"),
        (" https://api.example.com/v2/ ", "https://api.example.com"),
        ("http://127.0.0.1:8000/v2", "http://127.0.0.1:8000"),
        ("https://example.com/crm/", "https://example.com/crm"),
    ],
)
def test_an_address_is_the_server_s_with_or_without_the_version(given, url):
    assert base_url(given) == url


@pytest.mark.parametrize(
    "given",
    [
        "",
        "api.example.com",
        "ftp://example.com",
        "file:///etc/passwd",
        "http://",
        "http://name:secret@example.com",
        "http://example.com:99999",
        "http://example.com:x",
        "http://example.com?token=1",
        "http://[::1",
        "http://exämple.com",
    ],
)
def test_what_is_no_address_is_told(given):
    with pytest.raises(SourceFailed, match="is no address"):
        base_url(given)


@pytest.mark.parametrize("token", ["", "a b", "a\nb", "schlüssel"])
def test_what_is_no_token_is_told(token):
    with pytest.raises(SourceFailed, match="one word"):
        Source("http://127.0.0.1:1", token)


def test_every_request_says_who_asks():
    with serving(in_turn(UP)) as server:
        asked, _waits, _told = asking(server.url)
        assert asked.account() == {"id": 7, "name": "Acme"}
    (request,) = server.asked
    assert request.path == "/v2/accounts/self"
    assert request.headers["Authorization"] == "Bearer token"
    assert request.headers["User-Agent"]
    assert request.headers["Accept"] == "application/json"
    assert "token" not in repr(asked)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again(status):
    failing = Answer(b"<html>", status)
    with serving(in_turn(failing, failing, failing, UP)) as server:
        asked, waits, told = asking(server.url)
        assert asked.account()["id"] == 7
    assert waits == [1, 2, 4]
    assert told[0] == f"{asked.host} answers {status}. Trying again in 1 s."


def test_the_server_says_how_long_to_wait():
    answers = [
        refusal(429, "rate_limit_exceeded", "Slow", Retry_After=told)
        for told in ("7", "999999", "0", "Wed, 21 Oct 2026 07:28:00 GMT")
    ]
    with serving(in_turn(*answers, UP)) as server:
        asked, waits, _told = asking(server.url)
        asked.account()
    assert waits == [7, 3600, 1, 8]


def test_patience_ends():
    with serving(in_turn(refusal(503, "temporarily_unavailable", "Down."))) as server:
        asked, waits, _told = asking(server.url)
        with pytest.raises(SourceRefused, match=r"answers 503: Down\."):
            asked.account()
    assert waits == [1, 2, 4, 8, 16, 32, 60]


def test_a_connection_that_breaks_later_is_tried_again():
    with serving(in_turn(UP)) as server:
        asked, waits, told = asking(server.url, attempts=3)
        asked.account()
    # The server is gone now.
    with pytest.raises(SourceFailed, match="cannot be reached: Connection refused"):
        asked.account()
    assert waits == [1, 2]
    assert len(told) == 2


def test_a_wrong_address_fails_at_once():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    asked, waits, _told = asking(f"http://127.0.0.1:{port}")
    with pytest.raises(SourceFailed) as failed:
        asked.account()
    assert str(failed.value) == (
        f"127.0.0.1:{port} cannot be reached: Connection refused."
    )
    assert waits == []


def test_a_server_that_does_not_answer_is_told():
    def slow(_asked):
        time.sleep(0.6)
        return UP

    with serving(slow) as server:
        asked, _waits, _told = asking(server.url, timeout=0.1)
        with pytest.raises(SourceFailed) as failed:
            asked.account()
    assert str(failed.value) == f"{asked.host} did not answer within 0.1 s."


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html>Welcome</html>"),
        Answer(b"<html>Not here</html>", 404),
        Answer({"detail": "Not found."}, 404),
        Answer([1, 2]),
        Answer(b"\xff"),
    ],
    ids=["a page", "no page", "another API", "a list", "noise"],
)
def test_what_does_not_speak_the_dialect_is_told(answer):
    with serving(in_turn(answer)) as server:
        asked, _waits, _told = asking(server.url)
        with pytest.raises(SourceFailed, match="does not speak this API"):
            asked.account()


def test_a_refused_token_is_told():
    answer = refusal(401, "unauthorized", "The access token is invalid.")
    with serving(in_turn(answer)) as server:
        asked, _waits, _told = asking(server.url)
        with pytest.raises(SourceFailed) as failed:
            asked.account()
    assert str(failed.value) == (
        f"{asked.host} refuses the token: The access token is invalid."
    )


def test_a_token_is_sent_to_no_other_address():
    with serving(in_turn(UP)) as elsewhere:
        away = Answer(b"", 302, {"Location": f"{elsewhere.url}/v2/accounts/self"})
        with serving(in_turn(away)) as server:
            asked, _waits, _told = asking(server.url)
            with pytest.raises(SourceFailed, match="redirects to"):
                asked.account()
    assert elsewhere.asked == []


@pytest.mark.parametrize("body", [{}, {"data": 1}, {"data": None}])
def test_an_answer_without_data_is_told(body):
    with serving(in_turn(Answer(body))) as server:
        asked, _waits, _told = asking(server.url)
        with pytest.raises(SourceFailed, match="without “data”"):
            asked.account()


def collection(total, *, fails=lambda _asked: None):
    """What answers a collection of so many records, page by page."""

    def answer(asked):
        failure = fails(asked)
        if failure is not None:
            return failure
        page, size = int(asked.query["page"]), int(asked.query["per_page"])
        ids = range((page - 1) * size, min(page * size, total))
        links = {"self": "…"} | ({"next_page": "…"} if page * size < total else {})
        items = [{"data": {"id": one}, "meta": {"type": "x"}} for one in ids]
        return Answer({"items": items, "meta": {"count": len(items), "links": links}})

    return answer


@pytest.mark.parametrize("total", [0, 1, 3, 4, 6, 7, 29, 30, 31, 100])
def test_a_collection_is_counted_in_a_few_questions(monkeypatch, total):
    monkeypatch.setattr(source, "PAGE", 3)
    with serving(collection(total)) as server:
        asked, _waits, _told = asking(server.url)
        assert asked.count("things") == total
        assert len(server.asked) <= 12
        found = [one["id"] for page in asked.pages("things") for one in page]
        assert found == list(range(total))


def test_a_collection_that_cannot_be_sorted_so_is_read_as_it_comes():
    def fails(asked):
        if "sort_by" in asked.query:
            return refusal(400, "invalid_param", "sort_by")
        return None

    with serving(collection(250, fails=fails)) as server:
        asked, _waits, _told = asking(server.url)
        assert asked.count("things", {"sort_by": "id", "a": "b"}) == 250
        pages = list(asked.pages("things", {"sort_by": "id", "a": "b"}))
    assert [len(page) for page in pages] == [100, 100, 50]
    assert sum("sort_by" in one.query for one in server.asked) == 1
    assert all(one.query["a"] == "b" for one in server.asked)


def test_another_refusal_of_a_collection_is_told_as_it_is():
    answer = refusal(400, "invalid_param", "a: no such parameter.")
    with serving(in_turn(answer)) as server:
        asked, _waits, _told = asking(server.url)
        with pytest.raises(SourceRefused, match="no such parameter") as refused:
            list(asked.pages("things", {"a": "b"}))
    assert refused.value.status == 400


def test_pages_that_promise_more_and_hold_nothing_end():
    page = {"items": [], "meta": {"links": {"next_page": "…"}}}
    with serving(in_turn(Answer(page))) as server:
        asked, _waits, _told = asking(server.url)
        assert list(asked.pages("things")) == []
        assert asked.count("things") == 0
    assert len(server.asked) == 2


def test_an_answer_that_is_no_collection_is_told():
    with serving(in_turn(UP)) as server:
        asked, _waits, _told = asking(server.url)
        with pytest.raises(SourceFailed, match="no collection"):
            list(asked.pages("things"))


def test_an_answer_larger_than_any_page_is_not_read(monkeypatch):
    monkeypatch.setattr(source, "_LARGEST_ANSWER", 10)
    with serving(in_turn(UP)) as server:
        asked, _waits, _told = asking(server.url)
        with pytest.raises(SourceFailed, match="more than can be read"):
            asked.account()
