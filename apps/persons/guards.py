"""Triggers that keep the pointer between two entries of one person one step long, on both databases."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "registry_digger"
POINTED = f"SELECT 1 FROM {TABLE} WHERE id = NEW.person_id AND person_id IS NOT NULL"  # noqa: S608 - our own names
POINTING = f"SELECT 1 FROM {TABLE} WHERE person_id = NEW.id"  # noqa: S608
FAULT = "digger_person_is_one_step: whom an entry points to points to nobody"
WRONG = f"EXISTS ({POINTED}) OR EXISTS ({POINTING})"

SQLITE = {
    f"digger_person_is_one_step_{when}": f"{before} ON {TABLE} WHEN NEW.person_id IS NOT NULL AND ({WRONG}) "
    f"BEGIN SELECT RAISE(ABORT, '{FAULT}'); END"
    for when, before in {"inserted": "BEFORE INSERT", "updated": "BEFORE UPDATE OF person_id"}.items()
}
# The one pointed at is held, so that of two merges at once the second looks at what the first has done.
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION digger_person_is_one_step() RETURNS trigger LANGUAGE plpgsql AS $guard$
    BEGIN
        PERFORM 1 FROM {TABLE} WHERE id = NEW.person_id FOR UPDATE;
        IF {WRONG} THEN
            RAISE EXCEPTION '{FAULT}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END; $guard$
"""
POSTGRESQL = {
    "digger_person_is_one_step": f"BEFORE INSERT OR UPDATE OF person_id ON {TABLE} FOR EACH ROW "
    "WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION digger_person_is_one_step()"
}
GUARDS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def raising(vendor: str) -> list[str]:
    made = [f"CREATE TRIGGER {name} {body}" for name, body in GUARDS[vendor].items()]
    return made if vendor == "sqlite" else [FUNCTION, *made]


def lowering(vendor: str) -> list[str]:
    on = f" ON {TABLE}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{on}" for name in GUARDS[vendor]]


def raise_guards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whichever stand already are put up anew: on SQLite a migration that alters the register drops them."""
    vendor = schema_editor.connection.vendor
    for statement in [*lowering(vendor), *raising(vendor)]:
        schema_editor.execute(statement)


def lower_guards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in lowering(schema_editor.connection.vendor):
        schema_editor.execute(statement)
