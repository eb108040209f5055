import json
import re
import socket

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from crm.demonstration.credentials import ADMIN_EMAIL
from crm.demonstration.organization import find_demo
from crm.management.commands import demo as demo_command
from crm.models import Deal, Pipeline, Stage
from records.access.authentication import caller_of_key
from records.access.models import ApiKey, Membership, Organization, User
from records.engine.removal import remove_record
from records.history.models import Change
from records.schema.registry import registry
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


def demo(capsys, *arguments, contacts=12):
    """Run the command as a program does, and give what it prints."""
    given = ["--no-server", "--json", *arguments]
    if contacts is not None:
        given += ["--contacts", str(contacts)]
    call_command("demo", *given)
    printed = capsys.readouterr()
    return json.loads(printed.out.splitlines()[-1]), printed.err


def count(slug):
    caller = caller_of_demo()
    return registry.resolve(caller.organization, slug).rows(caller).count()


def caller_of_demo():
    return find_demo().caller()


def test_tells_what_one_needs_in_one_line_of_json(capsys):
    call_command("demo", "--no-server", "--json", "--contacts", "5", "--port", "8123")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    told = json.loads(lines[0])
    organization = Organization.objects.get()
    assert told == {
        "admin": {"email": ADMIN_EMAIL, "password": told["admin"]["password"]},
        "organization": {"id": organization.pk, "name": "Dragoman Demo"},
        "api_key": told["api_key"],
        "url": "http://127.0.0.1:8123",
    }


def test_tells_a_person_the_same_and_three_lines_to_paste(capsys):
    told, _ = demo(capsys)
    call_command("demo", "--no-server")
    text = capsys.readouterr().out
    assert f"{told['url']}/admin/" in text
    assert told["admin"]["email"] in text
    assert told["admin"]["password"] in text
    assert told["api_key"] in text
    assert len(re.findall(r"(?m)^curl ", text)) == 3


def test_the_administrator_owns_the_organization_and_nothing_else(capsys):
    told, _ = demo(capsys)
    user = User.objects.get(email=ADMIN_EMAIL)
    membership = Membership.objects.everywhere().get(user=user)
    assert (membership.role, user.is_superuser, user.is_staff) == ("owner", False, True)
    assert membership.organization_id == told["organization"]["id"]
    assert Client().login(username=ADMIN_EMAIL, password=told["admin"]["password"])


def test_colleagues_belong_but_cannot_sign_in(capsys):
    demo(capsys)
    others = User.objects.exclude(email=ADMIN_EMAIL)
    assert others.count() == 5
    assert not any(one.has_usable_password() for one in others)
    roles = Membership.objects.everywhere().filter(user__in=others)
    assert set(roles.values_list("role", flat=True)) == {"admin", "member", "viewer"}


def test_the_key_answers_for_the_administrator(capsys):
    told, _ = demo(capsys)
    caller = caller_of_key(told["api_key"])
    assert caller.name == ADMIN_EMAIL
    assert caller.organization_id == told["organization"]["id"]


def test_running_again_changes_no_data_and_prints_the_same(capsys):
    first, _ = demo(capsys)
    changes = Change.objects.everywhere().count()
    password = User.objects.get(email=ADMIN_EMAIL).password
    assert demo(capsys)[0] == first
    assert demo(capsys, contacts=None)[0] == first
    assert Change.objects.everywhere().count() == changes
    assert User.objects.get(email=ADMIN_EMAIL).password == password


def test_the_default_is_a_believable_two_hundred(capsys):
    _told, progress = demo(capsys, contacts=None)
    assert "200 of 200 contacts" in progress
    counts = {
        slug: count(slug)
        for slug in ("contacts", "companies", "deals", "tasks", "leads", "deal_notes")
    }
    assert counts["contacts"] == 200
    assert all(one >= 20 for one in counts.values()), counts
    caller = caller_of_demo()
    stages = registry.resolve(caller.organization, "stages").rows(caller)
    deals = registry.resolve(caller.organization, "deals").rows(caller)
    assert set(deals.values_list("stage_id", flat=True)) == set(
        stages.values_list("pk", flat=True)
    )


def test_the_database_knows_what_was_loaded(capsys):
    """Else SQLite reads a million contacts for the five of a company."""
    demo(capsys, contacts=60)
    asked = {
        "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'crm_party'",
        "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = 'crm_party'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        ((known,),) = cursor.fetchall()
    assert known > 0


def test_a_larger_number_grows_it_and_a_smaller_one_is_told_no(capsys):
    demo(capsys, contacts=10)
    _, said = demo(capsys, contacts=30)
    assert "grows from 10 to 30 contacts" in said
    assert count("contacts") == 30
    _, said = demo(capsys, contacts=20)
    assert "30 contacts already; they stay" in said
    assert count("contacts") == 30


def test_an_unfinished_load_is_finished_by_the_plain_command(capsys, monkeypatch):
    load = demo_command.load_accounts

    def interrupted(demo, *, goal, tell):
        def tell_and_stop(progress):
            tell(progress)
            raise KeyboardInterrupt

        load(demo, goal=goal, batch=20, tell=tell_and_stop)

    monkeypatch.setattr(demo_command, "load_accounts", interrupted)
    with pytest.raises(SystemExit) as ended:
        demo(capsys, contacts=50)
    assert ended.value.code == 130
    assert "goes on from here" in capsys.readouterr().err
    monkeypatch.undo()
    assert count("contacts") == 20
    _, said = demo(capsys, contacts=10)
    assert "A load of 50 was interrupted" in said
    assert count("contacts") == 20
    _, said = demo(capsys, contacts=None)
    assert "grows from 20 to 50 contacts" in said
    assert count("contacts") == 50


def test_what_people_did_with_it_stays(capsys):
    told, _ = demo(capsys)
    Organization.objects.update(name="Renamed")
    User.objects.filter(email=ADMIN_EMAIL).update(email="me@renamed.example")
    caller = caller_of_demo()
    contacts = registry.resolve(caller.organization, "contacts")
    gone = contacts.rows(caller).values_list("pk", flat=True)[0]
    remove_record(caller, contacts, gone)
    again, _ = demo(capsys)
    assert again["organization"] == {**told["organization"], "name": "Renamed"}
    assert again["admin"] == {**told["admin"], "email": "me@renamed.example"}
    assert count("contacts") == 11
    assert Organization.objects.count() == 1


def test_nothing_secret_is_stored(capsys):
    told, _ = demo(capsys)
    stored = ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            stored += repr(cursor.fetchall())
    assert ADMIN_EMAIL in stored
    assert told["admin"]["password"] not in stored
    assert told["api_key"] not in stored


def test_a_changed_password_is_set_back_and_told(capsys):
    told, _ = demo(capsys)
    user = User.objects.get(email=ADMIN_EMAIL)
    user.set_password("something-else-9")
    user.save()
    again, said = demo(capsys)
    assert again == told
    assert "password is the one below again" in said
    user.refresh_from_db()
    assert user.check_password(told["admin"]["password"])


@pytest.mark.parametrize("how", ["revoked_at", "expires_at"])
def test_a_key_that_ended_stays_ended_and_another_takes_its_place(capsys, how):
    told, _ = demo(capsys)
    ApiKey.objects.everywhere().update(**{how: timezone.now()})
    again, _ = demo(capsys)
    assert again["api_key"] != told["api_key"]
    assert caller_of_key(told["api_key"]) is None
    assert caller_of_key(again["api_key"]) is not None
    assert demo(capsys)[0] == again


def test_another_secret_key_makes_other_credentials_and_ends_the_former(
    capsys, settings
):
    told, _ = demo(capsys)
    settings.SECRET_KEY = "another-" * 10
    again, _ = demo(capsys)
    assert again["api_key"] != told["api_key"]
    assert again["admin"]["password"] != told["admin"]["password"]
    assert caller_of_key(told["api_key"]) is None
    assert caller_of_key(again["api_key"]) is not None
    user = User.objects.get(email=ADMIN_EMAIL)
    assert user.check_password(again["admin"]["password"])
    assert count("contacts") == 12


def test_somebody_elses_address_is_left_alone(capsys):
    owner = MembershipFactory(
        organization=OrganizationFactory(name="Theirs"),
        user=UserFactory(email=ADMIN_EMAIL),
    )
    with pytest.raises(CommandError, match="somebody who exists already"):
        demo(capsys)
    assert Organization.objects.get() == owner.organization
    owner.user.refresh_from_db()
    assert not owner.user.has_usable_password()


def test_a_deleted_demo_is_made_anew(capsys):
    told, _ = demo(capsys, contacts=3)
    # From the bottom: a stage that holds deals cannot go before them.
    for model in (Deal, Stage, Pipeline):
        model.objects.everywhere().delete()
    Organization.objects.get().delete()
    again, _ = demo(capsys, contacts=3)
    assert again["admin"] == told["admin"]
    assert again["api_key"] == told["api_key"]
    assert count("contacts") == 3


def test_a_demo_without_its_administrator_is_told(capsys):
    demo(capsys)
    Membership.objects.everywhere().filter(user__email=ADMIN_EMAIL).delete()
    with pytest.raises(CommandError, match="no longer a member"):
        demo(capsys)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--contacts", "0"], "--contacts must be from 1 to 1,000,000"),
        (["--contacts", "1000001"], "--contacts must be from 1"),
        (["--contacts", "many"], "invalid int value: 'many'"),
        (["--port", "0"], "--port must be from 1 to 65535"),
        (["--port", "65536"], "--port must be"),
    ],
)
def test_bad_input_is_a_clear_error(capsys, arguments, message):
    with pytest.raises(CommandError, match=message):
        demo(capsys, *arguments, contacts=None)
    assert not Organization.objects.exists()


def test_a_taken_port_is_told_before_anything_is_done(capsys):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with pytest.raises(CommandError, match="is taken"):
            call_command("demo", "--port", str(server.getsockname()[1]))
    assert not Organization.objects.exists()
