"""Make the consent ledger append-only, and keep ciphertext as it is (it does not compress)."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the consent ledger is append-only';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reports_consent
    FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER append_only ON reports_consent;
DROP FUNCTION refuse_ledger_change();
"""
STORAGE = """
ALTER TABLE reports_record ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE reports_chunk ALTER COLUMN sealed SET STORAGE EXTERNAL;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
    ]
