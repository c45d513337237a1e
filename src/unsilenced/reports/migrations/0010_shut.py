"""Keep what was full in the present hour, so that nobody sees the moment of what others do."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_deleted_by_project"), ("people", "0002_members")]

    operations = [
        migrations.CreateModel(
            name="Shut",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        primary_key=True, default=uuid.uuid4, editable=False, serialize=False
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        max_length=7, choices=[("reports", "Reports"), ("photos", "Photos")]
                    ),
                ),
                ("day", models.DateField()),
                ("hour", models.PositiveSmallIntegerField()),
                ("told", models.BooleanField()),
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
            "shut",
            models.UniqueConstraint(fields=["project", "what"], name="one_hour_a_project_and_kind"),
        ),
    ]
