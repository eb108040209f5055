"""What checkouts do the tests of the start-up look at?"""

import sys

from config.checkout import Checkout

THIS_PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"


def make_venv(checkout: Checkout) -> None:
    checkout.python.parent.mkdir(parents=True)
    checkout.python.symlink_to(sys.executable)


def stamp(checkout: Checkout, name: str, python: str = THIS_PYTHON) -> None:
    make_venv(checkout)
    checkout.write_stamp(name, python)
