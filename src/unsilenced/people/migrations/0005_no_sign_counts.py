from django.db import migrations


class Migration(migrations.Migration):
    """Drop the counts of passkeys' uses; the night's rewriting takes them out of the rows."""

    dependencies = [
        ("people", "0004_recovery_requests"),
    ]

    operations = [
        migrations.RemoveField(model_name="passkey", name="sign_count"),
    ]
