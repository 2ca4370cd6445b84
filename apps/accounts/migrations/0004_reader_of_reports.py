from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_recovery_key")]

    operations = [
        migrations.AddField(
            model_name="recoverykey",
            name="reader",
            field=models.CharField(blank=True, max_length=80, verbose_name="reader of sensitive reports"),
        ),
    ]
