"""Plugs the objects and fields that organizations define into the kernel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomObjectsConfig(AppConfig):
    """Objects, fields, options and the values of records."""

    name = "custom_objects"
    verbose_name = _("Schema")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the schema provider and what belongs to it."""
        from custom_objects import registration

        registration.register_all()
