import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

REQUIREMENTS = settings.BASE_DIR / "requirements"
PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))


def asked(name: str) -> set[str]:
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    return {line for line in lines if line and not line.startswith(("#", "-"))}


def pins(locked: Path) -> dict[str, str]:
    return dict(re.findall(r"(?m)^([\w.-]+)(?:\[.*?\])?==([^ ;]+)", locked.read_text()))


@pytest.mark.parametrize(
    ("name", "dependencies"),
    [
        ("runtime", PROJECT["project"]["dependencies"]),
        ("dev", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_pyproject_asks_for_the_same(name: str, dependencies: list[Any]) -> None:
    assert set(dependencies) == asked(name)


@pytest.mark.parametrize("locked", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_address(locked: Path) -> None:
    text = locked.read_text()
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize("locked", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_a_hash(locked: Path) -> None:
    blocks = re.split(r"(?m)^(?=\S)", locked.read_text())[1:]
    assert len(blocks) == len(pins(locked))
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("name", ["bootstrap", "runtime", "dev"])
def test_the_lock_holds_whatever_is_asked_for(name: str) -> None:
    projects = {re.split(r"[\[<>=~! ]", line)[0] for line in asked(name)}
    assert projects <= pins(REQUIREMENTS / f"{name}.txt").keys()


def test_development_is_a_superset_of_the_runtime_pin_by_pin() -> None:
    runtime = pins(REQUIREMENTS / "runtime.txt")
    development = pins(REQUIREMENTS / "dev.txt")
    assert runtime.items() <= development.items()
