"""A trigger that keeps a step as it was written; what a migration on SQLite makes anew, it must guard anew."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The function stands with the journal's own guards.
UP = {
    "sqlite": "CREATE TRIGGER registry_step_not_changed BEFORE UPDATE ON registry_step "
    "BEGIN SELECT RAISE(ABORT, 'registry_step is never changed'); END",
    "postgresql": "CREATE TRIGGER registry_step_not_changed BEFORE UPDATE ON registry_step "
    "FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
}
DOWN = {
    "sqlite": "DROP TRIGGER IF EXISTS registry_step_not_changed",
    "postgresql": "DROP TRIGGER IF EXISTS registry_step_not_changed ON registry_step",
}


def guard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(UP[schema_editor.connection.vendor])


def unguard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(DOWN[schema_editor.connection.vendor])
