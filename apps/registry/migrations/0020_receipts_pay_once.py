from django.db import migrations

from apps.registry.receipt_guards import BEFORE, guard, unguard


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0019_receipts'),
    ]

    operations = [
        migrations.RunSQL(BEFORE, "DELETE FROM registry_receipt"),
        migrations.RunPython(guard, unguard),
    ]
