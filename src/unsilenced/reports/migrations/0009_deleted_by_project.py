"""Keep who deleted a report, so that the look-up hash of one that its project deleted can go."""

from django.db import migrations, models

DELETED = """
UPDATE reports_report SET deleted_by_project = true
WHERE deleted_on IS NOT NULL AND lookup_hash IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_removed_chunks")]

    operations = [
        migrations.AddField(
            "report",
            "deleted_by_project",
            models.BooleanField(
                db_default=False, help_text="Whether its project deleted it, and not its writer."
            ),
        ),
        migrations.RunSQL(DELETED, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
    ]
