from django.db import migrations, models

from apps.review.indexes import begins

SOUGHT = [("ledger_production", "number"), ("ledger_production", "company")]
SOUGHT += [("ledger_purchase", "number"), ("ledger_purchase", "slip_number")]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_scale_of_a_sale"), ("registry", "0015_search_in_a_million")]

    operations = [
        migrations.AddIndex(
            model_name="production",
            index=models.Index(fields=["-ends_on", "number", "-case", "region"], name="production_by_day"),
        ),
        migrations.AddIndex(
            model_name="purchase",
            index=models.Index(fields=["-bought_on", "number", "-case", "region", "stage"], name="purchase_by_day"),
        ),
        *(begins(table, column) for table, column in SOUGHT),
    ]
