"""Fill a ledger with many accepted rows, made inside the database, so that a roll-up has something to add."""

from __future__ import annotations

from typing import Any

from django.db import connection, models, transaction

from apps.ledger.models import Production, Purchase
from apps.places.models import Region
from apps.review.models import Case

# One part in a hundred is pending and one in two hundred ends another: a roll-up must leave them out.
STATUS = "CASE WHEN i % 100 = 7 THEN 'pending' ELSE 'accepted' END"
DAYS = 730


def literal(field: models.Field) -> str:
    """What a row has where nothing else was said."""
    if field.null:
        return "NULL"
    default = field.get_default()
    if isinstance(default, bool):
        return str(default).upper() if connection.vendor == "postgresql" else str(int(default))
    return f"'{default}'"


def boolean(condition: str) -> str:
    return condition if connection.vendor == "postgresql" else f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def insert(model: type[models.Model], rows: int, first: int, given: dict[str, str]) -> None:
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key and field.column not in given)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(given.get(str(field.column), literal(field)) for field in fields)
    series = (
        f"(SELECT generate_series({first}::bigint, {first + rows - 1}::bigint) AS i) numbers"
        if connection.vendor == "postgresql"
        else f"(WITH RECURSIVE numbers(i) AS (VALUES({first}) UNION ALL SELECT i + 1 FROM numbers "
        f"WHERE i < {first + rows - 1}) SELECT i FROM numbers) numbers"
    )
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {values} FROM {series}')


def ident() -> str:
    """A record's id from its number: as PostgreSQL's uuid, or as the text that Django keeps on SQLite."""
    if connection.vendor == "postgresql":
        return "('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid"
    return "'00000000000070008000' || printf('%012x', i)"


def day() -> str:
    if connection.vendor == "postgresql":
        return f"DATE '2025-01-01' + ((i * 7919) % {DAYS})::int"
    return f"date('2025-01-01', '+' || ((i * 7919) % {DAYS}) || ' days')"


def region(keys: list[int]) -> str:
    """One of the regions, by the row's number."""
    cases = " ".join(f"WHEN {at} THEN {key}" for at, key in enumerate(keys))
    return f"CASE (i * 104729) % {len(keys)} {cases} END"


def fill(rows: int) -> None:
    """`rows` in the ledger: six productions to four purchases, over two years and all regions below the roots."""
    productions = rows * 6 // 10
    keys = list(Region.objects.filter(level__gte=1).values_list("pk", flat=True))
    shared = {
        "id": ident(),
        "region_id": region(keys),
        "status": STATUS,
        "number": "'N' || i",
        "void": boolean("FALSE" if connection.vendor == "postgresql" else "0"),
    }
    now = "CURRENT_TIMESTAMP"
    case = {"version": "1", "captured_at": now, "submitted_at": now}
    find = {
        "site_written": "'S-' || (i % 5000)", "starts_on": day(), "ends_on": day(), "channel": "'artisanal'",
        "basis": "CASE i % 4 WHEN 0 THEN 'weighed' WHEN 1 THEN 'notebook' WHEN 2 THEN 'declared' ELSE 'derived' END",
        "nil": boolean("i % 50 = 3"), "carats": "CASE WHEN i % 50 = 3 THEN 0 ELSE (i * 31) % 900 + 5 END",
        "stones": "CASE WHEN i % 3 = 0 THEN NULL ELSE i % 5 + 1 END",
    }  # fmt: skip
    sale = {
        "bought_on": day(), "seller_written": "'D-' || (i % 9000)", "seller_role": "'digger'",
        "origin_known": boolean("i % 9 > 0"),
        "carats": "(i * 37) % 700 + 5", "price": "(i * 41) % 90000 + 1000", "currency_id": "'USD'",
        "usd": "(i * 41) % 90000 + 1000",
        "usd_rate": "1000000", "payment": "CASE WHEN i % 6 = 0 THEN 'bank' ELSE 'cash' END",
    }  # fmt: skip
    with transaction.atomic():
        insert(Case, productions, 1, {**shared, **case, "kind": "'ledger.production'"})
        insert(Case, rows - productions, productions + 1, {**shared, **case, "kind": "'ledger.purchase'"})
        insert(Production, productions, 1, {**shared, **find})
        insert(Purchase, rows - productions, productions + 1, {**shared, **sale})
    with connection.cursor() as cursor:
        # As a night's autovacuum leaves it: statistics, and on PostgreSQL the visibility that index-only scans need.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def explain(statement: str, params: Any = None) -> str:
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + statement, params)
        return "\n".join(str(row) for row in cursor.fetchall())
