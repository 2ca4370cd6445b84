from django.db import migrations

from apps.journal.guards import lower_guards, raise_guards


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_entries")]

    operations = [migrations.RunPython(raise_guards, lower_guards)]
