"""How fast is it? ``python -m tests.benchmarks`` prints ratios, measured side by side.

In a test database of its own, on the database that ``DATABASE_URL`` names (SQLite in
memory without one).
"""

from __future__ import annotations

import argparse
import os
import sys

import django
from django.db import connection
from django.test.utils import setup_test_environment


def main(arguments: list[str] | None = None) -> None:
    """Load records, measure every pair, print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--records", type=int, default=20_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=15, metavar="N")
    asked = parser.parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.benchmarks.measurements import measure
    from tests.benchmarks.pairs import load, pairs

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        _say(f"{asked.records:,} records each on {connection.vendor}")
        demo = load(asked.records)
        _say("ratio  (rounds)             ms  measured / against")
        for pair in pairs(demo, count=asked.records):
            _say(str(measure(pair, rounds=asked.rounds)))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], 0)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
