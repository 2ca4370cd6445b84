"""Sums of records up the tree of regions: in the database, on integers, one statement a column group."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import Aggregate, Max, QuerySet
from django.utils import timezone

from apps.figures.values import Row, Sum
from apps.places.models import Region
from apps.quantities.fields import ScaledIntegerField

# A record's region lies in its Participant (level 0) and in one child of it (level 1); both are rows of the answer. The
# records are summed by their own region first, so that the tree is joined to hundreds of rows and not to millions.
UP_THE_TREE = """
WITH found (region_id, {names}) AS ({found})
SELECT above.id, {sums}
FROM found
JOIN places_region here ON here.id = found.region_id
JOIN places_region above ON above.level <= 1 AND here."left" BETWEEN above."left" AND above."right"
{within}
GROUP BY above.id
"""
WITHIN = 'WHERE here."left" BETWEEN %s AND %s'


def roll_up(found: QuerySet, *, within: Region | None = None) -> dict[int, Row]:
    """
    The sums of each Participant and of each child of it that has records, by the region's key.

    `found` is grouped by region (`.values(region)` first) with sums, counts or maxima as annotations. What no record
    gives is absent or None, never 0. `within` asks for one Participant only.
    """
    sums = {name: each for name, each in found.query.annotation_select.items() if isinstance(each, Aggregate)}
    inner, params = found.order_by().query.sql_with_params()
    statement = UP_THE_TREE.format(
        found=inner,
        names=", ".join(sums),
        sums=", ".join(f"{'MAX' if isinstance(each, Max) else 'SUM'}({name})" for name, each in sums.items()),
        within=WITHIN if within else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, *([within.left, within.right] if within else [])])
        return {key: row_of(sums, values) for key, *values in cursor.fetchall()}


def row_of(sums: dict[str, Any], values: list[Any]) -> Row:
    return Row({name: read(each, value) for (name, each), value in zip(sums.items(), values, strict=True)})


def read(each: Aggregate, value: Any) -> Sum:
    """What the driver gave, as the annotation's own kind."""
    field = each.output_field
    if value is None:
        return None
    if isinstance(field, ScaledIntegerField):
        return field.from_db_value(value, each, connection)
    if isinstance(each, Max):
        return day_of(value)
    return int(value)


def day_of(value: Any) -> date:
    """SQLite gives moments as text, in UTC; a day is that of the zone in the settings, whatever the machine's."""
    moment = datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
    return timezone.localdate(moment, timezone.get_default_timezone())
