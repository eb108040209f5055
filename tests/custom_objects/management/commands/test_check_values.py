"""Does the command see every difference, and say where it is?"""

import io

import pytest
from django.core.management import CommandError, call_command

from custom_objects.management.commands import check_values
from tests.custom_objects.management.conftest import Records
from tests.tenants import new_tenant


def failing(*arguments):
    """Return what the command says before it fails, and why it does."""
    out = io.StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("check_values", *arguments, stdout=out)
    assert failure.value.returncode == 1
    return out.getvalue().splitlines(), str(failure.value)


def test_an_index_that_is_true_is_told(records, run):
    assert run("check_values") == ["The index says what 5 records say."]


@pytest.mark.django_db
def test_nothing_to_compare_is_told(run):
    assert run("check_values") == ["The index says what 0 records say."]


def test_every_difference_is_named(records):
    records.rows("title").filter(record_id=records.ids[1]).delete()
    records.rows("budget").filter(record_id=records.ids[3]).update(number=7)
    lines, reason = failing()
    where = f"organization {records.organization}: projects"
    assert lines == [
        f"{where}.title of record {records.ids[1]}",
        f"{where}.budget of record {records.ids[3]}",
    ]
    assert reason.startswith("2 values of 5 records are not in the index")
    assert not records.rows("title").filter(record_id=records.ids[1]).exists()


def test_so_many_are_named_one_by_one(records, monkeypatch):
    monkeypatch.setattr(check_values, "_MOST_LINES", 2)
    records.rows("title").delete()
    lines, reason = failing()
    assert lines[2:] == ["… and 3 more"]
    assert reason.startswith("5 values")


def test_a_field_that_waits_is_no_difference(records, run):
    records.wait("title")
    assert run("check_values") == [
        f"organization {records.organization}: projects.title waits for rebuild_values",
        "The index says what 5 records say.",
    ]


def test_it_can_be_limited(records, run):
    other = Records(new_tenant())
    other.rows("title").delete()
    assert len(failing()[0]) == 5
    assert run("check_values", "--organization", str(records.organization))
    narrow = ["--organization", str(other.organization), "--object", "projects"]
    assert len(failing(*narrow)[0]) == 5
    assert run("check_values", *narrow, "--field", "budget")
    assert len(failing("--object", "projects", "--field", "title")[0]) == 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--organization", "0"], "There is no organization 0"),
        (["--organization", "9999999999999999999999"], "There is no organization 9"),
        (["--object", "nothing"], "There is no object “nothing”."),
        (["--object", "projects", "--field", "x"], "There is no field “x”"),
        (["--field", "title"], "--field needs --object."),
    ],
)
@pytest.mark.parametrize("command", ["check_values", "rebuild_values"])
def test_a_scope_that_is_none_is_refused(records, run, command, arguments, message):
    with pytest.raises(CommandError, match=message):
        run(command, *arguments)
