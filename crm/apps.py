"""Plugs the built-in record types into the kernel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    """Contacts, companies, deals and what belongs to them."""

    name = "crm"
    verbose_name = _("Records")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register types, projections, actions and seeds with the kernel."""
        from crm import registration

        registration.register_all()
