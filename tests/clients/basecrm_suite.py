"""Runs the vendor's own suite of its Python client, in a process of its own.

Run as ``python -m tests.clients.basecrm_suite REPORT`` with BASECRM_BASE_URL and
BASECRM_ACCESS_TOKEN set, as the suite reads them; REPORT is a file that takes one JSON
object. The client keeps its state in classes and turns on logging for the whole
process, which is why it does not run inside ours.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import unittest
from pathlib import Path
from typing import Any

import basecrm.test
from basecrm.configuration import Configuration

_LOOPBACK = "127.0.0.1"


def ask_our_server() -> None:
    """Let a client that names no server mean ours.

    One test of the suite names none, and would go to the vendor's (contract §6).
    """
    configure = Configuration.__init__

    def configured(self: Configuration, **options: Any) -> None:
        options.setdefault("base_url", os.environ["BASECRM_BASE_URL"])
        configure(self, **options)

    Configuration.__init__ = configured


def stay_here() -> None:
    """Answer every other host as a machine without a network does.

    One test of the suite asks a host that does not exist: nobody is asked whether.
    """
    look_up = socket.getaddrinfo

    def looked_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != _LOOPBACK:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *arguments, **options)

    socket.getaddrinfo = looked_up


def main(report: Path) -> None:
    """Run every test there is and write what became of them."""
    ask_our_server()
    stay_here()
    result = unittest.TextTestRunner().run(basecrm.test.all())
    told = {
        "run": result.testsRun,
        "skipped": [str(test) for test, _reason in result.skipped],
        "expected_failures": [str(test) for test, _trace in result.expectedFailures],
        "unexpected_successes": [str(test) for test in result.unexpectedSuccesses],
        "failures": {
            str(test): trace for test, trace in (*result.failures, *result.errors)
        },
    }
    report.write_text(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
