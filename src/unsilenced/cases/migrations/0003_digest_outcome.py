"""When the digest last went out, and when it last did not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_set_aside")]

    operations = [
        migrations.CreateModel(
            name="DigestOutcome",
            fields=[
                ("went_out", models.BooleanField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("hour", models.PositiveSmallIntegerField()),
                ("fault", models.CharField(blank=True, max_length=20)),
            ],
        ),
    ]
