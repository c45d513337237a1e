"""The day of the jobs. A site that has just been set up, or upgraded, begins with today."""

from typing import Any, ClassVar

from django.db import migrations, models

from unsilenced.process.utc_day import utc_today


def begin_with_today(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("site", "JobsDone").objects.create(day=utc_today())


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="JobsDone",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="one_row_of_jobs_done"
                    )
                ],
            },
        ),
        migrations.RunPython(begin_with_today, migrations.RunPython.noop),
    ]
