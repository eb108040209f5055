import subprocess
from typing import TYPE_CHECKING, NoReturn

import pytest

from config import installation
from config.checkout import Checkout, Stamp
from config.installation import InstallationError, why_not_installed
from tests.config.checkouts import THIS_PYTHON, make_venv, stamp

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "ERROR: Could not find a version that satisfies uv (from versions: none)",
            "index cannot be reached",
        ),
        (
            "WARNING: Retrying … Failed to establish a new connection\nERROR: none",
            "index cannot be reached",
        ),
        (
            "error: Failed to fetch: …\n  Caused by: dns error: failed to lookup",
            "index cannot be reached",
        ),
        ("noise\nNo space left on device\n\n", "installed (No space left on device)"),
        ("", "the reason stands above"),
    ],
)
def test_says_in_one_sentence_why_it_could_not_install(
    output: str, sentence: str
) -> None:
    said = why_not_installed(output)
    assert sentence in said
    assert "\n" not in said


@pytest.mark.usefixtures("outside")
def test_an_update_keeps_the_development_requirements(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[Path] = []
    monkeypatch.setattr(installation, "make_environment", lambda checkout: THIS_PYTHON)
    monkeypatch.setattr(
        installation,
        "install_requirements",
        lambda checkout, locked_file: installed.append(locked_file),
    )
    stamp(checkout, "dev")
    (checkout.requirements / "dev.txt").write_text("changed\n")
    installation.install("runtime", checkout)
    assert installed == [checkout.requirements / "dev.txt"]
    assert checkout.stamp("runtime") is Stamp.CURRENT


@pytest.mark.usefixtures("outside")
def test_who_waited_for_another_start_installs_nothing(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_environment(checkout: Checkout) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(installation, "make_environment", make_environment)
    stamp(checkout, "runtime")
    installation.install("runtime", checkout)


def test_an_environment_without_its_library_is_made_anew(checkout: Checkout) -> None:
    make_venv(checkout)
    assert installation.environment_version(checkout) is None
    assert installation.make_environment(checkout) == THIS_PYTHON
    assert installation.environment_version(checkout) == THIS_PYTHON


def test_without_any_pip_says_what_to_install(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_quietly(command: list[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.CompletedProcess(command, 1, "No module named pip")

    monkeypatch.setattr(installation, "run_quietly", run_quietly)
    with pytest.raises(InstallationError, match="python3-pip"):
        installation.find_pip(checkout)


@pytest.mark.parametrize(("version", "is_enough"), [("22.2", False), ("22.3", True)])
def test_pip_must_know_another_interpreter(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, version: str, is_enough: bool
) -> None:
    def run_quietly(command: list[str]) -> "subprocess.CompletedProcess[str]":
        output = f"pip {version} from somewhere (python 3.11)"
        return subprocess.CompletedProcess(command, 0, output)

    monkeypatch.setattr(installation, "run_quietly", run_quietly)
    assert ("--python" in installation.find_pip(checkout)) is is_enough
