"""Finds a text within the values of searchable fields, where PostgreSQL can."""

from django.db import migrations

from records.schema.vendors import PostgreSQLOnly

# The extension comes with PostgreSQL, and the owner of a database may install it. Where
# it is missing or not allowed, searches read all values of a field: slow, not wrong.
FORWARDS = """
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX custom_objects_value_trigrams ON custom_objects_fieldvalue
        USING gin (text gin_trgm_ops) WHERE searched AND live;
EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
        RAISE NOTICE 'pg_trgm is not there: searches will be slow (%)', SQLERRM;
END $$
"""
BACKWARDS = "DROP INDEX IF EXISTS custom_objects_value_trigrams"


class Migration(migrations.Migration):
    dependencies = [("custom_objects", "0002_postgresql")]

    operations = [PostgreSQLOnly(FORWARDS, BACKWARDS)]
