"""On SQLite a table that is made anew loses its triggers: the register was, for the language of a consent."""

from django.db import migrations

from apps.persons.guards import raise_guards


class Migration(migrations.Migration):
    dependencies = [("persons", "0004_terms_and_holds"), ("registry", "0017_language_of_consent")]

    operations = [migrations.RunPython(raise_guards, migrations.RunPython.noop)]
