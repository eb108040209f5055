"""Does an account come over whole, once, and as it was?"""

import pytest

from crm.models import CopiedRecord
from crm.moving import copying, source
from crm.moving.ledger import Ledger
from crm.moving.steps import STEPS
from records.access.roles import Role
from records.history.models import Action, Change
from tests.crm.moving.comparison import copies, differences, everything
from tests.crm.moving.conftest import joins
from tests.crm.moving.population import FIELDS, LONG_AGO, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(move):
    """A full account to copy, whose people are known here."""
    colleague = move.there.colleague(Role.MEMBER)
    joins(colleague, move.here)
    return fill(move.there, colleague)


def entries(move):
    """What the log of the new home says of records."""
    return Change.objects.for_organization(move.here.organization.pk)


def test_everything_comes_over_from_a_live_server(live_move):
    colleague = live_move.there.colleague(Role.MEMBER)
    joins(colleague, live_move.here)
    fill(live_move.there, colleague)
    for copied in (True, False):
        told = live_move()
        assert "Everything was copied." in told.report
        assert (told.numbers("contacts")[0] > 0) is copied
        assert differences(live_move) == []


def test_everything_comes_over_as_it_was(move, known):
    told = move()
    assert "Everything was copied." in told.report
    assert "\n".join(differences(move)) == ""
    # Every step had something to do, or the comparison says nothing.
    ids = copies(move)
    assert [one.resource for one in STEPS if not ids.get(one.resource)] == []
    ada = move.target.get(f"contacts/{ids['contacts'][str(known['ada'])]}").data
    assert ada["created_at"].startswith(f"{LONG_AGO:%Y-%m-%d}")
    assert ada["updated_at"] > ada["created_at"]
    assert ada["custom_fields"] == {
        "Region": "North",
        "VAT": "GB 1",
        "Since": "2011-12-10",
    }


def test_custom_fields_are_defined_as_they_were(move, known):
    move()
    for holder in ("lead", "contact", "deal"):
        there, here = (
            [
                {
                    key: [one["name"] for one in value] if key == "choices" else value
                    for key, value in one.items()
                    if key not in ("id", "created_at", "updated_at")
                }
                for one in everything(v2, f"{holder}/custom_fields")
            ]
            for v2 in (move.source, move.target)
        )
        key = str
        assert sorted(here, key=key) == sorted(there, key=key)
    asked = move.target.ask("contacts", "custom_fields[Region]=North").items
    assert [one["last_name"] for one in asked] == ["Lovelace"]
    assert sum(map(len, FIELDS.values())) == 12


def test_a_second_copy_changes_nothing(move, known):
    move()
    before = entries(move).count()
    rows = CopiedRecord.objects.for_organization(move.here.organization.pk)
    remembered = sorted(rows.values_list("pk", "record_id"))
    told = move()
    assert entries(move).count() == before
    assert sorted(rows.values_list("pk", "record_id")) == remembered
    assert told.numbers("contacts") == (0, 4, 0)
    assert told.numbers("contact/custom_fields")[0] == 0
    assert "\n".join(differences(move)) == ""


def test_what_came_over_is_not_looked_at_again(move, known):
    move()
    ada = copies(move)["contacts"][str(known["ada"])]
    move.source.put(f"contacts/{known['ada']}", title="Changed there")
    move.target.put(f"contacts/{ada}", phone="changed here")
    fresh = move.source.post("contacts", last_name="Fresh").data["id"]
    assert move().numbers("contacts") == (1, 4, 0)
    read = move.target.get(f"contacts/{ada}").data
    assert (read["title"], read["phone"]) == ("Countess", "changed here")
    assert str(fresh) in copies(move)["contacts"]


def test_the_log_tells_each_record_once_and_that_it_was_copied(move, known):
    move()
    told = entries(move).filter(object_type="contacts", request_id="import_envelope")
    assert set(told.values_list("action", flat=True)) == {Action.CREATED}
    assert told.count() == 2
    (after,) = [one.after for one in told if one.after.get("last_name") == "Lovelace"]
    assert after["created_at"].startswith("2015-03-14")


@pytest.mark.parametrize("pages", [1, 9, 16])
def test_a_copy_that_is_interrupted_goes_on(move, known, monkeypatch, pages):
    monkeypatch.setattr(source, "PAGE", 2)
    store, stored = copying.Move._store, 0

    def interrupted(self, *arguments, **options):
        nonlocal stored
        stored += 1
        if stored > pages:
            raise KeyboardInterrupt
        return store(self, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(copying.Move, "_store", interrupted)
        with pytest.raises(SystemExit) as ended:
            move()
        assert ended.value.code == 130
    assert differences(move) != []
    move()
    assert "\n".join(differences(move)) == ""


def test_a_page_is_stored_with_its_memory_or_not_at_all(move, known, monkeypatch):
    remember = Ledger.remember

    def crash(self, entries):
        remember(self, entries)
        if any(one.resource == "deals" for one in entries):
            raise RuntimeError("The lights go out.")

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "remember", crash)
        with pytest.raises(RuntimeError):
            move()
    assert move.target.get("deals").ids == []
    assert "deals" not in copies(move)
    move()
    assert "\n".join(differences(move)) == ""


def test_pages_are_gone_through_to_the_end(move, monkeypatch):
    monkeypatch.setattr(source, "PAGE", 3)
    for number in range(10):
        move.source.post("contacts", last_name=f"P{number}")
    told = move()
    assert told.numbers("contacts") == (10, 0, 0)
    assert len(everything(move.target, "contacts")) == 10
    # A person, three reasons, six outcomes, a pipeline, seven stages, ten contacts.
    assert "28 of 28 records" in told.progress


def test_two_accounts_of_one_server_are_kept_apart(move, known):
    move()
    other = move.target.get("contacts").ids
    again = type(move)(move.url, move.there, move.here.colleague("owner"))
    assert again().numbers("contacts") == (0, 4, 0)
    assert move.target.get("contacts").ids == other


def test_who_owned_a_record_owns_it_here(move):
    """Whether they were here before or not, and however often it is copied."""
    colleague = move.there.colleague()
    move.source.post("contacts", last_name="A", owner_id=colleague.user.pk)
    assert move().numbers("users") == (1, 1, 0)
    assert move().numbers("users") == (0, 2, 0)
    (one,) = move.target.get("contacts").items
    assert one["owner_id"] == colleague.user.pk
