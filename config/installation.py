"""How do the hashed requirements get into .venv?

Standard library only. uv does it in seconds; pip brings uv, and steps in for it.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.checkout import DEVELOPMENT, Checkout, Stamp, say

# ``pip --python`` came with this version.
OLDEST_PIP = (22, 3)

UNREACHABLE = re.compile(
    r"name resolution|name or service not known|failed to establish|dns error"
    r"|connection (?:refused|reset|error|broken)|could not connect|timed out"
    r"|network is unreachable|no route to host|error sending request"
    r"|cannot connect to proxy|from versions: none|not found in the cache",
    re.IGNORECASE,
)


class InstallationError(Exception):
    """The requirements cannot be had; the message is one sentence for a person."""


def install(wanted: str, checkout: Checkout) -> None:
    """Make or refresh .venv so that it holds ``wanted``; one process at a time."""
    if os.name == "nt":
        raise InstallationError(
            "on Windows make a virtual environment yourself and install"
            f" requirements/{wanted}.txt into it, or use WSL."
        )
    with locked(checkout):
        # Another process may have done the work while this one waited.
        if checkout.stamp(wanted) is Stamp.CURRENT:
            return
        held = checkout.held()
        name = DEVELOPMENT if held and held[0] == DEVELOPMENT else wanted
        started = time.monotonic()
        say(f"installing the {name} requirements into .venv …")
        # No stamp while the environment is in between: an interrupted start is redone.
        checkout.stamp_file.unlink(missing_ok=True)
        python = make_environment(checkout)
        install_requirements(checkout, checkout.requirements / f"{name}.txt")
        checkout.write_stamp(name, python)
        say(f"requirements installed in {time.monotonic() - started:.0f} s.")


@contextmanager
def locked(checkout: Checkout) -> Iterator[None]:
    """Hold this checkout's start-up lock, waiting for another holder."""
    # Unix only, and this module must import elsewhere to say so.
    import fcntl  # noqa: PLC0415

    # The folder itself is locked: no lock file to leave behind, and .venv may be remade.
    descriptor = os.open(checkout.requirements, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another start is installing the requirements; waiting for it …")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def make_environment(checkout: Checkout) -> str:
    """Make .venv unless a sound one is there; return its Python version."""
    if version := environment_version(checkout):
        return version
    arguments = ["-m", "venv", "--without-pip", "--clear", str(checkout.venv)]
    made = run_quietly([base_python(), *arguments])
    version = environment_version(checkout) if made.returncode == 0 else None
    if version is None:
        raise InstallationError(
            "Python could not make a virtual environment (on Debian and Ubuntu:"
            f" apt install python3-venv): {last_line(made.stdout)}"
        )
    return version


def environment_version(checkout: Checkout) -> str | None:
    """Tell the Python version of .venv, or None when it is absent or unusable."""
    if not os.access(checkout.python, os.X_OK):
        return None
    script = "import sys; print('%d.%d' % sys.version_info[:2])"
    version = run_quietly([str(checkout.python), "-c", script]).stdout.strip()
    numbers = re.fullmatch(r"3\.(\d+)", version)
    if numbers is None or int(numbers[1]) < 11:
        return None
    # After an upgrade of the system's Python, .venv runs without its packages.
    return version if (checkout.venv / "lib" / f"python{version}").is_dir() else None


def install_requirements(checkout: Checkout, locked_file: Path) -> None:
    """Install the hashed ``locked_file`` into .venv, by uv or else by pip."""
    arguments = ["install", "--require-hashes", "-r", str(locked_file)]
    uv = find_uv(checkout)
    # Where Python may not write bytecode, every start would compile everything anew.
    into = ["--compile-bytecode", "--python", str(checkout.python)]
    done = run([*uv, "pip", *arguments, *into])
    if done.returncode != 0:
        # pip knows its own index, proxy and certificates, which uv does not read.
        say("uv did not succeed; trying pip, which takes longer …")
        done = run([*find_pip(checkout), *arguments])
    if done.returncode != 0:
        raise InstallationError(why_not_installed(done.stdout))


def find_uv(checkout: Checkout) -> list[str]:
    """Find uv in .venv or on the path, or else fetch it into .venv."""
    own = checkout.venv / "bin" / "uv"
    if not own.exists():
        if on_path := shutil.which("uv"):
            return [on_path]
        locked_file = str(checkout.requirements / "bootstrap.txt")
        arguments = ["install", "-q", "--retries", "2", "--require-hashes"]
        done = run_quietly([*find_pip(checkout), *arguments, "-r", locked_file])
        if done.returncode != 0:
            raise InstallationError(why_not_installed(done.stdout))
    return [str(own)]


def find_pip(checkout: Checkout) -> list[str]:
    """Find a pip that can install into .venv."""
    for python in dict.fromkeys((sys.executable, base_python())):
        answer = run_quietly([python, "-m", "pip", "--version"])
        version = re.match(r"pip (\d+)\.(\d+)", answer.stdout)
        if version and (int(version[1]), int(version[2])) >= OLDEST_PIP:
            return [python, "-m", "pip", "--python", str(checkout.python)]
    own = [str(checkout.python), "-m"]
    if run_quietly([*own, "ensurepip"]).returncode == 0:
        return [*own, "pip"]
    raise InstallationError(
        "pip >= 22.3 is needed (on Debian and Ubuntu: apt install python3-pip);"
        " install it and run the same command again."
    )


def why_not_installed(output: str) -> str:
    """Say in one sentence why an installer failed, judging by its ``output``."""
    if UNREACHABLE.search(output):
        return (
            "the requirements could not be downloaded because the package index"
            " cannot be reached; check the network and run the same command again."
        )
    reason = last_line(output) or "the reason stands above; mostly it is the network"
    return f"the requirements could not be installed ({reason})."


def last_line(output: str) -> str:
    """Give the last line of ``output`` that says something."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def base_python() -> str:
    """Find the interpreter under a virtual environment, or the running one."""
    return getattr(sys, "_base_executable", "") or sys.executable


def run(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """Run an installer, with its progress bars where a person is watching.

    Everything goes to standard error: a command's standard output may be read by a
    program. The result holds the output only where nobody is watching.
    """
    if not sys.stderr.isatty():
        return run_quietly(command)
    return subprocess.run(  # noqa: S603 - the command is built above, from no input
        command, check=False, text=True, stdout=2, env=installer_environment()
    )


def run_quietly(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """Run a program and hold what it says."""
    return subprocess.run(  # noqa: S603 - the command is built above, from no input
        command,
        check=False,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=installer_environment(),
    )


def installer_environment() -> dict[str, str]:
    """Give installers this environment without what would turn them elsewhere."""
    return {
        # As pip does: the machine may know authorities that uv does not bring along.
        "UV_SYSTEM_CERTS": "true",
        **os.environ,
        "PIP_USER": "0",
        "PIP_REQUIRE_VIRTUALENV": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
    }
