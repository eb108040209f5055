"""Does the command bring what waits, repair what differs, and nothing twice?"""

import io

import pytest
from django.core.management import call_command

from custom_objects.management.commands import rebuild_values
from custom_objects.rebuilding import passes
from tests.custom_objects.drift import drift
from tests.custom_objects.management.conftest import Records
from tests.tenants import new_tenant


def test_what_waits_is_brought_and_what_differs_repaired(records, run):
    records.wait("title")
    records.rows("budget").filter(record_id=records.ids[0]).delete()
    assert run("rebuild_values") == [
        "5 values brought into the index, 1 repaired.",
    ]
    assert not records.waits("title")
    assert drift(records.tenant) == []
    assert run("rebuild_values") == [
        "0 values brought into the index, 0 repaired.",
    ]


def test_only_what_waits_can_be_asked_for(records, run):
    records.wait("title")
    records.rows("budget").delete()
    assert run("rebuild_values", "--pending") == ["5 values brought into the index."]
    assert not records.waits("title")
    assert not records.rows("budget").exists()


def test_it_can_be_limited(records, run):
    other = Records(new_tenant())
    for one in (records, other):
        one.wait("title")
        one.wait("budget")
    run(
        "rebuild_values",
        "--organization",
        str(other.organization),
        "--object",
        "projects",
        "--field",
        "budget",
    )
    waiting = [one.waits(slug) for one in (records, other) for slug in one.fields]
    assert waiting == [True, True, True, False]


def test_progress_is_shown(records):
    records.wait("title")
    err = io.StringIO()
    call_command("rebuild_values", stdout=io.StringIO(), stderr=err)
    assert err.getvalue().splitlines() == [
        "5 of 5 records brought in 0 s",
        "5 of 5 records compared in 0 s",
    ]


def test_it_goes_on_where_it_was_interrupted(records, run, monkeypatch):
    monkeypatch.setattr(passes, "BATCH", 2)
    records.wait("title")

    class Impatient(rebuild_values.Bar):
        def show(self, done):
            if done >= 4:
                raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(rebuild_values, "Bar", Impatient)
        with pytest.raises(SystemExit) as end:
            run("rebuild_values", "--pending")
    assert end.value.code == 130
    assert records.rows("title").count() == 4
    assert run("rebuild_values", "--pending") == ["1 values brought into the index."]
    assert not records.waits("title")
