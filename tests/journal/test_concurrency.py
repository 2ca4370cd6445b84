"""On SQLite one transaction writes at a time, so that none can commit late; these need PostgreSQL."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.db import connection, transaction

from apps.journal.models import Entry, Head, Position, Unsealed
from apps.journal.sealing import alone, seal
from apps.journal.writing import Act, write

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

SITE = Act("created", "tests.site", "KO-0142")
WRITERS, SEALERS, EACH = 6, 2, 25


@pytest.fixture
def threads():
    """Run something in a thread with a connection of its own, which it gives back."""
    with ThreadPoolExecutor(WRITERS + SEALERS + 1) as pool:

        def run(work, args):
            try:
                return work(*args)
            finally:
                connection.close()

        yield lambda work, *args: pool.submit(run, work, args)


@pytest.fixture
def open_transaction(threads):
    """Another transaction that has done its work and does not commit before the block ends."""

    @contextmanager
    def doing(work):
        done, finish = Event(), Event()

        def run():
            with transaction.atomic():
                result = work()
                done.set()
                finish.wait(10)
            return result

        other = threads(run)
        done.wait(10)
        yield
        finish.set()
        other.result()

    return doing


def committed():
    with transaction.atomic():
        return write(SITE)


def test_writers_do_not_wait_for_each_other(open_transaction):
    with open_transaction(lambda: write(SITE)), connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '500ms'")
        committed()
        cursor.execute("RESET lock_timeout")

    assert Entry.objects.count() == 2


def test_the_sealer_does_not_wait_for_a_writer(open_transaction):
    with open_transaction(lambda: write(SITE)):
        early = committed()
        assert seal().size == 1

    assert Position.objects.get().entry_id == early.pk


def test_an_entry_that_commits_late_comes_after_what_was_sealed(open_transaction):
    with open_transaction(lambda: write(SITE)):
        early = committed()
        seal()
    late = Entry.objects.exclude(pk=early.pk).get()

    assert late.pk < early.pk
    assert seal().size == 2
    assert list(Position.objects.values_list("entry_id", flat=True)) == [early.pk, late.pk]


def test_while_one_seals_another_leaves_it_to_him(open_transaction):
    committed()
    with open_transaction(alone):
        assert seal() is None

    assert seal().size == 1


def test_a_writer_does_not_wait_for_the_sealer(open_transaction):
    with open_transaction(alone):
        committed()

    assert Unsealed.objects.count() == 1


def write_and_dawdle(seed):
    chance = random.Random(seed)
    for _ in range(EACH):
        with transaction.atomic():
            write(SITE)
            time.sleep(chance.random() / 100)


def seal_until(finished):
    while not finished.is_set():
        seal()
    seal()


def read_until(finished):
    """What a tablet's pull does: ask for what lies beyond the last position it was given."""
    read, last = [], 0
    while True:
        ending = finished.is_set()
        page = list(Position.objects.after(last).values_list("position", "entry_id")[:10])
        read += page
        last = page[-1][0] if page else last
        if ending and not page:
            return read


def test_no_cursor_ever_skips_an_entry_however_late_it_commits(threads):
    written, sealed = Event(), Event()
    reader = threads(read_until, sealed)
    sealers = [threads(seal_until, written) for _ in range(SEALERS)]
    for writer in [threads(write_and_dawdle, seed) for seed in range(WRITERS)]:
        writer.result()
    written.set()
    for sealer in sealers:
        sealer.result()
    seal()
    sealed.set()

    read = reader.result()

    assert [position for position, _ in read] == list(range(1, WRITERS * EACH + 1))
    assert {entry for _, entry in read} == set(Entry.objects.values_list("pk", flat=True))
    # The test shows something only where entries did commit out of their order, under more heads than one.
    assert [entry for _, entry in read] != sorted(entry for _, entry in read)
    assert Head.objects.count() > 1
