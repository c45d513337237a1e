"""Keep for a day how much of a report's photos was removed, so that this comes to an end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_photos_removed")]

    operations = [
        migrations.AddField(
            "report",
            "removed_chunks",
            models.PositiveIntegerField(
                db_default=0,
                help_text="How much of its photos was removed since the last night, so that "
                "sending and removing in turn comes to an end.",
            ),
        ),
    ]
