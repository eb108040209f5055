"""How does a test start Dragoman in a process of its own? A pytest plugin."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from django.conf import settings

EXAMPLE = Path(__file__).parent.parent / ".env.example"

# A bound, not a wait: a machine that runs other things at once takes its time.
SECONDS_TO_START = 90

# Left by pytest-django and manage.py; they would make the process a part of this test.
LEFT_BEHIND = frozenset(
    {"DJANGO_SETTINGS_MODULE", "DRAGOMAN_ENTERED_VENV", "PYTEST_CURRENT_TEST"}
)


def documented_variables() -> frozenset[str]:
    """Name the variables that .env.example explains."""
    return frozenset(re.findall(r"(?m)^(?:# )?([A-Z_]+)=", EXAMPLE.read_text()))


def run(
    command: Sequence[str | Path], *, environment: Mapping[str, str], cwd: Path
) -> "subprocess.CompletedProcess[str]":
    """Run ``command`` to its end, whatever that is, and hold what it says."""
    return subprocess.run(  # noqa: S603 - a test's own command
        command,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        cwd=cwd,
    )


@pytest.fixture
def process_environment() -> dict[str, str]:
    """Give the machine's environment without any configuration of Dragoman."""
    ours = LEFT_BEHIND | documented_variables()
    return {name: value for name, value in os.environ.items() if name not in ours}


@contextmanager
def served(environment: Mapping[str, str], *, log: Path) -> Iterator[str]:
    """Serve the project by gunicorn as it is deployed; gives its address.

    ``environment`` names the database, which is migrated. ``log`` takes what the
    server says.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = Path(sys.executable).parent / "gunicorn"
    with (
        log.open("w") as written,
        subprocess.Popen(  # noqa: S603 - our own server
            [gunicorn, "-c", settings.BASE_DIR / "config" / "gunicorn.py"],
            cwd=settings.BASE_DIR,
            env={**environment, "PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        ) as server,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until_alive(address, server, log)
            yield address
        finally:
            server.terminate()


def wait_until_alive(
    address: str, server: "subprocess.Popen[bytes]", log: Path
) -> None:
    """Return once the server answers; fails the test when it does not start."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{address}/health/live").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{log.read_text()}")
