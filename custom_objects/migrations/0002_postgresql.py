"""What makes PostgreSQL choose well: an index for several equalities, statistics."""

from django.db import migrations

from records.schema.vendors import PostgreSQLOnly, containment_index


class Migration(migrations.Migration):
    dependencies = [("custom_objects", "0001_initial")]

    operations = [
        containment_index("custom_objects_customrecord"),
        # How common a value is depends on the field it belongs to.
        PostgreSQLOnly(
            "CREATE STATISTICS custom_objects_value_of_field (mcv, ndistinct)"
            " ON field_id, ref FROM custom_objects_fieldvalue",
            "DROP STATISTICS custom_objects_value_of_field",
        ),
    ]
