import ast
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.processes import run

MANAGE = settings.BASE_DIR / "manage.py"


def test_manage_parses_on_old_pythons() -> None:
    ast.parse(MANAGE.read_text(), feature_version=(3, 4))


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 13)])
def test_an_old_python_is_told_which_one_is_needed(
    version: tuple[int, ...], process_environment: dict[str, str], tmp_path: Path
) -> None:
    script = (
        f"import sys; sys.version_info = {version}; exec(open({str(MANAGE)!r}).read())"
    )
    done = run(
        [sys.executable, "-c", script], environment=process_environment, cwd=tmp_path
    )
    this = "{}.{}".format(*version)
    assert done.returncode == 1
    assert done.stderr == f"Dragoman needs Python >= 3.11; this is {this}.\n"


def test_without_a_secret_key_the_start_stops_with_a_sentence(
    process_environment: dict[str, str], tmp_path: Path
) -> None:
    environment = {**process_environment, "ENV_FILE": str(tmp_path / "none")}
    done = run([sys.executable, MANAGE, "check"], environment=environment, cwd=tmp_path)
    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr
    assert "Traceback" not in done.stderr
