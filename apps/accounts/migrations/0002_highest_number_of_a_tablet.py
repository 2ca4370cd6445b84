from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people")]

    operations = [
        migrations.AddField(
            model_name="tablet",
            name="highest_seq",
            field=models.BigIntegerField(default=0, editable=False, verbose_name="highest number here"),
        ),
    ]
