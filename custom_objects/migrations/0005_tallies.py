"""Counts once what the tallies keep count of from now on."""

from django.db import migrations
from django.db.models import Count, F


def count(apps, schema_editor):
    Tally = apps.get_model("records", "Tally")
    rows = apps.get_model("custom_objects", "CustomRecord")._base_manager.order_by()
    live = rows.filter(archived_at__isnull=True)
    Tally._base_manager.bulk_create(
        Tally(organization_id=one["organization_id"], name=one["slug"], delta=one["n"])
        for one in live.values("organization_id", slug=F("definition__slug")).annotate(
            n=Count("pk")
        )
    )


class Migration(migrations.Migration):

    dependencies = [
        ('custom_objects', '0004_presentation'),
        ('records', '0004_tallies'),
    ]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
