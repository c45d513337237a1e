import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("warnings", "0005_purses_issued"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="warning",
            name="entered_by",
            field=models.ForeignKey(
                help_text="Who last entered its identifiers anew, under another key.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="warning",
            name="entered_on",
            field=models.DateField(null=True),
        ),
    ]
