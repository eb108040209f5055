"""The Django app."""

from django.apps import apps

from crm.registration import OBJECT_TYPES
from records.schema.registry import registry


def test_the_app_has_registered_its_types():
    assert apps.get_app_config("crm").verbose_name == "Records"
    assert all(one in registry.built_in() for one in OBJECT_TYPES)
