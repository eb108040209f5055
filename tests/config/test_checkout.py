import hashlib
import stat
from pathlib import Path

import pytest

from config.checkout import Checkout, Place, Stamp, direct_requirements
from tests.config.checkouts import THIS_PYTHON, make_venv, stamp


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize(
    ("held", "wanted", "state"),
    [
        ("runtime", "runtime", Stamp.CURRENT),
        ("dev", "dev", Stamp.CURRENT),
        ("dev", "runtime", Stamp.CURRENT),
        ("runtime", "dev", Stamp.STALE),
    ],
)
def test_development_requirements_satisfy_both(
    checkout: Checkout, held: str, wanted: str, state: Stamp
) -> None:
    stamp(checkout, held)
    assert checkout.stamp(wanted) is state


@pytest.mark.usefixtures("outside")
def test_no_environment_has_no_stamp(checkout: Checkout) -> None:
    assert checkout.stamp("runtime") is Stamp.MISSING


@pytest.mark.usefixtures("outside")
def test_a_changed_lock_makes_the_stamp_stale(checkout: Checkout) -> None:
    stamp(checkout, "runtime")
    with (checkout.requirements / "runtime.txt").open("a") as locked:
        locked.write("one-more==2\n")
    assert checkout.stamp("runtime") is Stamp.STALE


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("text", ["", "runtime", "a b c d", "\x00"])
def test_a_damaged_stamp_is_none(checkout: Checkout, text: str) -> None:
    make_venv(checkout)
    checkout.stamp_file.write_text(text)
    assert checkout.stamp("runtime") is Stamp.MISSING


@pytest.mark.usefixtures("outside")
def test_a_stamp_without_its_interpreter_is_none(checkout: Checkout) -> None:
    stamp(checkout, "runtime")
    checkout.python.unlink()
    checkout.python.symlink_to("/nonexistent/python")
    assert checkout.stamp("runtime") is Stamp.MISSING


@pytest.mark.usefixtures("inside")
def test_another_python_in_the_environment_makes_the_stamp_stale(
    checkout: Checkout,
) -> None:
    stamp(checkout, "runtime", python="3.10")
    assert checkout.place() is Place.PROJECT
    assert checkout.stamp("runtime") is Stamp.STALE


def test_the_stamp_is_the_hash_of_the_lock(checkout: Checkout) -> None:
    stamp(checkout, "runtime")
    locked = (checkout.requirements / "runtime.txt").read_bytes()
    digest = hashlib.sha256(locked).hexdigest()
    assert checkout.stamp_file.read_text() == f"runtime {THIS_PYTHON} {digest}\n"


def test_direct_requirements_follow_inclusions_and_skip_the_rest(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.in").write_text("# Why\n-r b.in\n-c c.txt\n\nmypy>=2,<3\n")
    (tmp_path / "b.in").write_text("psycopg[binary,pool]\ndjango-unfold==0.91.*\n")
    names = list(direct_requirements(tmp_path / "a.in"))
    assert names == ["psycopg", "django-unfold", "mypy"]


def test_what_is_importable_is_asked_of_the_interpreter(checkout: Checkout) -> None:
    assert checkout.has_importable("runtime")
    (checkout.requirements / "runtime.in").write_text("django\nno-such-project-9\n")
    assert not checkout.has_importable("runtime")


def test_writes_a_private_env_file_with_a_long_random_key(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("ENV_FILE", raising=False)
    checkout.write_env()
    key = checkout.env_file.read_text().splitlines()[-1].removeprefix("SECRET_KEY=")
    assert len(key) >= 50
    assert stat.S_IMODE(checkout.env_file.stat().st_mode) == 0o600


def test_never_touches_an_env_file(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    checkout.env_file.write_text("DEBUG=true\n")
    checkout.write_env()
    assert checkout.env_file.read_text() == "DEBUG=true\n"


@pytest.mark.parametrize("variable", ["SECRET_KEY", "ENV_FILE"])
def test_writes_no_env_file_where_the_environment_configures(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "set")
    checkout.write_env()
    assert not checkout.env_file.exists()
