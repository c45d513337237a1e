"""Refuse a migration, too, what nobody but the nightly role may do.

A migration logs in as nightly and becomes the owner, so the role that a session began as says too
little. The nightly role takes rows out and writes the same ones again; it never changes one.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE OR REPLACE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_user = 'unsilenced_' || current_database() || '_nightly' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the log of releases is append-only';
END
$$;
"""
APPEND_ONLY_BACK = """
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


class Migration(migrations.Migration):
    dependencies = [("keyholder", "0003_log_against_the_program")]

    operations = [migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK)]
