"""Does the command say in one line what it cannot do, and keep its hands off then?"""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from crm.models import CopiedRecord
from records.access.models import Membership
from records.access.roles import Role
from tests.crm.moving.servers import Answer, in_turn, refusal, serving
from tests.factories import OrganizationFactory
from tests.tenants import new_tenant

TOKEN = "t"  # noqa: S105 - of nobody
INPUT = "-"

pytestmark = pytest.mark.django_db


def refused(**options):
    """Run the command and return the one line that it ends with."""
    err = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("import_envelope", stdout=err, stderr=err, **options)
    text = str(failed.value)
    assert "\n" not in text
    assert failed.value.returncode == 1
    assert not CopiedRecord.objects.everywhere().exists()
    return text


@pytest.fixture
def organization(db):
    return OrganizationFactory.create()


def test_a_wrong_address_is_told(organization):
    told = refused(url="http://127.0.0.1:1", token=TOKEN)
    assert told == "127.0.0.1:1 cannot be reached: Connection refused."
    assert "is no address" in refused(url="example.com", token=TOKEN)


def test_what_a_live_server_refuses_is_told(live_server, transactional_db):
    OrganizationFactory.create()
    told = refused(url=live_server.url, token="X" * 64)
    assert "refuses the token" in told
    told = refused(url=f"{live_server.url}/static", token=TOKEN)
    assert "does not speak this API" in told
    told = refused(url=f"{live_server.url}/admin", token=TOKEN)
    assert "redirects to" in told


def test_a_server_that_keeps_failing_is_told(organization, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    answer = refusal(503, "temporarily_unavailable", "Down for repair.")
    with serving(in_turn(answer)) as server:
        told = refused(url=server.url, token=TOKEN)
    assert told.endswith("answers 503: Down for repair.")


@pytest.mark.parametrize("timeout", [0, -1, 601])
def test_a_timeout_is_some_seconds(organization, timeout):
    told = refused(url="http://127.0.0.1:1", token=TOKEN, timeout=timeout)
    assert told.startswith("--timeout:")


def test_an_organization_is_chosen(db):
    asked = {"url": "http://127.0.0.1:1", "token": "t"}
    assert "no organization yet" in refused(**asked)
    first, _second = OrganizationFactory.create(), OrganizationFactory.create()
    assert "several organizations" in refused(**asked)
    assert "no organization 999" in refused(**asked, organization=999)
    assert "cannot be reached" in refused(**asked, organization=first.pk)


def test_an_organization_is_not_copied_into_itself(db):
    tenant = new_tenant(Role.OWNER)
    told = refused(url="http://127.0.0.1:1", token=tenant.key)
    assert "it opens" in told


def test_a_token_is_read_from_the_input(move, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{move.there.key}\n"))
    assert move(token=INPUT).numbers("users") == (0, 1, 0)


def test_a_look_ahead_copies_nothing(move):
    stranger = move.there.colleague()
    move.source.post("contacts", last_name="A")
    move.source.post("contacts", is_organization=True, name="B")
    told = move("--check").report.splitlines()
    assert "contacts: 2" in told
    assert "stages: 7" in told
    assert f"Nobody here has the address {stranger.user.email}" in told[-1]
    assert told[-1].endswith("They will join.")
    told = move("--check", "--known-people").report.splitlines()
    assert told[-1].endswith(f"{stranger.user}.")
    members = Membership.objects.for_organization(move.here.organization.pk)
    assert members.count() == 1
    assert not CopiedRecord.objects.everywhere().exists()
    assert move.target.get("contacts").ids == []


def test_a_report_that_cannot_be_written_is_told(move, tmp_path):
    with pytest.raises(CommandError, match=r"--report: .*No such file"):
        move(report=tmp_path / "none" / "report.csv")
    # The copy itself is done.
    assert CopiedRecord.objects.everywhere().exists()


def test_what_the_other_server_does_not_give_is_told(organization):
    def answer(asked):
        name = asked.path.removeprefix("/v2/")
        if name == "accounts/self":
            return Answer()
        if name in ("leads", "deals"):
            return refusal(403, "insufficient_scope", f"Not your {name}.")
        if name == "lead/custom_fields":
            return refusal(404, "incorrect_path", "No such page.")
        if name == "contacts" and asked.query["is_organization"] == "false":
            people = [
                {"id": 5, "last_name": "A", "sunk": False, "shoe_size": 43},
                {"id": "six", "last_name": ["B"], "tags": "c", "created_at": "then"},
                {"id": 7, "owner_id": {"x": 1}, "contact_id": 404, "title": "T" * 256},
            ]
            return Answer({"items": [{"data": one} for one in people], "meta": {}})
        return Answer({"items": [], "meta": {"links": {}}})

    out = io.StringIO()
    with serving(answer) as server:
        call_command(
            "import_envelope",
            url=server.url,
            token=TOKEN,
            stdout=out,
            stderr=io.StringIO(),
        )
    told = out.getvalue()
    assert "leads: the other server does not give them." in told
    assert "Not your deals." in told
    assert "lead/custom_fields: the other server" in told
    # An attribute nobody here knows is told where it says something.
    assert "shoe_size: There is no such attribute here." in told
    assert "sunk" not in told
    for name in ("last_name", "tags", "created_at"):
        assert f"contacts six (copied without it): {name}: " in told
    assert "contacts 7 (copied without it): contact_id: The contact 404" in told
    assert "contacts 7 (copied without it): title: " in told
    assert "contacts 7 (copied without it): owner_id: The user" in told
