import json

import pytest
from django.core.management import CommandError, call_command

from records.access.authentication import caller_of_key
from records.access.keys import is_well_formed
from records.access.models import ApiKey, Membership, Organization, User
from records.history.models import Change
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

EMAIL = "ada@engines.example"
PASSWORD = "analytical-1843"  # noqa: S105 - of nobody


def create(capsys, *arguments, name="Engines", email=EMAIL, password=PASSWORD):
    given = [name, "--email", email, *arguments]
    if password is not None:
        given += ["--password", password]
    call_command("create_organization", *given)
    return capsys.readouterr().out.splitlines()


def test_prints_the_key_alone(capsys):
    lines = create(capsys)
    assert len(lines) == 1
    assert is_well_formed(lines[0])


def test_the_key_speaks_for_the_owner_of_the_new_organization(capsys):
    told = json.loads(create(capsys, "--json")[-1])
    caller = caller_of_key(told["api_key"])
    assert told == {
        "organization": {"id": caller.organization_id, "name": "Engines"},
        "user": {"id": caller.user_id, "email": EMAIL},
        "api_key": told["api_key"],
    }
    assert caller.role == "owner"
    assert User.objects.get().check_password(PASSWORD)
    assert not User.objects.get().is_superuser


def test_the_organization_has_what_every_new_one_has(capsys):
    told = json.loads(create(capsys, "--json")[-1])
    changes = Change.objects.for_organization(told["organization"]["id"])
    kinds = set(changes.values_list("object_type", flat=True))
    assert {"organizations", "memberships", "api_keys", "pipelines", "stages"} <= kinds


@pytest.mark.parametrize("password", [None, "12345", "other-password-77"])
def test_somebody_who_exists_keeps_the_password(capsys, password):
    known = UserFactory(email="Ada@Engines.Example")
    known.set_password(PASSWORD)
    known.save()
    told = json.loads(create(capsys, "--json", password=password)[-1])
    assert told["user"] == {"id": known.pk, "email": "Ada@Engines.Example"}
    known.refresh_from_db()
    assert known.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"email": "ada"}, "--email: “ada” is no e-mail address"),
        ({"email": f"{'a' * 64}@{'b' * 60}.{'c' * 200}"}, "--email"),
        ({"name": "  "}, "The name must have 1 to 255 printable characters"),
        ({"name": "n" * 256}, "The name must have"),
        ({"name": "a\x00b"}, "The name must have"),
        ({"password": None}, "--password is needed: ada@engines.example is new here"),
        ({"password": ""}, "--password is needed"),
        ({"password": "12345"}, "too short.*entirely numeric"),
        ({"password": EMAIL}, "too similar"),
        ({"password": "lone \ud800 surrogate"}, "--password: .*Unicode"),
    ],
)
def test_bad_input_is_a_clear_error_and_stores_nothing(capsys, given, message):
    with pytest.raises(CommandError, match=message):
        create(capsys, **given)
    assert not User.objects.exists()
    assert not Organization.objects.exists()
    assert not Membership.objects.everywhere().exists()
    assert not ApiKey.objects.everywhere().exists()
    assert not Change.objects.everywhere().exists()


def test_somebody_deactivated_owns_nothing(capsys):
    UserFactory(email=EMAIL, is_active=False)
    with pytest.raises(CommandError, match="has been deactivated"):
        create(capsys)
    assert not Organization.objects.exists()
