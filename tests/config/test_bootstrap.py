import os
import subprocess
import sys
from typing import NoReturn

import pytest

from config import bootstrap, installation
from config.bootstrap import Step, decide
from config.checkout import Checkout, Place, Stamp
from tests.config.checkouts import stamp


@pytest.mark.parametrize(
    ("place", "state", "is_importable", "step"),
    [
        # The project's own environment: the stamp decides, then what is there.
        (Place.PROJECT, Stamp.CURRENT, False, Step.RUN),
        (Place.PROJECT, Stamp.STALE, True, Step.INSTALL),
        (Place.PROJECT, Stamp.MISSING, True, Step.RUN),
        (Place.PROJECT, Stamp.MISSING, False, Step.INSTALL),
        # An activated one was chosen by somebody: used if it can be.
        (Place.ACTIVATED, Stamp.CURRENT, True, Step.RUN),
        (Place.ACTIVATED, Stamp.STALE, True, Step.RUN),
        (Place.ACTIVATED, Stamp.MISSING, True, Step.RUN),
        (Place.ACTIVATED, Stamp.CURRENT, False, Step.ENTER),
        (Place.ACTIVATED, Stamp.STALE, False, Step.INSTALL),
        (Place.ACTIVATED, Stamp.MISSING, False, Step.INSTALL),
        # The system's Python: .venv, unless there is none and none is needed.
        (Place.SYSTEM, Stamp.CURRENT, True, Step.ENTER),
        (Place.SYSTEM, Stamp.STALE, True, Step.INSTALL),
        (Place.SYSTEM, Stamp.MISSING, True, Step.RUN),
        (Place.SYSTEM, Stamp.MISSING, False, Step.INSTALL),
    ],
)
def test_decides_by_place_stamp_and_what_is_importable(
    place: Place, state: Stamp, is_importable: bool, step: Step
) -> None:
    assert decide(place, state, lambda: is_importable) is step


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every installer fail as it does without a network; run the rest."""
    really = installation.run_quietly

    def run(command: list[str]) -> "subprocess.CompletedProcess[str]":
        if "install" in command:
            output = "Temporary failure in name resolution"
            return subprocess.CompletedProcess(command, 1, output)
        return really(command)

    monkeypatch.setattr(installation, "run", run)
    monkeypatch.setattr(installation, "run_quietly", run)


@pytest.mark.usefixtures("offline", "outside")
def test_offline_ends_with_a_sentence_and_leaves_no_stamp(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout.requirements / "runtime.in").write_text("no-such-project-9\n")
    with pytest.raises(SystemExit, match="check the network") as ended:
        bootstrap.prepare(["manage.py", "demo"], checkout)
    assert str(ended.value).startswith("Dragoman: ")
    assert "installing the runtime requirements" in capsys.readouterr().err
    assert not checkout.stamp_file.exists()
    assert not checkout.env_file.exists()


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Record the command lines that would replace this process."""
    command_lines: list[list[str]] = []

    def execv(program: str, command_line: list[str]) -> NoReturn:
        command_lines.append([program, *command_line])
        raise SystemExit(0)

    monkeypatch.setattr(os, "execv", execv)
    monkeypatch.setattr(
        sys, "orig_argv", ["python3", "-X", "dev", "manage.py", "check"]
    )
    # For its undoing: entering sets it.
    monkeypatch.setenv(bootstrap.ENTERED, "")
    return command_lines


@pytest.mark.usefixtures("outside")
def test_enters_a_current_environment_with_the_interpreters_own_options(
    checkout: Checkout, entered: list[list[str]]
) -> None:
    stamp(checkout, "dev")
    with pytest.raises(SystemExit):
        bootstrap.prepare(["manage.py", "check"], checkout)
    python = str(checkout.python)
    assert entered == [[python, python, "-X", "dev", "manage.py", "check"]]
    assert not checkout.env_file.exists()


@pytest.mark.usefixtures("outside", "entered")
def test_does_not_enter_in_a_circle(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp(checkout, "dev")
    monkeypatch.setenv(bootstrap.ENTERED, str(checkout.venv))
    with pytest.raises(SystemExit, match="remove it"):
        bootstrap.prepare(["manage.py", "check"], checkout)


@pytest.mark.usefixtures("inside")
def test_the_mark_of_the_re_executed_process_is_not_handed_on(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp(checkout, "dev")
    monkeypatch.setenv(bootstrap.ENTERED, str(checkout.venv))
    bootstrap.prepare(["manage.py", "check"], checkout)
    assert bootstrap.ENTERED not in os.environ


@pytest.mark.usefixtures("inside")
def test_the_command_test_wants_the_development_requirements(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(
        bootstrap, "install", lambda wanted, checkout: installed.append(wanted)
    )
    monkeypatch.setattr(bootstrap, "enter", lambda checkout: None)
    stamp(checkout, "runtime")
    bootstrap.prepare(["manage.py", "migrate"], checkout)
    bootstrap.prepare(["manage.py", "test", "-x"], checkout)
    assert installed == ["dev"]


@pytest.mark.usefixtures("inside")
def test_a_fresh_checkout_gets_its_key_even_where_nothing_is_installed(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("ENV_FILE", raising=False)
    stamp(checkout, "dev")
    bootstrap.prepare(["manage.py", "migrate"], checkout)
    assert not checkout.env_file.exists()
    bootstrap.prepare(["manage.py", "demo"], checkout)
    assert checkout.env_file.exists()
