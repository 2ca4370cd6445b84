"""A trigger that keeps a zone's status as it was written; what a migration on SQLite makes anew, it guards anew."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The function stands with the journal's own guards.
UP = {
    "sqlite": "CREATE TRIGGER places_zonestatus_not_changed BEFORE UPDATE ON places_zonestatus "
    "BEGIN SELECT RAISE(ABORT, 'places_zonestatus is never changed'); END",
    "postgresql": "CREATE TRIGGER places_zonestatus_not_changed BEFORE UPDATE ON places_zonestatus "
    "FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
}
DOWN = {
    "sqlite": "DROP TRIGGER IF EXISTS places_zonestatus_not_changed",
    "postgresql": "DROP TRIGGER IF EXISTS places_zonestatus_not_changed ON places_zonestatus",
}


def guard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(UP[schema_editor.connection.vendor])


def unguard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(DOWN[schema_editor.connection.vendor])
