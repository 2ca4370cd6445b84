from django.db import migrations

from apps.registry.guards import guard_but_reasons, guard_reasons_too


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0013_forgotten_applications'),
    ]

    operations = [
        migrations.RunPython(guard_but_reasons, guard_reasons_too),
    ]
