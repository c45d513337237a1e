"""What is shared is reached by its own tables, not from a warning. The database stays as it is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("warnings", "0007_random_ids"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="warning",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="warnings.warning"
            ),
        ),
        migrations.AlterField(
            model_name="releasedwarning",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="warnings.release"
            ),
        ),
        migrations.AlterField(
            model_name="releasedwarning",
            name="warning",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="warnings.warning"
            ),
        ),
    ]
