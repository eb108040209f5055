"""Does each dialect answer what its page says?"""

import json
from urllib.parse import quote

import pytest
from django.test import Client

from tests.docs.examples import differences, read_examples
from tests.tenants import new_tenant


@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.parametrize("dialect", ["resource", "document"])
def test_every_example_of_the_page_answers_as_documented(dialect):
    tenant = new_tenant()
    examples = read_examples(f"dialects/{dialect}.md")
    assert len(examples) > 15
    for example in examples:
        headers = (
            {} if example.is_anonymous else {"Authorization": f"Bearer {tenant.key}"}
        )
        response = Client(headers=headers).generic(
            example.method,
            f"{example.path}?{quote(example.query, safe='=&')}",
            data=b"" if example.body is None else json.dumps(example.body).encode(),
            content_type="application/json",
        )
        actual = json.loads(response.content)
        assert response.status_code == example.status, (str(example), actual)
        assert differences(example.answer, actual) == [], str(example)
        for name, value in example.headers.items():
            assert response[name] == value, str(example)
