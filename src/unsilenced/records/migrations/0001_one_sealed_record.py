"""Give the table of sealed records an app of its own, and each wrap a row.

The table of reports' records becomes the table of all records, so no body is copied.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

TAKE_OVER = """
SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE reports_record RENAME TO records_record;
DO $$
DECLARE
    named record;
BEGIN
    -- What it belongs to is not always a report, and its keys go into the wraps.
    FOR named IN
        SELECT conname AS name FROM pg_constraint
        WHERE conrelid = 'records_record'::regclass AND contype = 'f'
    LOOP
        EXECUTE format('ALTER TABLE records_record DROP CONSTRAINT %I', named.name);
    END LOOP;
    FOR named IN
        SELECT conname AS name FROM pg_constraint
        WHERE conrelid = 'records_record'::regclass AND conname LIKE 'reports_record_%'
    LOOP
        EXECUTE format('ALTER TABLE records_record RENAME CONSTRAINT %I TO %I', named.name,
            replace(named.name, 'reports_record_', 'records_record_'));
    END LOOP;
END $$;

ALTER TABLE records_record RENAME COLUMN report_id TO subject;
ALTER TABLE records_record ADD COLUMN organisation_id bigint;
UPDATE records_record SET organisation_id = report.project_id
FROM reports_report AS report WHERE report.uid = records_record.subject;
ALTER TABLE records_record ALTER COLUMN organisation_id SET NOT NULL;
ALTER TABLE records_record ADD CONSTRAINT records_record_organisation_id_fk
    FOREIGN KEY (organisation_id) REFERENCES people_organisation (id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX records_by_kind ON records_record (organisation_id, kind);
"""

GIVE_BACK = """
SET CONSTRAINTS ALL IMMEDIATE;

DROP INDEX records_by_kind;
ALTER TABLE records_record DROP COLUMN organisation_id;
ALTER TABLE records_record RENAME COLUMN subject TO report_id;
ALTER TABLE records_record ADD CONSTRAINT records_record_report_id_fk
    FOREIGN KEY (report_id) REFERENCES reports_report (uid) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE records_record RENAME TO reports_record;
DO $$
DECLARE
    named record;
BEGIN
    FOR named IN
        SELECT conname AS name FROM pg_constraint
        WHERE conrelid = 'reports_record'::regclass AND conname LIKE 'records_record_%'
    LOOP
        EXECUTE format('ALTER TABLE reports_record RENAME CONSTRAINT %I TO %I', named.name,
            replace(named.name, 'records_record_', 'reports_record_'));
    END LOOP;
END $$;
"""

KEEP_WRAPS = """
INSERT INTO records_wrap (id, record_id, recipient, key_id, sealed)
SELECT gen_random_uuid(), uid, 'project', key_id, project_wrap FROM records_record
UNION ALL
SELECT gen_random_uuid(), uid, 'reporter', NULL, reporter_wrap FROM records_record
WHERE reporter_wrap IS NOT NULL;

ALTER TABLE records_record
    DROP COLUMN key_id, DROP COLUMN project_wrap, DROP COLUMN reporter_wrap;
"""


GIVE_WRAPS_BACK = """
SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE records_record
    ADD COLUMN key_id uuid, ADD COLUMN project_wrap bytea, ADD COLUMN reporter_wrap bytea;
UPDATE records_record SET key_id = wrap.key_id, project_wrap = wrap.sealed
FROM records_wrap AS wrap WHERE wrap.record_id = uid AND wrap.recipient = 'project';
UPDATE records_record SET reporter_wrap = wrap.sealed
FROM records_wrap AS wrap WHERE wrap.record_id = uid AND wrap.recipient = 'reporter';
ALTER TABLE records_record
    ALTER COLUMN key_id SET NOT NULL,
    ALTER COLUMN project_wrap SET NOT NULL,
    ADD CONSTRAINT records_record_key_id_fk FOREIGN KEY (key_id)
        REFERENCES people_organisationkey (id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0006_organisations"),
        ("reports", "0011_ledger_against_migrations"),
    ]

    operations = [
        migrations.RunSQL(
            TAKE_OVER,
            GIVE_BACK,
            state_operations=[
                migrations.CreateModel(
                    name="Record",
                    fields=[
                        (
                            "uid",
                            models.UUIDField(editable=False, primary_key=True, serialize=False),
                        ),
                        (
                            "subject",
                            models.UUIDField(help_text="The uid of what it belongs to."),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("report", "Report"),
                                    ("reporter-message", "Reporter Message"),
                                    ("project-message", "Project Message"),
                                    ("note", "Note"),
                                    ("attachment", "Attachment"),
                                    ("warning", "Warning"),
                                    ("review-request", "Review Request"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("body", models.BinaryField()),
                        ("day", models.DateField()),
                        (
                            "position",
                            models.PositiveIntegerField(
                                help_text="Among the records of the subject, from 0."
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["organisation", "kind"], name="records_by_kind")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subject", "position"), name="one_record_a_position"
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wrap",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "recipient",
                    models.CharField(help_text="What the recipient is.", max_length=10),
                ),
                ("sealed", models.BinaryField(max_length=83)),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisationkey",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wraps",
                        to="records.record",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "recipient", "key"),
                        name="one_wrap_a_recipient",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL(KEEP_WRAPS, GIVE_WRAPS_BACK),
    ]
