"""Counts once what the tallies keep count of from now on."""

from django.db import migrations
from django.db.models import Count

KEPT = (
    ("contacts", "Party", {"kind": "person"}),
    ("companies", "Party", {"kind": "organization"}),
    ("deals", "Deal", {}),
    ("leads", "Lead", {}),
    ("tasks", "Task", {}),
    ("calls", "Call", {}),
    ("text_messages", "TextMessage", {}),
    ("visits", "Visit", {}),
    ("documents", "Document", {}),
)


def count(apps, schema_editor):
    Tally = apps.get_model("records", "Tally")
    for name, model, base in KEPT:
        rows = apps.get_model("crm", model)._base_manager.order_by()
        live = rows.filter(archived_at__isnull=True, **base).values("organization_id")
        Tally._base_manager.bulk_create(
            Tally(organization_id=one["organization_id"], name=name, delta=one["n"])
            for one in live.annotate(n=Count("pk"))
        )


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0008_lookups'),
        ('records', '0004_tallies'),
    ]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
