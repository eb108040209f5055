import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_root_leads_to_the_admin(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"
