"""Name a day's count of tokens as the program does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("warnings", "0009_drafts_are_records")]

    operations = [migrations.RenameModel("PursesIssued", "TokensIssued")]
