"""What does this checkout hold: which requirements, which environment, which .env?

Standard library only, like all of the start-up before Django.
"""

import hashlib
import os
import re
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

RUNTIME = "runtime"
# A superset of the runtime requirements, pin by pin: it satisfies both.
DEVELOPMENT = "dev"


class Place(StrEnum):
    """Where the running interpreter lives."""

    PROJECT = "the project's .venv"
    ACTIVATED = "another virtual environment"
    SYSTEM = "no virtual environment"


class Stamp(StrEnum):
    """What .venv says about the requirements it holds."""

    CURRENT = "current"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Checkout:
    """The files of one checkout that the start-up reads and writes."""

    root: Path

    @property
    def venv(self) -> Path:
        """The project's own virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter of that environment."""
        return self.venv / "bin" / "python"

    @property
    def stamp_file(self) -> Path:
        """Where .venv records which requirements it holds."""
        return self.venv / "dragoman-requirements"

    @property
    def env_file(self) -> Path:
        """Where this deployment's configuration lies."""
        return self.root / ".env"

    @property
    def requirements(self) -> Path:
        """The folder of the locked requirements."""
        return self.root / "requirements"

    def place(self) -> Place:
        """Tell where the running interpreter lives, as seen from this checkout."""
        if Path(sys.prefix).resolve() == self.venv.resolve():
            return Place.PROJECT
        if sys.prefix != sys.base_prefix:
            return Place.ACTIVATED
        return Place.SYSTEM

    def digest(self, name: str) -> str:
        """Hash the locked requirements ``name``."""
        locked = self.requirements / f"{name}.txt"
        return hashlib.sha256(locked.read_bytes()).hexdigest()

    def held(self) -> list[str] | None:
        """Read the stamp: name, Python version and hash, or None without one."""
        try:
            words = self.stamp_file.read_text(encoding="utf-8").split()
        except (OSError, UnicodeDecodeError):
            return None
        return words if len(words) == 3 and os.access(self.python, os.X_OK) else None

    def stamp(self, wanted: str) -> Stamp:
        """Compare what .venv holds with the ``wanted`` requirements."""
        held = self.held()
        if held is None:
            return Stamp.MISSING
        name, python, digest = held
        # From outside, the version is not known; the re-executed process checks it.
        is_same_python = self.place() is not Place.PROJECT or python == this_python()
        if (
            name in {wanted, DEVELOPMENT}
            and is_same_python
            and digest == self.digest(name)
        ):
            return Stamp.CURRENT
        return Stamp.STALE

    def write_stamp(self, name: str, python: str) -> None:
        """Record, whole or not at all, that .venv holds the requirements ``name``."""
        draft = self.stamp_file.with_suffix(".new")
        draft.write_text(f"{name} {python} {self.digest(name)}\n", encoding="utf-8")
        draft.replace(self.stamp_file)

    def has_importable(self, wanted: str) -> bool:
        """Tell whether this interpreter has every direct requirement installed."""
        try:
            for project in direct_requirements(self.requirements / f"{wanted}.in"):
                distribution(project)
        except PackageNotFoundError:
            return False
        return True

    def write_env(self) -> None:
        """Write a .env with a random SECRET_KEY; never touches one that is there."""
        if os.environ.get("SECRET_KEY") or os.environ.get("ENV_FILE"):
            return
        try:
            descriptor = os.open(
                self.env_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600
            )
        except FileExistsError:
            return
        with os.fdopen(descriptor, "w", encoding="utf-8") as env:
            env.write("# Written at the first start; see .env.example for the rest.\n")
            env.write(f"SECRET_KEY={secrets.token_urlsafe(48)}\n")
        say("wrote .env with a new SECRET_KEY.")


def direct_requirements(source: Path) -> Iterator[str]:
    """Name the projects that a ``.in`` file and the ``.in`` files it includes ask for."""
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            yield from direct_requirements(source.parent / line[3:].strip())
        elif project := re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line):
            yield project[0]


def this_python() -> str:
    """Tell the version of the running interpreter as the stamp spells it."""
    return "{}.{}".format(*sys.version_info)


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(f"Dragoman: {sentence}\n")
    sys.stderr.flush()
