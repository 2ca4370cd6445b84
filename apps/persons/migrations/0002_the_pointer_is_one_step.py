"""Whom an entry points to points to nobody: held by the database."""

from django.db import migrations

from apps.persons.guards import lower_guards, raise_guards


class Migration(migrations.Migration):
    dependencies = [("persons", "0001_who_is_one_person"), ("registry", "0004_lost_cards")]

    operations = [migrations.RunPython(raise_guards, lower_guards)]
