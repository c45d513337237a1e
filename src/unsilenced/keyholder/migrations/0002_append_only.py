"""Make the log append-only: what was signed once stays."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of releases is append-only';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON keyholder_logentry
    FOR EACH ROW EXECUTE FUNCTION refuse_log_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON keyholder_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER never_emptied ON keyholder_logentry;
DROP TRIGGER append_only ON keyholder_logentry;
DROP FUNCTION refuse_log_change();
"""


class Migration(migrations.Migration):
    dependencies = [("keyholder", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK)]
