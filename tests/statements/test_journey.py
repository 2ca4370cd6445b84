"""Several statements in one journey: in their order, all or none, and the connection is as good as before."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, ProgrammingError, connection, transaction

from apps.journal.models import Cursor, Entry, Payload
from apps.journal.writing import Act, gather
from apps.statements.journey import Statement, numbered, travel
from apps.statements.writing import Writing

INSERT = "INSERT INTO journal_cursor (name, position) VALUES (%s, %s)"
COUNT = "SELECT COUNT(*) FROM journal_cursor"
ODD = ["a 'quoted' \\ name", "line\nfeed\ttab", "N’Guessan Ω 💎", "%s %% $1", '{"a": [1, "b"]}']


def written(*rows, model=Cursor):
    writing = Writing()
    writing.store_rows(model, rows)
    return writing


@pytest.mark.django_db
def test_statements_are_run_in_their_order_and_each_answers_for_itself():
    first, none, second = travel([Statement(COUNT), Statement(INSERT, ["a", 1]), Statement(COUNT)])

    assert (first, none, second) == ([(0,)], [], [(1,)])


@pytest.mark.django_db
def test_where_one_fails_those_after_it_are_not_run_and_the_next_journey_is_as_any():
    with pytest.raises(IntegrityError), transaction.atomic():
        travel([Statement(INSERT, ["a", 1]), Statement(INSERT, ["a", 2], prepared=True), Statement(INSERT, ["b", 3])])

    assert travel([Statement(COUNT)]) == [[(0,)]]
    assert travel([Statement(INSERT, ["a", 2], prepared=True), Statement(COUNT)])[1] == [(1,)]


@pytest.mark.django_db
def test_places_for_values_are_numbered_and_percent_signs_are_not():
    assert numbered("a = %s AND b LIKE 'x%%' AND c = %s") == b"a = $1 AND b LIKE 'x%' AND c = $2"
    assert travel([Statement("SELECT 7 %% 4, %s", ["x%"])]) == [[(3, "x%")]]


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 3])
def test_rows_are_stored_as_they_are_whatever_stands_in_them(many):
    writing = Writing()
    writing.store([Cursor(name=name, position=2**53 + at) for at, name in enumerate(ODD)])
    writing.store_rows(Cursor, [{"name": f"row {at}", "position": -at} for at in range(many)])
    writing.write()

    assert [Cursor.objects.get(name=name).position - 2**53 for name in ODD] == [0, 1, 2, 3, 4]
    assert Cursor.objects.count() == len(ODD) + many


@pytest.mark.django_db
def test_each_payload_is_kept_with_its_own_entry():
    acts = [Act(verb="told", kind="tests.site", object_id=str(at), payload=f"{at} é".encode()) for at in range(12)]
    writing = Writing()
    gather([*acts, Act(verb="made", kind="tests.site", object_id="x")], writing)
    writing.write()

    told = {
        entry.object_id: bytes(Payload.objects.get(pk=entry.pk).body).decode()
        for entry in Entry.objects.filter(verb="told")
    }
    assert told == {str(at): f"{at} é" for at in range(12)}
    assert Entry.objects.filter(verb="made", payload=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_journey_takes_the_commit_with_it():
    with transaction.atomic():
        writing = Writing()
        writing.store([Cursor(name="a")])
        writing.write_and_commit(meanwhile=dict)

    connection.close()
    assert Cursor.objects.filter(name="a").exists()


@pytest.mark.django_db(transaction=True)
def test_a_mistake_made_while_the_database_commits_rises_and_what_it_committed_stands():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        written({"name": "a", "position": 1}).write_and_commit(meanwhile=lambda: 1 // 0)

    assert Cursor.objects.filter(name="a").exists() == (connection.vendor == "postgresql")
    assert travel([Statement(COUNT)]) == [[(int(connection.vendor == "postgresql"),)]]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_the_commit_refuses_rises_and_nothing_stands():
    """A key to what is not there is found at the commit and not before."""
    writing = written({"name": "a", "position": 1})
    writing.store_rows(Payload, [{"entry_id": 10**9, "salt": b"", "body": b""}])

    with pytest.raises(IntegrityError), transaction.atomic():
        writing.write_and_commit(meanwhile=dict)

    assert not Cursor.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_part_of_a_larger_transaction_does_not_end_it():
    def part():
        with transaction.atomic():
            written({"name": "a", "position": 1}).write_and_commit(meanwhile=dict)

    def whole():
        with transaction.atomic():
            part()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        whole()

    assert not Cursor.objects.exists()


@pytest.mark.django_db
def test_a_value_that_cannot_be_sent_leaves_the_connection_as_it_was():
    with pytest.raises((ProgrammingError, InterfaceError)), transaction.atomic():
        travel([Statement(INSERT, ["a", 1]), Statement(INSERT, [object(), 1])])

    assert travel([Statement(COUNT)]) == [[(0,)]]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_gone_is_an_error_and_the_next_connection_is_as_any():
    with pytest.raises((OperationalError, InterfaceError)), transaction.atomic():
        travel([Statement("SELECT pg_terminate_backend(pg_backend_pid())"), Statement(COUNT)])
    connection.close()

    assert travel([Statement(COUNT)]) == [[(0,)]]
