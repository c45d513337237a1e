"""Keep whether a project has dealt with a report: what it has makes room for others that day."""

from django.db import migrations, models

SEEN = """
UPDATE reports_report SET seen = true
WHERE number IS NOT NULL OR opened_on IS NOT NULL
    OR (deleted_on IS NOT NULL AND lookup_hash IS NOT NULL)
    OR uid IN (SELECT report_id FROM cases_setaside)
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_no_counts"), ("cases", "0002_set_aside")]

    operations = [
        migrations.RemoveIndex("report", "reports_unopened"),
        migrations.AddField(
            "report",
            "seen",
            models.BooleanField(
                db_default=False,
                help_text="Whether the project has opened it, set it aside or deleted it, "
                "at any time.",
            ),
        ),
        migrations.RunSQL(SEEN, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            "report",
            models.Index(
                fields=["project", "received_on"],
                condition=models.Q(seen=False),
                name="reports_unseen",
            ),
        ),
    ]
