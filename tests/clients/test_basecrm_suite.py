"""Does the vendor's client work here unchanged, by its own tests?"""

from __future__ import annotations

import json
import sys

import pytest
from django.conf import settings

from tests.clients.conftest import populated_database
from tests.processes import run, served

ALL = 206
"""The tests of basecrm 1.2.9, every one of them."""


@pytest.mark.live
@pytest.mark.slow
def test_the_vendors_own_suite_passes_against_our_server(tmp_path):
    report = tmp_path / "report.json"
    with (
        populated_database(tmp_path) as (environment, population),
        served(environment, log=tmp_path / "server.log") as address,
    ):
        suite = run(
            [sys.executable, "-m", "tests.clients.basecrm_suite", report],
            environment={
                **environment,
                "BASECRM_BASE_URL": address,
                "BASECRM_ACCESS_TOKEN": population["key"],
                "NO_PROXY": "*",
            },
            cwd=settings.BASE_DIR,
        )
    assert report.exists(), suite.stderr
    assert json.loads(report.read_text()) == {
        "run": ALL,
        "skipped": [],
        "expected_failures": [],
        "unexpected_successes": [],
        "failures": {},
    }
