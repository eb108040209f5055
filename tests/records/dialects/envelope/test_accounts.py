"""``/v2/accounts/self``."""

import pytest

from records.members.organizations import update_organization
from tests.envelopes import envelope_of
from tests.tenants import new_tenant


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "time_zone", "clock", "offset"),
    [
        ("en", "UTC", "12H", "UTC+00:00"),
        ("de", "Asia/Kolkata", "24H", "UTC+05:30"),
        ("de", "America/Phoenix", "24H", "UTC-07:00"),
        ("en", "no such zone", "12H", "UTC+00:00"),
    ],
)
def test_the_account_is_the_organization(language, time_zone, clock, offset):
    tenant = new_tenant(language=language, time_zone=time_zone, currency="EUR")
    told = envelope_of(tenant).get("accounts/self")
    assert told.json["meta"] == {"type": "account"}
    data = told.data
    assert (data["id"], data["name"]) == (
        tenant.organization.pk,
        tenant.organization.name,
    )
    assert (data["currency"], data["time_format"]) == ("EUR", clock)
    assert data["timezone"] == offset
    assert data["updated_at"] == data["created_at"]
    assert set(data) == {
        *("id", "name", "currency", "time_format", "timezone", "phone"),
        *("subdomain", "created_at", "updated_at"),
    }


def test_the_account_tells_when_it_was_changed(v2, tenant):
    tenant.organization.created_at = "2020-01-01T00:00:00Z"
    tenant.organization.save()
    assert v2.get("accounts/self").data["updated_at"] == "2020-01-01T00:00:00Z"
    update_organization(tenant.caller, {"name": "Renamed"})
    data = v2.get("accounts/self").data
    assert data["name"] == "Renamed"
    assert data["updated_at"] > data["created_at"] == "2020-01-01T00:00:00Z"


def test_the_account_takes_no_parameter_and_no_other_method(v2):
    assert v2.get("accounts/self", page=1).codes == ["invalid_param"]
    assert v2("HEAD", "accounts/self").status == 200
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        told = v2(method, "accounts/self", {"name": "x"})
        assert (told.status, told.codes) == (405, ["incorrect_path"])
    assert v2.get("accounts").codes == ["incorrect_path"]
