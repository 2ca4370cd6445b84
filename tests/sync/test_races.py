"""True races, each client with a connection of its own: the same batch at the same moment, and late commits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest
from django.db import connection, transaction
from django.test import Client

from apps.accounts.models import Role, Tablet
from apps.journal.models import Position
from apps.journal.sealing import settle
from apps.journal.writing import Act, write
from apps.ledger.models import Production, Purchase
from apps.registry.models import Buyer, Digger, Licence, Site
from apps.review.models import Case
from apps.sync.models import Held, Submission
from tests.sync.conftest import Desk, enrol
from tests.sync.making import Writer, events, to

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 8


def at_once(acts):
    """Run all acts at the same moment, each in a thread of its own."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def sending(token, batch):
    def send():
        answer = Desk(Client(), token).send({"events": batch})
        return answer.status_code, orjson.loads(answer.content)

    return send


def insisting(token, batch):
    """As a tablet does: a busy server is asked again."""

    def send():
        while True:
            status, body = sending(token, batch)()
            if status != 503:
                return status, body

    return send


@pytest.fixture
def token(tablet, officer):
    return enrol(tablet, officer)


def test_the_same_batch_from_eight_clients_at_once_is_stored_once(token, tablet, francs, caplog):
    batch = events(str(tablet.pk), 50)

    answers = at_once([insisting(token, batch)] * CLIENTS)

    statuses = [tuple(answer["status"] for answer in body["answers"]) for status, body in answers]
    assert {status for status, _ in answers} == {200}
    assert sorted(statuses) == [("applied",) * 50, *[("duplicate",) * 50] * (CLIENTS - 1)]
    records = [model.objects.count() for model in (Digger, Site, Licence, Buyer, Purchase)]
    assert sum(records) + Production.objects.filter(case__together_with=None).count() == 50
    assert Submission.objects.count() == 50
    # They came one after the other, and not one of them ran into another's rows.
    assert "tried again in parts" not in caplog.text


def test_eight_tablets_at_once_each_have_their_own_stored(region, office, posted, francs):
    batches = []
    for number in range(CLIENTS):
        tablet = Tablet.objects.create(number=100 + number, office=office)
        token = enrol(tablet, posted(f"officer-{number}", Role.OFFICER, region))
        batches.append((token, events(str(tablet.pk), 20, seed=number)))

    answers = at_once([insisting(*each) for each in batches])

    assert {answer["status"] for _, body in answers for answer in body["answers"]} == {"applied"}
    assert Case.objects.filter(together_with=None).count() == 20 * CLIENTS
    settle()
    assert Position.objects.count() >= 20 * CLIENTS


def test_the_same_broken_batch_at_once_keeps_each_event_once(token, tablet, francs, other_region):
    writer = Writer(str(tablet.pk))
    batch = [writer.create("digger"), writer.create("digger", names=""), writer.create("site", region="LU"), {"id": 1}]

    answers = at_once([insisting(token, batch)] * CLIENTS)

    kept = {tuple(answer["status"] for answer in body["answers"])[1:] for _, body in answers}
    assert kept == {("quarantined",) * 3}
    assert (Digger.objects.count(), Submission.objects.count()) == (1, 4)


def test_a_fork_at_the_same_moment_leaves_one_that_stands(token, tablet, francs):
    twins = [Writer(str(tablet.pk), seed=seed).create("digger") for seed in range(CLIENTS)]

    answers = at_once([insisting(token, [twin]) for twin in twins])

    assert sorted(body["answers"][0]["status"] for _, body in answers) == ["applied"] + ["quarantined"] * (CLIENTS - 1)
    assert (Digger.objects.count(), Submission.objects.count()) == (1, CLIENTS)


def test_a_parent_and_its_child_from_two_tablets_at_once_meet(token, tablet, other_tablet, other_officer, francs):
    other_token = enrol(other_tablet, other_officer)
    there, here = Writer(str(other_tablet.pk), region="LU"), Writer(str(tablet.pk))
    for _ in range(6):
        site = there.create("site")
        at_once([insisting(token, [here.create("production", site=to(site))]), insisting(other_token, [site])])
    settle()

    assert Production.objects.count() == 6
    assert not Held.objects.exists()


@pytest.mark.postgresql
def test_a_commit_that_comes_late_is_never_skipped_by_a_cursor(token, tablet, region):
    """A transaction writes first, is overtaken by others that are sealed and pulled, and commits last."""
    door = Desk(Client(), token)
    wrote, overtaken = threading.Event(), threading.Event()
    late = Writer(str(tablet.pk), seed=9)

    def slow():
        with transaction.atomic():
            entry = write(act_on(region, late.new_id()))
            wrote.set()
            overtaken.wait(10)
        connection.close()
        return entry.pk

    with ThreadPoolExecutor(1) as pool:
        lagging = pool.submit(slow)
        wrote.wait(10)
        for _ in range(3):
            with transaction.atomic():
                write(act_on(region, late.new_id()))
        settle()
        cursor = door.pull()["cursor"]
        overtaken.set()
        entry = lagging.result()
    settle()

    assert Position.objects.last().entry_id == entry
    assert pulled(door, cursor) == 1


def act_on(region, record):
    return Act(verb="created", kind="registry.digger", object_id=record, region_after=region.pk)


def pulled(door, cursor):
    return len([change for change in door.pull(cursor)["changes"] if change["kind"] == "digger"])


@pytest.mark.postgresql
def test_a_reader_misses_nothing_that_eight_writers_commit(token, region):
    """Writers commit in any order while the sealer and a reader run; every record reaches the reader."""
    door = Desk(Client(), token)
    done = threading.Event()
    written, seen = set(), set()

    def write_many(number):
        writer = Writer(f"{number}", seed=number)
        for _ in range(20):
            record = writer.new_id()
            with transaction.atomic():
                write(act_on(region, record))
                done.wait(writer.chance.random() / 50)
            written.add(record)

    def read_along():
        page = door.pull()
        cursor, last = page["cursor"], False
        while not last or page["changes"]:
            # Asked before it looks: what was written until then is in what it sees.
            last = done.is_set()
            settle()
            page = door.pull(cursor)
            seen.update(change["id"] for change in page["changes"])
            cursor = page["cursor"]

    def write_all():
        try:
            at_once([lambda number=number: write_many(number) for number in range(CLIENTS)])
        finally:
            done.set()

    at_once([write_all, read_along])

    assert len(written) == 20 * CLIENTS
    assert seen == written
