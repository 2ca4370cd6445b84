"""
Triggers that write down each receipt as taken when an application or a renewal is paid with it, so that it pays once.

What a migration on SQLite makes anew, it must guard anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Of each table the column that a payment is written in.
PAID_IN = {"registry_application": "treasury_receipt", "registry_renewal": "receipt"}
# What was paid before they stood. A receipt that had paid twice by then is taken all the same, and pays no third time.
BEFORE = """
    INSERT INTO registry_receipt (participant_id, number)
    SELECT participant_id, UPPER(TRIM(treasury_receipt)) FROM registry_application WHERE treasury_receipt <> ''
    UNION
    SELECT participant_id, UPPER(TRIM(receipt)) FROM registry_renewal"""
TAKE = {
    "sqlite": "BEGIN INSERT INTO registry_receipt (participant_id, number) "
    "VALUES (NEW.participant_id, UPPER(TRIM(NEW.{column}))); END",
    "postgresql": "EXECUTE FUNCTION registry_take_receipt('{column}')",
}
FUNCTION = """
    CREATE OR REPLACE FUNCTION registry_take_receipt() RETURNS trigger LANGUAGE plpgsql AS $guard$
    BEGIN
        INSERT INTO registry_receipt (participant_id, number)
        VALUES (NEW.participant_id, UPPER(TRIM(to_jsonb(NEW) ->> TG_ARGV[0])));
        RETURN NULL;
    END; $guard$"""


def triggers() -> Iterator[tuple[str, str, str, str]]:
    """The name of each, its table, that table's column, and of which rows it hears."""
    for table, column in PAID_IN.items():
        paid = f"NEW.{column} <> ''"
        yield f"{table}_added", table, column, f"INSERT ON {table} FOR EACH ROW WHEN ({paid})"
        changed = f"{paid} AND NEW.{column} <> OLD.{column}"
        yield f"{table}_paid", table, column, f"UPDATE OF {column} ON {table} FOR EACH ROW WHEN ({changed})"


def guard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(FUNCTION)
    for name, _table, column, rows in triggers():
        schema_editor.execute(f"CREATE TRIGGER {name} AFTER {rows} {TAKE[vendor].format(column=column)}")


def unguard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for name, table, _column, _rows in triggers():
        on = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS registry_take_receipt()")
