from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.journal import guards
from apps.journal.models import Entry, Head, Payload, Position, SigningKey, Unsealed
from apps.journal.writing import Act, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return write(Act("created", "tests.site", "KO-0142", payload=b'{"name": "Gbadolite"}'))


@pytest.fixture
def sealed(entry):
    position = Position.objects.create(position=1, entry=entry, leaf=b"l" * 32)
    SigningKey.objects.create(key_id="k", public=b"p")
    Head.objects.create(size=1, root=b"r", frontier=b"r", at=timezone.now(), key_id="k", signature=b"s")
    return position


def refused():
    return pytest.raises(DatabaseError, match=r"never|only added")


@pytest.mark.parametrize("model", [Entry, Payload, Position, Head, SigningKey])
def test_nothing_in_the_journal_is_changed(model, sealed):
    field = {Entry: "by", Payload: "body", Position: "leaf", Head: "root", SigningKey: "public"}[model]

    with refused(), transaction.atomic():
        model.objects.update(**{field: b"other" if field != "by" else "other"})


@pytest.mark.parametrize("model", [Entry, Position, Head, SigningKey])
def test_nothing_in_the_journal_is_deleted(model, sealed):
    with refused(), transaction.atomic():
        model.objects.all()._raw_delete(using="default")


def test_a_payload_can_be_erased(entry):
    Payload.objects.filter(entry=entry).delete()

    assert Entry.objects.get().digest is not None


def test_an_entry_awaits_the_sealer_however_it_was_added():
    entry = Entry.objects.create(verb="created", kind="tests.site", object_id="KO-0142")

    assert Unsealed.objects.get().entry_id == entry.pk


def test_positions_have_no_gaps(sealed):
    second = write(Act("amended", "tests.site", "KO-0142"))

    with refused(), transaction.atomic():
        Position.objects.create(position=3, entry=second, leaf=b"l" * 32)


def test_a_head_covers_every_position_there_is(sealed):
    second = write(Act("amended", "tests.site", "KO-0142"))
    third = write(Act("amended", "tests.site", "KO-0142"))
    Position.objects.bulk_create(Position(position=at, entry=e, leaf=b"l") for at, e in [(2, second), (3, third)])

    with refused(), transaction.atomic():
        Head.objects.create(size=2, root=b"r", frontier=b"r", at=timezone.now(), key_id="k", signature=b"s")


@pytest.fixture
def replacing():
    """Write rows over others, on a connection that does not fire a delete trigger for what is replaced."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA recursive_triggers=OFF")
        yield "INSERT OR REPLACE INTO {table} {rows}"
        connection.cursor().execute("PRAGMA recursive_triggers=ON")
    else:
        yield "INSERT INTO {table} {rows} ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}"


@pytest.mark.parametrize("model", [Entry, Payload, Position, Head, SigningKey])
def test_replacing_a_row_is_refused_even_where_the_connection_hides_it(model, sealed, replacing):
    table, key = model._meta.db_table, model._meta.pk.column
    statement = replacing.format(table=table, key=key, rows=f"SELECT * FROM {table}")  # noqa: S608

    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_entry_has_one_place_only(sealed, replacing):
    rows = "(position, entry_id, leaf) SELECT 2, entry_id, leaf FROM journal_position"
    statement = replacing.format(table="journal_position", key="position", rows=rows)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_guards_stand_after_all_migrations():
    assert guards.missing(connection) == set()


@pytest.mark.django_db(transaction=True)
def test_the_guards_can_be_taken_down_by_a_migration_backwards():
    with connection.schema_editor() as editor:
        guards.lower_guards(None, editor)
    lowered = guards.missing(connection)
    with connection.schema_editor() as editor:
        guards.raise_guards(None, editor)

    assert len(lowered) == len(guards.lowering(connection.vendor))
    assert guards.missing(connection) == set()


@pytest.mark.django_db(transaction=True)
def test_the_guards_stand_after_a_test_emptied_the_tables():
    with transaction.atomic():
        write(Act("created", "tests.site", "KO-0142"))

    call_command("flush", interactive=False, verbosity=0)

    assert not Entry.objects.exists()
    assert guards.missing(connection) == set()


@pytest.mark.postgresql
def test_the_journal_cannot_be_truncated(sealed):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE journal_head")
