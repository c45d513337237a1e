"""Leave sealed records to the app `records`, which has taken their table over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0011_ledger_against_migrations"),
        ("records", "0001_one_sealed_record"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "attachment",
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="attachment",
                        serialize=False,
                        to="records.record",
                    ),
                ),
                migrations.DeleteModel("Record"),
            ]
        )
    ]
