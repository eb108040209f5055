"""What the tests of the start-up share."""

import sys
from pathlib import Path

import pytest

from config.checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Give a checkout with requirements that every test run has, and no .venv."""
    requirements = tmp_path / "requirements"
    requirements.mkdir()
    for name, project in {"runtime": "django", "dev": "pytest"}.items():
        (requirements / f"{name}.in").write_text(f"# Why\n{project}>=1\n")
        (requirements / f"{name}.txt").write_text(f"{project}==1 --hash=sha256:0\n")
    return Checkout(tmp_path)


@pytest.fixture
def inside(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the running interpreter be the one of the checkout's .venv."""
    monkeypatch.setattr(sys, "prefix", str(checkout.venv))


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the running interpreter be the system's."""
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
