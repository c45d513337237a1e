"""Keep how much of a day's photos was removed, and that a solved puzzle serves for one photo."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_seen"), ("people", "0002_members")]

    operations = [
        migrations.AddField(
            "report",
            "removal",
            models.UUIDField(
                null=True,
                help_text="Drawn again when a photo is removed, so that no solved puzzle serves "
                "twice.",
            ),
        ),
        migrations.CreateModel(
            name="PhotosRemoved",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        primary_key=True, default=uuid.uuid4, editable=False, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("chunks", models.PositiveIntegerField(default=0)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.project",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "photosremoved",
            models.UniqueConstraint(
                fields=["project", "day"], name="one_removal_a_project_and_day"
            ),
        ),
    ]
