from django.db import migrations, models


class Migration(migrations.Migration):
    """What client applications keep about objects, fields and options."""

    dependencies = [
        ("custom_objects", "0003_trigrams"),
    ]

    operations = [
        migrations.AddField(
            model_name="fielddefinition",
            name="icon",
            field=models.CharField(blank=True, editable=False, max_length=50),
        ),
        migrations.AddField(
            model_name="fieldoption",
            name="is_terminal",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="objectdefinition",
            name="settings",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
