"""How are the tests run? ``manage.py test`` is pytest, arguments and exit code."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError


class Command(BaseCommand):
    """Hand the command line to pytest before Django parses it."""

    help = "Run the tests: every argument is pytest's, and so is the exit code."

    def run_from_argv(self, argv: list[str]) -> None:
        """Become ``python -m pytest`` with the rest of ``argv``; does not return.

        A fresh process, so that coverage and assertion rewriting start before any
        module of ours is imported. Paths are relative to the project.
        """
        os.chdir(settings.BASE_DIR)
        sys.stdout.flush()
        sys.stderr.flush()
        arguments = [sys.executable, "-m", "pytest", *argv[2:]]
        os.execv(sys.executable, arguments)  # noqa: S606 - the caller's own arguments

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse ``call_command``: it cannot end the calling process."""
        raise CommandError("Run the tests from the command line: manage.py test")
