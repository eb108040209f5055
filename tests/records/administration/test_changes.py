"""Is the change log told in the words of the pages?"""

from tests.records.administration.desk import Desk


def cells(desk, column):
    page = desk.get("records_change", "changelist").content.decode()
    parts = page.split(f'class="field-{column}')[1:]
    return [one.split("</td>")[0].split(">")[-1].strip() for one in parts]


def test_types_and_fields_are_called_as_on_their_pages(tenant):
    tenant.make(
        "contacts", first_name="Ada", company_id=tenant.make("companies", name="B")
    )
    desk = Desk(tenant)
    page = desk.get("records_change", "changelist").content.decode()
    assert "First name, " in page
    assert "company_id" not in page
    assert "first_name" not in page


def test_keys_are_told_like_any_other_thing(tenant):
    desk = Desk(tenant)
    desk.save("access_apikey", "add", name="Till", scopes=["read"])
    page = desk.get("records_change", "changelist").content.decode()
    assert "Api keys" not in page
    assert "API key" in page
    listed = desk.get("access_apikey", "changelist").content.decode()
    assert "Read records" in listed
