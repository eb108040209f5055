"""The index by which PostgreSQL answers several equalities on custom fields."""

from django.db import migrations

from records.schema.vendors import containment_index


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial")]

    operations = [
        containment_index("crm_party"),
        containment_index("crm_deal"),
        containment_index("crm_lead"),
    ]
