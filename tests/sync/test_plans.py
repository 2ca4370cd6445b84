"""The plans that PostgreSQL keeps for the door's questions."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from tests.sync.making import events


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_no_plan_that_is_kept_reads_a_whole_table(door, writer, tablet):
    """Made on tables with hardly a row in them, where reading all is the cheapest, and kept for when there are many."""
    for at, event in enumerate(events(str(tablet.pk), 60)):
        assert door.statuses(event) == ["applied"], at

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, statement, cardinality(parameter_types) FROM pg_prepared_statements WHERE generic_plans > 0"
        )
        kept = [row for row in cursor.fetchall() if row[1].startswith("SELECT")]
        plans = {}
        # As they are asked: where a table was analysed meanwhile, the plan is made anew.
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        cursor.execute("SET enable_seqscan = off")
        for name, sql, values in kept:
            given = f"({', '.join(['NULL'] * values)})" if values else ""
            cursor.execute(f"EXPLAIN EXECUTE {name}{given}")
            plans[sql] = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("RESET plan_cache_mode")
        cursor.execute("RESET enable_seqscan")

    assert plans
    assert [sql for sql, plan in plans.items() if "Seq Scan" in plan] == []
    # Nor a whole index: nearly all records stand, so that looking for those is looking through all.
    assert [sql for sql, plan in plans.items() if re.search(r"_(counts|queue)\b", plan)] == []
