"""Let no identifier be a count: a report is known by its uid, a record by its own.

A report that has a number keeps it, as its project knows it by that. The order within a
conversation and within a scope of the ledger, which the sequences gave, becomes a column.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

ORDER = """
SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE reports_record ADD COLUMN position integer;
UPDATE reports_record SET position = placed.place - 1
FROM (SELECT id, row_number() OVER (PARTITION BY report_id ORDER BY id) AS place
      FROM reports_record) AS placed
WHERE placed.id = reports_record.id;
ALTER TABLE reports_record ALTER COLUMN position SET NOT NULL;
ALTER TABLE reports_record ADD CHECK (position >= 0);

ALTER TABLE reports_consent DISABLE TRIGGER append_only;
ALTER TABLE reports_consent ADD COLUMN step integer;
UPDATE reports_consent SET step = placed.place - 1
FROM (SELECT id, row_number() OVER (PARTITION BY report_id, scope ORDER BY id) AS place
      FROM reports_consent) AS placed
WHERE placed.id = reports_consent.id;
ALTER TABLE reports_consent ALTER COLUMN step SET NOT NULL;
ALTER TABLE reports_consent ADD CHECK (step >= 0);
ALTER TABLE reports_consent ENABLE TRIGGER append_only;
"""

IDENTIFIERS = """
CREATE TABLE reports_moved AS
SELECT
    conname AS name,
    conrelid::regclass::text AS holder,
    replace(replace(pg_get_constraintdef(oid), '(number)', '(uid)'), '(id)', '(uid)') AS said
FROM pg_constraint
WHERE contype = 'f' AND confrelid IN
    ('reports_report'::regclass, 'reports_record'::regclass, 'reports_attachment'::regclass);

DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT * FROM reports_moved LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.holder, one.name);
    END LOOP;
END
$$;

CREATE FUNCTION uid_of_report(bigint) RETURNS uuid LANGUAGE sql STABLE
    AS 'SELECT uid FROM reports_report WHERE number = $1';
CREATE FUNCTION uid_of_record(bigint) RETURNS uuid LANGUAGE sql STABLE
    AS 'SELECT uid FROM reports_record WHERE id = $1';
ALTER TABLE reports_record ALTER COLUMN report_id TYPE uuid USING uid_of_report(report_id);
ALTER TABLE reports_consent ALTER COLUMN report_id TYPE uuid USING uid_of_report(report_id);
ALTER TABLE cases_case ALTER COLUMN report_id TYPE uuid USING uid_of_report(report_id);
ALTER TABLE warnings_warning ALTER COLUMN report_id TYPE uuid USING uid_of_report(report_id);
ALTER TABLE reports_attachment ALTER COLUMN record_id TYPE uuid USING uid_of_record(record_id);
ALTER TABLE reports_chunk ALTER COLUMN attachment_id TYPE uuid USING uid_of_record(attachment_id);
DROP FUNCTION uid_of_report;
DROP FUNCTION uid_of_record;

ALTER TABLE reports_report
    DROP CONSTRAINT reports_report_pkey,
    DROP CONSTRAINT reports_report_uid_key,
    ALTER COLUMN number DROP IDENTITY IF EXISTS,
    ALTER COLUMN number DROP NOT NULL,
    ADD PRIMARY KEY (uid);
ALTER TABLE reports_record
    DROP COLUMN id,
    DROP CONSTRAINT reports_record_uid_key,
    ADD PRIMARY KEY (uid);
ALTER TABLE reports_consent ALTER COLUMN id DROP IDENTITY IF EXISTS;
ALTER TABLE reports_consent ALTER COLUMN id TYPE uuid USING gen_random_uuid();
ALTER TABLE reports_chunk ALTER COLUMN id DROP IDENTITY IF EXISTS;
ALTER TABLE reports_chunk ALTER COLUMN id TYPE uuid USING gen_random_uuid();

DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT * FROM reports_moved LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', one.holder, one.name, one.said);
    END LOOP;
END
$$;
DROP TABLE reports_moved;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_ledger_against_the_program"),
        ("cases", "0001_initial"),
        ("warnings", "0006_entered_anew"),
    ]

    operations = [
        migrations.RunSQL(
            ORDER,
            state_operations=[
                migrations.AddField(
                    "record",
                    "position",
                    models.PositiveIntegerField(
                        help_text="Among the records of the report, from 0."
                    ),
                    preserve_default=False,
                ),
                migrations.AddField(
                    "consent",
                    "step",
                    models.PositiveIntegerField(help_text="Among the lines of its scope, from 0."),
                    preserve_default=False,
                ),
            ],
        ),
        migrations.RunSQL(
            IDENTIFIERS,
            state_operations=[
                migrations.AlterField(
                    "report",
                    "number",
                    models.BigIntegerField(
                        null=True, help_text="Given when the project first opens it."
                    ),
                ),
                migrations.AlterField(
                    "report",
                    "uid",
                    models.UUIDField(primary_key=True, editable=False, serialize=False),
                ),
                migrations.RemoveField("record", "id"),
                migrations.AlterField(
                    "record",
                    "uid",
                    models.UUIDField(primary_key=True, editable=False, serialize=False),
                ),
                migrations.AlterField(
                    "consent",
                    "id",
                    models.UUIDField(
                        primary_key=True, default=uuid.uuid4, editable=False, serialize=False
                    ),
                ),
                migrations.AlterField(
                    "chunk",
                    "id",
                    models.UUIDField(
                        primary_key=True, default=uuid.uuid4, editable=False, serialize=False
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "report",
            models.UniqueConstraint(fields=["project", "number"], name="one_report_a_number"),
        ),
        migrations.AddConstraint(
            "record",
            models.UniqueConstraint(fields=["report", "position"], name="one_record_a_position"),
        ),
        migrations.AddConstraint(
            "consent",
            models.UniqueConstraint(fields=["report", "scope", "step"], name="one_line_a_step"),
        ),
        # The constraints' own indexes serve in their stead.
        migrations.AlterField(
            "record",
            "report",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="reports.report",
            ),
        ),
        migrations.AlterField(
            "consent",
            "report",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="reports.report",
            ),
        ),
    ]
