"""Which tests can this machine run? A pytest plugin.

A test that needs PostgreSQL, Chromium or Node is marked so. Where that is missing the
test is deselected and listed at the end; with CI set it fails instead.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Component:
    """Something outside Python that the tests with the mark ``mark`` need."""

    mark: str
    is_usable: Callable[[], bool]
    is_installed: Callable[[], bool]
    advice: str


def browser() -> str | None:
    """Find Chromium."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def has_node() -> bool:
    """Tell whether Node is there, and npm, which installs what the tests run in it."""
    return all(map(shutil.which, ("node", "npm")))


def postgres_server() -> Path | None:
    """Find the folder of PostgreSQL's server programs, the newest first."""
    if on_path := shutil.which("postgres"):
        return Path(on_path).parent
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    by_version = sorted(found, key=lambda path: int(path.parts[-3]), reverse=True)
    return by_version[0].parent if by_version else None


COMPONENTS = (
    Component(
        mark="postgres",
        is_usable=lambda: connection.vendor == "postgresql",
        is_installed=lambda: postgres_server() is not None,
        advice="set DATABASE_URL=postgres://… to run them",
    ),
    Component(
        mark="browser",
        is_usable=lambda: browser() is not None,
        is_installed=lambda: browser() is not None,
        advice="install Chromium to run them",
    ),
    Component(
        mark="node",
        is_usable=has_node,
        is_installed=has_node,
        advice="install Node and npm to run them",
    ),
)

left_out_key = pytest.StashKey[dict[str, list[str]]]()


def is_ci(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether every component must be there."""
    return environment.get("CI", "").lower() not in {"", "0", "false"}


def unusable(item: pytest.Item) -> list[Component]:
    """Name the components that ``item`` needs and cannot use here."""
    return [
        component
        for component in COMPONENTS
        if item.get_closest_marker(component.mark) and not component.is_usable()
    ]


def reason_to_leave_out(item: pytest.Item) -> Component | None:
    """Name the component for whose lack ``item`` is left out, if it is."""
    lacking = unusable(item)
    # On CI an absent component is an error, which pytest_runtest_setup raises. One that
    # is only unused in this run (PostgreSQL in the run on SQLite) is not.
    if is_ci() and not all(component.is_installed() for component in lacking):
        return None
    return next(iter(lacking), None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out the tests that lack a component."""
    left_out: dict[str, list[str]] = {}
    kept: list[pytest.Item] = []
    deselected: list[pytest.Item] = []
    for item in items:
        component = reason_to_leave_out(item)
        (deselected if component else kept).append(item)
        if component:
            left_out.setdefault(component.mark, []).append(item.nodeid)
    if deselected:
        config.hook.pytest_deselected(items=deselected)
        items[:] = kept
    config.stash[left_out_key] = left_out


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail what was kept although it lacks a component."""
    for component in unusable(item):
        pytest.fail(
            f"needs {component.mark}, which is missing although CI is set:"
            f" {component.advice}",
            pytrace=False,
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send the list from a worker of pytest-xdist to the process that reports."""
    if hasattr(session.config, "workeroutput"):
        left_out = session.config.stash.get(left_out_key, {})
        session.config.workeroutput["left_out"] = left_out


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take over the list of a worker; all workers collect the same tests."""
    output = getattr(node, "workeroutput", {})
    config = getattr(node, "config", None)
    if isinstance(config, pytest.Config) and "left_out" in output:
        config.stash[left_out_key] = output["left_out"]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """List what was left out and how to run it."""
    advice = {component.mark: component.advice for component in COMPONENTS}
    for mark, tests in config.stash.get(left_out_key, {}).items():
        terminalreporter.section(f"left out: {len(tests)} {mark} tests, {advice[mark]}")
        for test in tests:
            terminalreporter.line(test)
