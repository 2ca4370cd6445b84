"""
Triggers that keep a step as it was written; what a migration on SQLite makes anew, it must guard anew.

Of a step its reason alone may be forgotten, with the person whom it is about, and nothing else put in its place.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from apps.journal.guards import never_changed

guard, unguard = never_changed("registry_step")

GONE = "—"
KEPT = "id, case_id, application_id, what, day, until, receipt, by_id, at"
FAULT = "registry_step is never changed"
FORGETTABLE = {
    "sqlite": [
        f"CREATE TRIGGER registry_step_not_changed BEFORE UPDATE OF {KEPT} ON registry_step "
        f"BEGIN SELECT RAISE(ABORT, '{FAULT}'); END",
        "CREATE TRIGGER registry_step_reason_not_changed BEFORE UPDATE OF reason ON registry_step "
        f"WHEN NEW.reason <> '{GONE}' BEGIN SELECT RAISE(ABORT, '{FAULT}'); END",
    ],
    "postgresql": [
        f"CREATE TRIGGER registry_step_not_changed BEFORE UPDATE OF {KEPT} ON registry_step "
        "FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
        "CREATE TRIGGER registry_step_reason_not_changed BEFORE UPDATE OF reason ON registry_step "
        f"FOR EACH ROW WHEN (NEW.reason <> '{GONE}') EXECUTE FUNCTION journal_refuse()",
    ],
}


def guard_but_reasons(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    unguard(apps, schema_editor)
    for statement in FORGETTABLE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def guard_reasons_too(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    on = " ON registry_step" if vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS registry_step_reason_not_changed{on}")
    unguard(apps, schema_editor)
    guard(apps, schema_editor)
