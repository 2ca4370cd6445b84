from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0001_submissions")]

    operations = [
        migrations.CreateModel(
            name="SealedReport",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=16, verbose_name="key")),
                ("sealed", models.JSONField(verbose_name="as it came")),
            ],
            options={"verbose_name": "sealed report", "verbose_name_plural": "sealed reports"},
        ),
    ]
