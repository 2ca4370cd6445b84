"""
The roll-up of a ledger, against hand-written statements that return the same rows on the same indexes.

`python -m bench.part rolling ROWS NAME` measures one database and prints a figure as JSON.
"""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection

from apps.figures import production, purchases
from apps.figures.rollup import roll_up
from apps.quantities.periods import Period
from bench.figures import Figure, paired
from bench.filling import fill

YEAR = "2025"
BETWEEN = ("2025-01-01", "2025-12-31")
UP = """
FROM found JOIN places_region here ON here.id = found.region_id
JOIN places_region above ON above.level <= 1 AND here."left" BETWEEN above."left" AND above."right" GROUP BY above.id
"""
PRODUCED = """
WITH found AS (
  SELECT region_id, COUNT(*) n, SUM(CASE WHEN nil THEN 1 ELSE 0 END) nils, SUM(carats) carats,
    SUM(CASE WHEN channel = 'artisanal' THEN carats END) artisanal,
    SUM(CASE WHEN channel = 'semi_industrial' THEN carats END) semi,
    SUM(CASE WHEN channel = 'industrial' THEN carats END) ind,
    SUM(CASE WHEN channel = 'all' THEN carats END) undivided,
    SUM(CASE WHEN channel = 'artisanal' AND basis = 'weighed' THEN carats END) weighed,
    SUM(CASE WHEN channel = 'artisanal' AND basis = 'notebook' THEN carats END) notebook,
    SUM(CASE WHEN channel = 'artisanal' AND basis = 'declared' THEN carats END) declared,
    SUM(CASE WHEN channel = 'artisanal' AND basis = 'derived' THEN carats END) derived,
    SUM(CASE WHEN channel = 'artisanal' AND basis = 'published' THEN carats END) published,
    SUM(CASE WHEN channel = 'artisanal' THEN stones END) stones,
    SUM(CASE WHEN channel = 'artisanal' AND stones IS NOT NULL THEN carats END) with_stones
  FROM ledger_production
  WHERE status = 'accepted' AND NOT void AND ends_on BETWEEN %s AND %s AND (basis <> 'published' OR starts_on >= %s)
  GROUP BY region_id)
SELECT above.id, SUM(n), SUM(nils), SUM(carats), SUM(artisanal), SUM(semi), SUM(ind), SUM(undivided), SUM(weighed),
  SUM(notebook), SUM(declared), SUM(derived), SUM(published), SUM(stones), SUM(with_stones)
"""
BOUGHT = """
WITH found AS (
  SELECT region_id, SUM(CASE WHEN stage = 'first' THEN carats END) carats,
    SUM(CASE WHEN stage = 'first' THEN usd END) usd,
    SUM(CASE WHEN stage = 'first' AND usd IS NOT NULL THEN carats END) with_usd,
    SUM(CASE WHEN stage = 'first' AND usd IS NULL THEN 1 ELSE 0 END) without_usd,
    SUM(CASE WHEN stage = 'first' AND payment = 'bank' THEN usd END) bank,
    SUM(CASE WHEN stage = 'resale' THEN usd END) resold,
    SUM(CASE WHEN stage = 'resale' AND payment = 'bank' THEN usd END) resold_bank
  FROM ledger_purchase WHERE status = 'accepted' AND NOT void AND bought_on BETWEEN %s AND %s GROUP BY region_id)
SELECT above.id, SUM(carats), SUM(usd), SUM(with_usd), SUM(without_usd), SUM(bank), SUM(resold), SUM(resold_bank)
"""


def by_hand() -> list[list[tuple[Any, ...]]]:
    answers = []
    with connection.cursor() as cursor:
        for statement, params in ((PRODUCED, [*BETWEEN, BETWEEN[0]]), (BOUGHT, [*BETWEEN])):
            cursor.execute(statement + UP, params)
            answers.append(cursor.fetchall())
    return answers


def by_us() -> list[dict[int, Any]]:
    period = Period.parse(YEAR)
    return [roll_up(production.found(period)), roll_up(purchases.found(period))]


def hundredths(value: Any) -> int | None:
    if value is None:
        return None
    return int(value.scaleb(2)) if isinstance(value, Decimal) else int(value)


def check_same(ours: list[dict[int, Any]], hand: list[list[tuple[Any, ...]]]) -> None:
    """A faster answer to another question is no figure."""
    for mine, theirs in zip(ours, hand, strict=True):
        if set(mine) != {row[0] for row in theirs}:
            raise SystemExit("The roll-up and the hand-written query name other regions. No figure.")
        for key, *values in theirs:
            if sorted(map(str, map(hundredths, mine[key].values()))) != sorted(
                str(None if v is None else int(v)) for v in values
            ):
                raise SystemExit(f"The roll-up and the hand-written query differ in region {key}. No figure.")


def main(how_many: str, name: str) -> None:
    rows = int(how_many)
    fill(rows)
    check_same(by_us(), by_hand())
    value, floor = paired(by_us, by_hand, times=7)
    note = "production and first purchases of a year, by region and Participant"
    print(orjson.dumps(asdict(Figure(name, value, "s", floor, rows, note))).decode())
