"""
True races, which nobody can play again: tablets on two lines at once, a desk, a sealer and a reader against a server of
several processes with threads, of which one after the other is killed.
"""

import json
import os
import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException

import pytest
from django.db import connection

from apps.accounts.models import Role, Tablet
from apps.journal.models import Entry, Unsealed
from apps.journal.sealing import settle
from apps.journal.verifying import Walk
from apps.review.models import Case, ChangedMeanwhile, Status
from apps.sync.models import Held, Submission
from tests.files.door import API, RealServer
from tests.sync.conftest import enrol
from tests.sync.making import Writer, events, to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
TABLETS, EVENTS, A_BATCH, KILLED = 6, 48, 8, 6
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def server(tmp_path):
    """Several processes on this test's own database."""
    said = connection.settings_dict
    server = RealServer(tmp_path)
    server.set["DATABASE_URL"] = f"postgres://{said['USER']}@{said['HOST']}:{said['PORT']}/{said['NAME']}"
    server.start()
    yield server
    server.kill()


class Line:
    """One of a tablet's lines: it asks until it is answered, as tablets do."""

    def __init__(self, server, token):
        self.port, self.headers = server.port, {"Authorization": f"Bearer {token}"}

    def ask(self, method, path, body=None):
        while True:
            line = HTTPConnection("127.0.0.1", self.port, timeout=60)
            with closing(line), suppress(ConnectionError, HTTPException, TimeoutError):
                line.request(method, API + path, body and json.dumps(body), {**self.headers, **JSON})
                answer = line.getresponse()
                said = answer.read()
                if answer.status == 200:
                    return json.loads(said)
                assert answer.status in {429, 503}, said
            time.sleep(0.05)

    def push(self, batch):
        return self.ask("POST", "push/", {"app": "test", "announced": 0, "events": batch})["answers"]

    def pull(self, cursor):
        return self.ask("GET", f"pull/?limit=1000&cursor={cursor}")


def in_threads(*acts):
    """All at once, each with a connection of its own."""

    def alone(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result() for one in [pool.submit(alone, act) for act in acts]]


def until(over, act):
    """Again and again, until all has been sent."""

    def go_on():
        while not over.is_set():
            act()
            time.sleep(0.02)

    return go_on


def sending(lines, batches):
    """Each batch on both lines at the same moment: two tabs, or a request that a proxy has doubled."""

    def send():
        answers = []
        for batch in batches:
            answers += in_threads(*[lambda line=line, batch=batch: line.push(batch) for line in lines])
        return answers

    return send


def deciding(by):
    """A reviewer who looks at some case, waits a moment and decides on what he saw; another may have been faster."""
    chance, decided = random.Random(5), Counter()

    def decide():
        cases = list(Case.objects.filter(status=Status.PENDING, together_with=None).order_by("?")[:1])
        for case in cases:
            time.sleep(0.01)
            status = chance.choice([Status.ACCEPTED, Status.RETURNED])
            with suppress(ChangedMeanwhile):
                case.decide(status, by=by, seen=case.version, reason="Which village?")
                decided[case.pk] += 1

    return decide, decided


def killing(server, over):
    """Workers die by a signal that nobody can catch, one after the other; others take their place."""

    def kill():
        for _ in range(KILLED):
            time.sleep(0.7)
            if over.is_set():
                return
            with suppress(ProcessLookupError, IndexError):
                os.kill(random.choice(server.workers()), signal.SIGKILL)

    return kill


@pytest.fixture
def tablets(office, region, posted, francs):
    """Each with its token, and what it has to send; the last of it refers to what its neighbour has made."""
    made = [Tablet.objects.create(number=100 + n, office=office) for n in range(TABLETS)]
    tokens = [enrol(one, posted(f"officer-{one.number}", Role.OFFICER, region)) for one in made]
    work = [events(str(one.pk), EVENTS, seed=one.number) for one in made]
    for n, (one, mine) in enumerate(zip(made, work, strict=True)):
        writer = Writer(str(one.pk), seed=n, seq=EVENTS)
        site = next(event for event in work[(n + 1) % TABLETS] if json.loads(event["bytes"])["form"] == "site")
        mine += [writer.create("production", number=f"G-{n}-{k}", site=to(site)) for k in range(A_BATCH)]
        random.Random(n).shuffle(mine)
    return list(zip(tokens, work, strict=True))


def made(tablets, form):
    """The records of this form, by what the tablets sent."""
    said = [json.loads(event["bytes"]) for _, mine in tablets for event in mine]
    return {event["record"] for event in said if event["form"] == form}


def test_whatever_races_nothing_is_lost_or_doubled(server, tablets, posted, region):
    over, seen, cursors = threading.Event(), set(), [""]
    reader = Line(server, tablets[0][0])
    decide, decided = deciding(posted("reviewer", Role.SUPERVISOR, region))

    def read():
        page = reader.pull(cursors[-1])
        cursors.append(page["cursor"])
        seen.update((change["kind"], change["id"]) for change in page["changes"])

    def send_all():
        try:
            sends = [
                sending([Line(server, token)] * 2, [mine[at : at + A_BATCH] for at in range(0, len(mine), A_BATCH)])
                for token, mine in tablets
            ]
            return in_threads(*sends)
        finally:
            over.set()

    around = [until(over, act) for act in (decide, read, settle)]
    answered, *_ = in_threads(send_all, *around, killing(server, over))
    settle()
    settle()
    read()

    sent = {event["id"] for _, mine in tablets for event in mine}
    assert {answer["id"] for of_one in answered for answers in of_one for answer in answers} == sent
    assert Submission.objects.count() == len(sent)
    assert set(Submission.objects.values_list("status", flat=True)) == {"applied"}
    assert not Held.objects.exists()
    created = Counter(Entry.objects.filter(verb="created").values_list("object_id", flat=True))
    assert set(created.values()) == {1}
    assert set(created) == {str(pk) for pk in Case.objects.values_list("pk", flat=True)}
    assert decided
    assert all(Case.objects.get(pk=pk).decisions.count() >= 1 for pk in decided)
    assert not Unsealed.objects.exists()
    assert list(Walk().faults()) == []
    assert {pk for kind, pk in seen if kind == "digger"} >= made(tablets, "digger")
