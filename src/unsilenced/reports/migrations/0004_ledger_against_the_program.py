"""Let nobody empty the consent ledger either, and only the nightly role put rows back as they are.

What the program's own roles may do is granted after each migration (process/roles/rights.py); this
trigger is the second line, for who was granted too much. The nightly role may take rows out, to
write the same rows in another order.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE OR REPLACE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql
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
    RAISE EXCEPTION 'the consent ledger is append-only';
END
$$;
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON reports_consent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER never_emptied ON reports_consent;
CREATE OR REPLACE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the consent ledger is append-only';
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_unopened")]

    operations = [migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK)]
