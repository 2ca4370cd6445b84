"""Triggers that keep the journal and tables like it append-only, on both databases, whoever holds the connection."""

from __future__ import annotations

from collections.abc import Callable

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Operation = Callable[[object, BaseDatabaseSchemaEditor], None]

UNCHANGING = {
    "sqlite": "BEFORE UPDATE ON {0} BEGIN SELECT RAISE(ABORT, '{0} is never changed'); END",
    "postgresql": "BEFORE UPDATE ON {0} FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
}
# Payloads may be erased (a person may ask for it), never rewritten; the rest may be neither.
NEVER_CHANGED = ["journal_entry", "journal_payload", "journal_position", "journal_head", "journal_signingkey"]
NEVER_DELETED = ["journal_entry", "journal_position", "journal_head", "journal_signingkey"]

# INSERT OR REPLACE deletes the row in its way without the delete trigger, unless recursive_triggers is on. The settings
# switch it on; a connection opened elsewhere may not have it, so what is in the way is refused before the insert.
IN_THE_WAY = {
    "journal_entry": "EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.id)",
    "journal_payload": "EXISTS (SELECT 1 FROM journal_payload WHERE entry_id = NEW.entry_id)",
    "journal_position": (
        "NEW.position <> (SELECT COALESCE(MAX(position), 0) + 1 FROM journal_position)"
        " OR EXISTS (SELECT 1 FROM journal_position WHERE entry_id = NEW.entry_id)"
    ),
    "journal_head": "NEW.size <> (SELECT MAX(position) FROM journal_position)"
    " OR EXISTS (SELECT 1 FROM journal_head WHERE size >= NEW.size)",
    "journal_signingkey": "EXISTS (SELECT 1 FROM journal_signingkey WHERE key_id = NEW.key_id)",
}

SQLITE = {
    **{f"{table}_not_changed": UNCHANGING["sqlite"].format(table) for table in NEVER_CHANGED},
    **{
        f"{table}_not_deleted": f"BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is never deleted'); END"
        for table in NEVER_DELETED
    },
    **{
        f"{table}_comes_next": f"BEFORE INSERT ON {table} WHEN {fault} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is only added to, in order'); END"
        for table, fault in IN_THE_WAY.items()
    },
    "journal_entry_unsealed": "AFTER INSERT ON journal_entry "
    "BEGIN INSERT INTO journal_unsealed (entry_id) VALUES (NEW.id); END",
}

POSTGRESQL_FUNCTIONS = {
    "journal_refuse": "BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is never changed or deleted'; END",
    "journal_unseal": "BEGIN INSERT INTO journal_unsealed (entry_id) SELECT id FROM fresh; RETURN NULL; END",
    "journal_follow_on": """
        DECLARE lowest bigint; highest bigint; added bigint; before bigint;
        BEGIN
            SELECT min(position), max(position), count(*) INTO lowest, highest, added FROM fresh;
            SELECT coalesce(max(position), 0) INTO before FROM journal_position WHERE position < lowest;
            IF added > 0 AND (lowest <> before + 1 OR highest <> before + added) THEN
                RAISE EXCEPTION 'journal_position is only added to, in order';
            END IF;
            RETURN NULL;
        END""",
    "journal_cover_all": """
        BEGIN
            IF NEW.size IS DISTINCT FROM (SELECT max(position) FROM journal_position) THEN
                RAISE EXCEPTION 'journal_head is only added to, in order';
            END IF;
            RETURN NEW;
        END""",
}

POSTGRESQL = {
    **{f"{table}_not_changed": UNCHANGING["postgresql"].format(table) for table in NEVER_CHANGED},
    **{
        f"{table}_not_deleted": f"BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuse()"
        for table in NEVER_DELETED
    },
    **{
        f"{table}_not_emptied": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
        for table in NEVER_DELETED
    },
    "journal_entry_unsealed": "AFTER INSERT ON journal_entry REFERENCING NEW TABLE AS fresh "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_unseal()",
    "journal_position_comes_next": "AFTER INSERT ON journal_position REFERENCING NEW TABLE AS fresh "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_follow_on()",
    "journal_head_comes_next": "BEFORE INSERT ON journal_head FOR EACH ROW EXECUTE FUNCTION journal_cover_all()",
}


def table_of(body: str) -> str:
    return body.split(" ON ", 1)[1].split(" ", 1)[0]


def raising(vendor: str) -> list[str]:
    """The statements that put the guards up."""
    if vendor == "sqlite":
        return [f"CREATE TRIGGER {name} {body}" for name, body in SQLITE.items()]
    functions = [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}; $guard$"
        for name, body in POSTGRESQL_FUNCTIONS.items()
    ]
    return functions + [f"CREATE TRIGGER {name} {body}" for name, body in POSTGRESQL.items()]


def lowering(vendor: str) -> list[str]:
    """The statements that take them down: for a migration backwards, or a test that empties the tables."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table_of(body)}" for name, body in POSTGRESQL.items()]


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The guards that do not stand. (On SQLite a migration that alters a table silently drops its triggers.)"""
    return set(SQLITE if connection.vendor == "sqlite" else POSTGRESQL) - standing(connection)


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """All triggers of the database that fire."""
    # 'O' is the state of a trigger that fires; a disabled one does not stand.
    firing = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
    }
    with connection.cursor() as cursor:
        cursor.execute(firing[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def raise_guards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in raising(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def lower_guards(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in lowering(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def never_changed(table: str) -> tuple[Operation, Operation]:
    """
    Raises and lowers the guard of another table whose rows are added and never changed, for a migration and backwards.

    What a migration on SQLite makes anew, it must guard anew.
    """
    name = f"{table}_not_changed"

    def guard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        schema_editor.execute(f"CREATE TRIGGER {name} {UNCHANGING[schema_editor.connection.vendor].format(table)}")

    def unguard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    return guard, unguard
