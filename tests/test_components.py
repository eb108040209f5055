import pytest
from django.conf import settings
from django.db import connection

from tests import components

PLUGINS = ("-p", "pytest_django.plugin", "-p", "xdist.plugin", "-p", "tests.components")

INNER = """
import pytest

@pytest.mark.node
def test_needs_node(): pass

@pytest.mark.browser
def test_needs_a_browser(): pass

@pytest.mark.postgres
def test_needs_postgres(): pass

def test_needs_nothing(): pass
"""


@pytest.fixture
def inner(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> pytest.Pytester:
    """Give a pytest run on a machine that has none of the components."""
    pytester.makepyfile(INNER)
    markers = "".join(f"\n  {one.mark}: it" for one in components.COMPONENTS)
    pytester.makeini(f"[pytest]\nmarkers ={markers}")
    monkeypatch.setenv("PYTHONPATH", str(settings.BASE_DIR))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    monkeypatch.delenv("CI", raising=False)
    # Only the plugins that matter here: the others take seconds to import.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return pytester


@pytest.mark.parametrize("processes", ["0", "2"])
def test_what_lacks_a_component_is_left_out_and_listed(
    inner: pytest.Pytester, processes: str
) -> None:
    ran = inner.runpytest_subprocess(*PLUGINS, "-n", processes)
    assert ran.ret == 0
    ran.stdout.fnmatch_lines(
        [
            "*left out: 1 node tests*",
            "*::test_needs_node",
            "*left out: 1 browser tests*",
            "*::test_needs_a_browser",
            "*left out: 1 postgres tests, set DATABASE_URL=*",
            "*::test_needs_postgres",
        ]
    )
    assert ran.parseoutcomes()["passed"] == 1


def test_on_ci_a_missing_component_is_an_error(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    ran = inner.runpytest_subprocess(*PLUGINS)
    assert ran.ret == 1
    ran.stdout.fnmatch_lines(["*needs node, which is missing although CI is set*"])
    assert ran.parseoutcomes()["errors"] >= 2


@pytest.mark.parametrize(("server", "is_left_out"), [("/usr/bin", True), (None, False)])
def test_on_ci_the_run_on_sqlite_leaves_postgres_to_the_other_run(
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    server: str | None,
    is_left_out: bool,
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr(components, "postgres_server", lambda: server)
    item = pytest.Function.from_parent(
        request.node.parent, name="test_asks", callobj=lambda: None
    )
    item.add_marker("postgres")
    assert bool(components.reason_to_leave_out(item)) is is_left_out


@pytest.mark.parametrize(
    ("value", "is_ci"), [("true", True), ("1", True), ("", False), ("false", False)]
)
def test_ci_is_a_switch(value: str, is_ci: bool) -> None:
    assert components.is_ci({"CI": value}) is is_ci
