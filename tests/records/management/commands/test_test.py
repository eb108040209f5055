import os
import sys
from typing import NoReturn

import pytest
from django.conf import settings
from django.core.management import (
    CommandError,
    ManagementUtility,
    call_command,
    get_commands,
)


def test_the_command_is_ours() -> None:
    assert get_commands()["test"] == "records"


def test_every_argument_reaches_pytest_as_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command_lines: list[list[str]] = []

    def execv(program: str, command_line: list[str]) -> NoReturn:
        command_lines.append(command_line)
        raise SystemExit(5)

    monkeypatch.setattr(os, "execv", execv)
    monkeypatch.chdir("/")
    arguments = ["-x", "--help", "-k", "a and b", "--version", "tests/config"]
    with pytest.raises(SystemExit) as ended:
        ManagementUtility(["manage.py", "test", *arguments]).execute()
    assert ended.value.code == 5
    assert command_lines == [[sys.executable, "-m", "pytest", *arguments]]
    assert os.getcwd() == str(settings.BASE_DIR)  # noqa: PTH109 - of the process


def test_cannot_be_called_from_a_program() -> None:
    with pytest.raises(CommandError, match="command line"):
        call_command("test")
