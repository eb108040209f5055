"""What the tests of definitions start from."""

import pytest

from custom_objects.definitions import define_object


@pytest.fixture
def projects(tenant):
    """An object with a text and a status."""
    return define_object(
        tenant.caller,
        values={
            "label_plural": "Projects",
            "fields": [
                {"label": "Title", "type": "text"},
                {"label": "State", "type": "status", "options": ["New", "Done"]},
                {"label": "Note", "type": "long_text"},
            ],
        },
    )
