"""Let the log's trigger find nothing of the same name, and the nightly role put rows back.

What the program's own roles may do is granted after each migration (process/roles/rights.py); this
trigger is the second line, for who was granted too much.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE OR REPLACE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF 'unsilenced_' || current_database() || '_nightly' IN (session_user, current_user) THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        ELSIF TG_OP = 'UPDATE' THEN
            IF OLD IS NOT DISTINCT FROM NEW THEN
                RETURN NEW;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION 'the log of releases is append-only';
END
$$;
"""
APPEND_ONLY_BACK = """
CREATE OR REPLACE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of releases is append-only';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("keyholder", "0002_append_only")]

    operations = [migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK)]
