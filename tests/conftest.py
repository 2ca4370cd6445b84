"""What every test may count on: a database that can be emptied, and a cast of people."""

from __future__ import annotations

import pytest
from django.db import connection

from apps.journal import guards


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Emptying the tables between two stories is the one time when the journal's guards step aside."""
    with django_db_blocker.unblock():
        empty = connection.ops.execute_sql_flush
        down, up = guards.lowering(connection.vendor), guards.raising(connection.vendor)
        connection.ops.execute_sql_flush = lambda statements: empty([*down, *statements, *up])
    yield
    del connection.ops.execute_sql_flush


def pytest_collection_modifyitems(config, items):
    """What needs PostgreSQL belongs to the PostgreSQL pass; in the other it is left out, not skipped."""
    if connection.vendor == "postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("postgresql")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
