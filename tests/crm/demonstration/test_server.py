import os
import socket
import sys

import pytest
from django.conf import settings

from crm.demonstration.server import Address, AddressUnavailable


@pytest.fixture
def taken():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def become(monkeypatch):
    """What the process becomes, as soon as it would."""
    became = {}

    def execv(program, arguments):
        became.update(program=program, arguments=arguments, environment={**os.environ})
        raise SystemExit

    monkeypatch.setattr(os, "execv", execv)
    monkeypatch.setattr(os, "chdir", lambda folder: became.update(folder=folder))
    for name in ("HOST", "PORT", "ALLOWED_HOSTS", "LOG_FORMAT"):
        # Recorded, so that what the server is told is taken back afterwards.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    def serve(address):
        with pytest.raises(SystemExit):
            address.serve()
        return became

    return serve


def test_a_taken_port_is_told(taken):
    message = rf"^127\.0\.0\.1:{taken} is taken: .* choose another --port\.$"
    with pytest.raises(AddressUnavailable, match=message):
        Address("127.0.0.1", taken).check()


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("192.0.2.1", r"192\.0\.2\.1:8000 is no address of this machine"),
        ("no-such-host.invalid", r"no-such-host\.invalid:8000 cannot be used: "),
    ],
)
def test_an_address_of_elsewhere_is_told(host, message):
    with pytest.raises(AddressUnavailable, match=message):
        Address(host, 8000).check()


def test_a_free_port_passes(taken):
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    Address("127.0.0.1", port).check()
    assert port != taken


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:81"),
        ("localhost", "http://localhost:81"),
        ("0.0.0.0", "http://127.0.0.1:81"),  # noqa: S104 - not served
        ("::", "http://[::1]:81"),
        ("::1", "http://[::1]:81"),
    ],
)
def test_the_url_is_one_a_browser_here_can_open(host, url):
    assert Address(host, 81).url == url


def test_becomes_gunicorn_of_this_interpreter(become):
    became = become(Address("127.0.0.1", 8123))
    assert became["program"] == sys.executable
    assert became["arguments"] == [
        sys.executable,
        *("-m", "gunicorn", "-c", str(settings.BASE_DIR / "config" / "gunicorn.py")),
    ]
    assert became["folder"] == settings.BASE_DIR
    told = became["environment"]
    assert (told["HOST"], told["PORT"]) == ("127.0.0.1", "8123")
    assert "ALLOWED_HOSTS" not in told


def test_answers_to_the_host_it_was_told(become, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    told = become(Address("192.0.2.7", 8123))["environment"]
    assert told["ALLOWED_HOSTS"] == "localhost,192.0.2.7"


def test_an_address_with_colons_gets_brackets(become):
    assert become(Address("::1", 8123))["environment"]["HOST"] == "[::1]"
