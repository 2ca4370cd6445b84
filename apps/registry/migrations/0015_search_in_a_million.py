from django.db import migrations

from apps.review.indexes import begins, contains, on_postgresql

TABLES = ["registry_digger", "registry_site", "registry_licence", "registry_buyer"]


class Migration(migrations.Migration):
    dependencies = [("registry", "0014_forgotten_reasons")]

    operations = [
        # Of PostgreSQL's own; whoever owns the database may add it. Taking it away is left to whoever else uses it.
        on_postgresql("CREATE EXTENSION IF NOT EXISTS pg_trgm", "SELECT 1"),
        *(begins(table, "number") for table in TABLES),
        *(contains(table, "search") for table in TABLES),
    ]
