"""Name a project's full hours, and what they show, as the program does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_records_elsewhere")]

    operations = [
        migrations.RenameModel("Shut", "ClosedHour"),
        migrations.RenameField("ClosedHour", "told", "shown"),
    ]
