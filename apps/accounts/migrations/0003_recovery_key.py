import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_highest_number_of_a_tablet")]

    operations = [
        migrations.CreateModel(
            name="RecoveryKey",
            fields=[
                ("key_id", models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name="key")),
                (
                    "public",
                    models.CharField(
                        help_text="The point on P-256, uncompressed, in hex.", max_length=130, verbose_name="public key"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made at")),
            ],
            options={
                "verbose_name": "recovery key",
                "verbose_name_plural": "recovery keys",
                "ordering": ["-made_at"],
            },
        ),
    ]
