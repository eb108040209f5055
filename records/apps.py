"""The Django app of the kernel."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What is true of any record."""

    name = "records"
    verbose_name = _("Record store")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Teach every SQLite connection to fold text; note when keys are used."""
        from records.access import usage
        from records.schema.folding import register_on_sqlite

        connection_created.connect(register_on_sqlite, dispatch_uid="records.fold")
        usage.connect()
