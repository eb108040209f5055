"""Where is the demo served, and how does this process become the server?"""

from __future__ import annotations

import errno
import os
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http.request import validate_host

if TYPE_CHECKING:
    from typing import NoReturn

_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to tell them
_REASONS = {
    errno.EADDRINUSE: "is taken: end the other program or choose another --port",
    errno.EACCES: "may not be used by you: choose a --port above 1023",
    errno.EADDRNOTAVAIL: "is no address of this machine: choose another --host",
}


class AddressUnavailable(Exception):
    """Nothing can be served there; the message says why, to a person."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port to serve on."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Return where a browser on this machine finds it, without a slash at the end."""
        host = _bracketed(_EVERY_ADDRESS.get(self.host, self.host))
        return f"http://{host}:{self.port}"

    def check(self) -> None:
        """Raise :class:`AddressUnavailable` unless something could be served here."""
        place = f"{_bracketed(self.host)}:{self.port}"
        try:
            found = socket.getaddrinfo(
                self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )
            family, kind, protocol, _name, address = found[0]
            with socket.socket(family, kind, protocol) as attempt:
                # As gunicorn does; a connection that has just ended is no obstacle.
                attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                attempt.bind(address)
        except OSError as error:
            reason = _REASONS.get(error.errno or 0, f"cannot be used: {error.strerror}")
            raise AddressUnavailable(f"{place} {reason}.") from error

    def serve(self) -> NoReturn:
        """Become gunicorn; does not return."""
        os.environ["HOST"] = _bracketed(self.host)
        os.environ["PORT"] = str(self.port)
        host = self.url.removeprefix("http://").rpartition(":")[0]
        if not validate_host(host, settings.ALLOWED_HOSTS):
            # Whoever says --host means to be answered there.
            os.environ["ALLOWED_HOSTS"] = ",".join([*settings.ALLOWED_HOSTS, host])
        if sys.stderr.isatty():
            os.environ.setdefault("LOG_FORMAT", "console")
        os.chdir(settings.BASE_DIR)
        sys.stdout.flush()
        sys.stderr.flush()
        configuration = str(settings.BASE_DIR / "config" / "gunicorn.py")
        arguments = [sys.executable, "-m", "gunicorn", "-c", configuration]
        os.execv(sys.executable, arguments)  # noqa: S606 - built here, from no input


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
