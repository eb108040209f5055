"""Does the program answer what its pages say?"""

import json
from urllib.parse import quote

import pytest
from django.test import Client

from tests.docs.examples import differences, read_examples
from tests.tenants import new_tenant


@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.parametrize(
    ("page", "least"),
    [
        ("dialects/resource.md", 16),
        ("dialects/document.md", 16),
        ("dialects/envelope.md", 27),
        ("custom-objects.md", 9),
    ],
)
def test_every_example_of_the_page_answers_as_documented(page, least):
    tenant = new_tenant()
    examples = read_examples(page)
    assert len(examples) >= least
    for example in examples:
        headers = {"User-Agent": "docs", **example.sent}
        if not example.is_anonymous:
            headers["Authorization"] = f"Bearer {tenant.key}"
        headers = {name: one for name, one in headers.items() if one}
        response = Client(headers=headers).generic(
            example.method,
            f"{example.path}?{quote(example.query, safe='=&')}",
            data=b"" if example.body is None else json.dumps(example.body).encode(),
            content_type="application/json",
        )
        actual = json.loads(response.content) if response.content else None
        assert response.status_code == example.status, (str(example), actual)
        assert differences(example.answer, actual) == [], str(example)
        for name, value in example.headers.items():
            assert response[name] == value, str(example)
