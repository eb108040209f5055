#!/usr/bin/env python3
"""Django's command-line entry, which first sees to its own requirements."""

import os
import sys

# This file parses on every Python, so that an old one gets a sentence here.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Dragoman needs Python >= 3.11; this is %d.%d." % sys.version_info[:2])  # noqa: UP031


def main():
    # type: () -> None
    """Run the management command that the command line names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    from config import bootstrap

    bootstrap.prepare(sys.argv)

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit("Dragoman is not configured: %s" % error)  # noqa: UP031


if __name__ == "__main__":
    main()
