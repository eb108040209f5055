"""Fields as the tests of this dialect ask for them."""

from tests.custom_objects.api.document.conftest import OBJECTS

CONTACTS = f"{OBJECTS}/obj_contacts/fields"
PROJECTS = f"{OBJECTS}/obj_projects/fields"


def listed(tenant, obj):
    answer = tenant.api.get(f"{OBJECTS}/{obj}/fields")
    assert answer.status == 200, answer.json
    assert set(answer.json) == {"data"}
    assert answer.json["data"] == tenant.api.get(f"{OBJECTS}/{obj}").json["fields"]
    return {one["slug"]: one for one in answer.json["data"]}


def patched(tenant, obj, field, **body):
    answer = tenant.api.patch(f"{OBJECTS}/{obj}/fields/{field}", body)
    assert answer.status == 200, answer.json
    told = answer.json
    assert listed(tenant, obj)[told["slug"]] == told
    return told
