"""Let identifiers of what people did be random: rows that were counted told an order, and how many
there had been."""

import uuid

from django.db import migrations, models

MODELS = ("keygrant", "totp", "passkey", "recoverycode", "invitation", "memberinvitation")

RANDOM = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE people_{0} ALTER COLUMN id DROP IDENTITY IF EXISTS;
ALTER TABLE people_{0} ALTER COLUMN id TYPE uuid USING gen_random_uuid();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_members")]

    operations = [
        migrations.RunSQL(
            RANDOM.format(name),
            state_operations=[
                migrations.AlterField(
                    name,
                    "id",
                    models.UUIDField(
                        primary_key=True, default=uuid.uuid4, editable=False, serialize=False
                    ),
                )
            ],
        )
        for name in MODELS
    ]
