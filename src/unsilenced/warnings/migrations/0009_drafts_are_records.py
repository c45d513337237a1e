"""Let drafts and requests for review be sealed records like all others."""

import django.db.models.deletion
from django.db import migrations, models

MOVE = """
SET CONSTRAINTS ALL IMMEDIATE;

-- Their senders drew these uids. One that is taken is no draft that a page of ours sealed.
WITH made AS (
    INSERT INTO records_record (uid, subject, organisation_id, kind, body, day, position)
    SELECT uid, uid, project_id, 'warning', body, composed_on,
        coalesce((SELECT max(position) + 1 FROM records_record WHERE subject = warning.uid), 0)
    FROM warnings_warning AS warning WHERE body IS NOT NULL AND project_wrap IS NOT NULL
    ON CONFLICT DO NOTHING
    RETURNING uid
)
INSERT INTO records_wrap (id, record_id, recipient, key_id, sealed)
SELECT gen_random_uuid(), uid, 'project', key_id, project_wrap
FROM warnings_warning JOIN made USING (uid);

INSERT INTO records_record (uid, subject, organisation_id, kind, body, day, position)
SELECT id, uid, project_id, 'review-request', body, day,
    row_number() OVER (PARTITION BY uid ORDER BY id) - 1
        + coalesce((SELECT max(position) + 1 FROM records_record WHERE subject = request.uid), 0)
FROM warnings_reviewrequest AS request;
INSERT INTO records_wrap (id, record_id, recipient, key_id, sealed)
SELECT gen_random_uuid(), id, 'project', key_id, project_wrap FROM warnings_reviewrequest;

ALTER TABLE warnings_warning
    DROP COLUMN key_id, DROP COLUMN body, DROP COLUMN project_wrap;
ALTER TABLE warnings_reviewrequest
    DROP COLUMN key_id, DROP COLUMN body, DROP COLUMN project_wrap;
ALTER TABLE warnings_reviewrequest RENAME COLUMN id TO record_id;
ALTER TABLE warnings_reviewrequest ADD CONSTRAINT warnings_reviewrequest_record_id_fk
    FOREIGN KEY (record_id) REFERENCES records_record (uid) DEFERRABLE INITIALLY DEFERRED;
SET CONSTRAINTS ALL IMMEDIATE;
"""

MOVE_BACK = """
SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE warnings_warning
    ADD COLUMN key_id uuid, ADD COLUMN body bytea, ADD COLUMN project_wrap bytea;
UPDATE warnings_warning SET key_id = wrap.key_id, body = record.body, project_wrap = wrap.sealed
FROM records_record AS record JOIN records_wrap AS wrap ON wrap.record_id = record.uid
WHERE record.uid = warnings_warning.uid AND record.kind = 'warning'
    AND wrap.recipient = 'project';
-- Which key a draft was sealed to that is gone, nobody asks.
UPDATE warnings_warning SET key_id =
    (SELECT id FROM people_organisationkey WHERE organisation_id = project_id ORDER BY id LIMIT 1)
WHERE key_id IS NULL;
ALTER TABLE warnings_warning
    ALTER COLUMN key_id SET NOT NULL,
    ADD CONSTRAINT warnings_warning_key_id_fk FOREIGN KEY (key_id)
        REFERENCES people_organisationkey (id) DEFERRABLE INITIALLY DEFERRED;

DO $$
DECLARE
    named record;
BEGIN
    FOR named IN
        SELECT conname AS name FROM pg_constraint
        WHERE conrelid = 'warnings_reviewrequest'::regclass AND contype = 'f'
            AND confrelid = 'records_record'::regclass
    LOOP
        EXECUTE format('ALTER TABLE warnings_reviewrequest DROP CONSTRAINT %I', named.name);
    END LOOP;
END $$;
ALTER TABLE warnings_reviewrequest RENAME COLUMN record_id TO id;
ALTER TABLE warnings_reviewrequest
    ADD COLUMN key_id uuid, ADD COLUMN body bytea, ADD COLUMN project_wrap bytea;
UPDATE warnings_reviewrequest
SET key_id = wrap.key_id, body = record.body, project_wrap = wrap.sealed
FROM records_record AS record JOIN records_wrap AS wrap ON wrap.record_id = record.uid
WHERE record.uid = warnings_reviewrequest.id AND wrap.recipient = 'project';
ALTER TABLE warnings_reviewrequest
    ALTER COLUMN key_id SET NOT NULL,
    ALTER COLUMN body SET NOT NULL,
    ALTER COLUMN project_wrap SET NOT NULL,
    ADD CONSTRAINT warnings_reviewrequest_key_id_fk FOREIGN KEY (key_id)
        REFERENCES people_organisationkey (id) DEFERRABLE INITIALLY DEFERRED;

DELETE FROM records_wrap USING records_record AS record
WHERE record.uid = record_id AND record.kind IN ('warning', 'review-request');
DELETE FROM records_record WHERE kind IN ('warning', 'review-request');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("warnings", "0008_shared_tables_stand_alone"),
        ("records", "0001_one_sealed_record"),
    ]

    operations = [
        migrations.RunSQL(
            MOVE,
            MOVE_BACK,
            state_operations=[
                *(
                    migrations.RemoveField(model, column)
                    for model in ("warning", "reviewrequest")
                    for column in ("key", "body", "project_wrap")
                ),
                migrations.RemoveField("reviewrequest", "id"),
                migrations.AddField(
                    "reviewrequest",
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="review_request",
                        serialize=False,
                        to="records.record",
                    ),
                    preserve_default=False,
                ),
            ],
        )
    ]
