"""Keep ciphertext and records as they are: they do not compress."""

from django.db import migrations

STORAGE = """
ALTER TABLE warnings_warning ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE warnings_reviewrequest ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE warnings_bucket ALTER COLUMN records SET STORAGE EXTERNAL;
"""


class Migration(migrations.Migration):
    dependencies = [("warnings", "0001_initial")]

    operations = [migrations.RunSQL(STORAGE, migrations.RunSQL.noop)]
