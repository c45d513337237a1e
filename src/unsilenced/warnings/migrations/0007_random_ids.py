"""Let identifiers of what people did be random: rows that were counted told an order.

The order of a member's browsers, which the count gave, becomes a column. What a release is made of
keeps its count: the job that makes it lays all of it out in the order of places and references.
"""

import uuid

from django.db import migrations, models

MODELS = (
    "membertokens",
    "pursesissued",
    "caseworkertokens",
    "reviewrequest",
    "pushsubscription",
)

TURN = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE warnings_pushsubscription ADD COLUMN turn integer;
UPDATE warnings_pushsubscription SET turn = placed.place - 1
FROM (SELECT id, row_number() OVER (PARTITION BY member_id ORDER BY id) AS place
      FROM warnings_pushsubscription) AS placed
WHERE placed.id = warnings_pushsubscription.id;
ALTER TABLE warnings_pushsubscription ALTER COLUMN turn SET NOT NULL;
ALTER TABLE warnings_pushsubscription ADD CHECK (turn >= 0);
"""

RANDOM = """
ALTER TABLE warnings_{0} ALTER COLUMN id DROP IDENTITY IF EXISTS;
ALTER TABLE warnings_{0} ALTER COLUMN id TYPE uuid USING gen_random_uuid();
"""

ENTRIES = """
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT conname FROM pg_constraint
        WHERE contype = 'f' AND conrelid = 'warnings_releasedrecord'::regclass
            AND confrelid = 'warnings_entry'::regclass
    LOOP
        EXECUTE format('ALTER TABLE warnings_releasedrecord DROP CONSTRAINT %I', one.conname);
    END LOOP;
END
$$;
ALTER TABLE warnings_entry ADD COLUMN random uuid NOT NULL DEFAULT gen_random_uuid();
CREATE FUNCTION random_of_entry(bigint) RETURNS uuid LANGUAGE sql STABLE
    AS 'SELECT random FROM warnings_entry WHERE id = $1';
ALTER TABLE warnings_releasedrecord
    ALTER COLUMN entry_id TYPE uuid USING random_of_entry(entry_id);
DROP FUNCTION random_of_entry;
ALTER TABLE warnings_entry DROP COLUMN id;
ALTER TABLE warnings_entry RENAME COLUMN random TO id;
ALTER TABLE warnings_entry ALTER COLUMN id DROP DEFAULT;
ALTER TABLE warnings_entry ADD PRIMARY KEY (id);
ALTER TABLE warnings_releasedrecord ADD CONSTRAINT warnings_releasedrecord_entry_id_fk
    FOREIGN KEY (entry_id) REFERENCES warnings_entry (id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("warnings", "0006_entered_anew")]

    operations = [
        migrations.RunSQL(
            TURN,
            state_operations=[
                migrations.AddField(
                    "pushsubscription",
                    "turn",
                    models.PositiveIntegerField(
                        help_text="Among the member's browsers: the latest is last."
                    ),
                    preserve_default=False,
                )
            ],
        ),
        *(
            migrations.RunSQL(
                sql,
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
            for name, sql in (
                *((name, RANDOM.format(name)) for name in MODELS),
                ("entry", ENTRIES),
            )
        ),
        migrations.AddConstraint(
            "pushsubscription",
            models.UniqueConstraint(fields=["member", "turn"], name="one_browser_a_turn"),
        ),
    ]
