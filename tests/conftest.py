"""What all stories count on: a database that can be emptied, and a cast of people."""

from __future__ import annotations

import os

import pytest
from django.db import connection
from django.utils import translation

from apps.journal import guards
from apps.statements.keeping import forget
from tools.blank import copy_blank

pytest_plugins = ["tests.cast", "tests.records", "tests.canaries"]


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What a process keeps for a minute outlives a story, and so does the language of its last page."""
    forget()
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as it is run: in memory its connections do not wait for each other's locks, they fail."""
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "tests.sqlite3"
        copy_blank(file)
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def django_db_keepdb(request):
    """Its tables are there already."""
    return connection.vendor == "sqlite" or request.config.getvalue("reuse_db")


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
    """
    What needs PostgreSQL belongs to the PostgreSQL pass; what asks no database, or asks either the same, to the other.
    There it is left out, not skipped; `make test-all` asks both.
    """
    if connection.vendor == "postgresql":
        left_out = [item for item in items if not asks_a_database(item) or says_the_same(item)]
    else:
        left_out = [item for item in items if item.get_closest_marker("postgresql")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def says_the_same(item) -> bool:
    return bool(item.get_closest_marker("either")) and not os.environ.get("EVERYTHING")


def asks_a_database(item) -> bool:
    named = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", []))
    return bool(named or any(item.get_closest_marker(name) for name in ("django_db", "postgresql", "its_own")))
