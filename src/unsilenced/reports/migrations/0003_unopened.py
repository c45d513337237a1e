"""Find the unopened reports of a day without reading all that a project has."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_ledger_and_storage")]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["project", "received_on"],
                condition=models.Q(opened_on=None),
                name="reports_unopened",
            ),
        ),
    ]
