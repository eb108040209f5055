"""Which interpreter can run a command, and how does one come to be that can?

Standard library only: this runs before anything is installed. ``manage.py`` calls
``prepare``, which returns when this interpreter has the requirements. Otherwise it
makes the project's ``.venv``, installs the hashed requirements there and re-executes
the same command in it.
"""

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from config.checkout import DEVELOPMENT, RUNTIME, Checkout, Place, Stamp, say
from config.installation import InstallationError, install

# These commands need a SECRET_KEY of their own even where nothing is installed.
COMMANDS_FOR_A_FRESH_CHECKOUT = frozenset({"demo", "test"})

# Set for the re-executed process only; meeting it again means that .venv is broken.
ENTERED = "DRAGOMAN_ENTERED_VENV"


class Step(StrEnum):
    """What to do before the command can run."""

    RUN = "run in this interpreter"
    ENTER = "re-execute in .venv"
    INSTALL = "install into .venv, then re-execute in it"


def decide(place: Place, stamp: Stamp, is_importable: Callable[[], bool]) -> Step:
    """Choose the step; asks ``is_importable`` only where the stamp does not answer."""
    # Whoever activated an environment that has the requirements wants just that one.
    if place is Place.ACTIVATED and is_importable():
        return Step.RUN
    if stamp is Stamp.CURRENT:
        return Step.RUN if place is Place.PROJECT else Step.ENTER
    # Installed by other means: ``uv run``, pip, a container image.
    if stamp is Stamp.MISSING and place is not Place.ACTIVATED and is_importable():
        return Step.RUN
    return Step.INSTALL


def prepare(arguments: Sequence[str], checkout: Checkout | None = None) -> None:
    """Return when this interpreter can run the command line ``arguments``.

    Otherwise install what is missing and re-execute, which does not return; the
    re-executed process's exit code is the caller's. Ends the process with one
    sentence when the requirements cannot be had.
    """
    checkout = checkout or Checkout(Path(__file__).resolve().parent.parent)
    command = arguments[1] if len(arguments) > 1 else ""
    try:
        prepare_command(command, checkout)
    except InstallationError as error:
        sys.exit(f"Dragoman: {error}")
    except OSError as error:
        sys.exit(f"Dragoman: the first start could not finish: {error}.")
    except KeyboardInterrupt:
        sys.exit(130)


def prepare_command(command: str, checkout: Checkout) -> None:
    """Do for ``command`` what ``decide`` says."""
    wanted = DEVELOPMENT if command == "test" else RUNTIME
    place = checkout.place()
    if place is Place.PROJECT:
        os.environ.pop(ENTERED, None)
    stamp = checkout.stamp(wanted)
    step = decide(place, stamp, lambda: checkout.has_importable(wanted))
    if step is Step.INSTALL:
        if place is Place.ACTIVATED:
            say(f"the activated environment {sys.prefix} lacks requirements.")
        install(wanted, checkout)
    if step is Step.INSTALL or command in COMMANDS_FOR_A_FRESH_CHECKOUT:
        checkout.write_env()
    if step is not Step.RUN:
        enter(checkout)


def enter(checkout: Checkout) -> None:
    """Replace this process by the same command line in .venv."""
    if os.environ.get(ENTERED) == str(checkout.venv):
        raise InstallationError(
            ".venv does not start as this project's environment;"
            " remove it and run the same command again."
        )
    os.environ[ENTERED] = str(checkout.venv)
    sys.stdout.flush()
    sys.stderr.flush()
    # Keeps the interpreter's own options (-X, -W), which sys.argv has lost.
    python = str(checkout.python)
    os.execv(python, [python, *sys.orig_argv[1:]])  # noqa: S606
