"""Call a project an organisation, and give it a kind: tables, columns and constraints too."""

from django.db import migrations, models

# What PostgreSQL and Django named after the tables and columns of projects. Those of other apps
# are named after a column that stays.
RENAME = """
DO $$
DECLARE
    named record;
BEGIN
    FOR named IN
        SELECT conname AS name, conrelid::regclass AS place FROM pg_constraint
        WHERE connamespace = current_schema()::regnamespace
            AND conrelid::regclass::text LIKE 'people_%' AND conname LIKE '%project%'
    LOOP
        EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', named.place, named.name,
            replace(named.name, 'project', 'organisation'));
    END LOOP;
    FOR named IN
        SELECT c.oid::regclass AS place, relname AS name FROM pg_class AS c
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('i', 'S')
            AND relname LIKE 'people_%project%'
    LOOP
        EXECUTE format('ALTER %s %s RENAME TO %I',
            CASE (SELECT relkind FROM pg_class WHERE oid = named.place) WHEN 'S' THEN 'SEQUENCE'
                ELSE 'INDEX' END,
            named.place, replace(named.name, 'project', 'organisation'));
    END LOOP;
END $$;
"""

WITH_A_PROJECT = ("user", "projectkey", "invitation", "memberinvitation", "member")


class Migration(migrations.Migration):
    # What these apps' tables say of people.Project is said before it has another name.
    dependencies = [
        ("people", "0005_no_sign_counts"),
        ("reports", "0011_ledger_against_migrations"),
        ("cases", "0003_digest_outcome"),
        ("warnings", "0008_shared_tables_stand_alone"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="projectkey", name="one_current_key_a_project"),
        *(
            migrations.RenameField(model_name=name, old_name="project", new_name="organisation")
            for name in (*WITH_A_PROJECT, "recoveryrequest")
        ),
        migrations.RenameModel(old_name="Project", new_name="Organisation"),
        migrations.RenameModel(old_name="ProjectKey", new_name="OrganisationKey"),
        migrations.AddConstraint(
            model_name="organisationkey",
            constraint=models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(retired_on=None),
                name="one_current_key_an_organisation",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                max_length=20,
                choices=[
                    ("project", "Project"),
                    ("unit", "Police unit"),
                    ("oversight", "Oversight body"),
                ],
                default="project",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                max_length=20,
                choices=[
                    ("caseworker", "Caseworker"),
                    ("liaison", "Liaison officer"),
                    ("analyst", "Analyst"),
                ],
            ),
        ),
        migrations.RunSQL(RENAME, reverse_sql=migrations.RunSQL.noop),
    ]
