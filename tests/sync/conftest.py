"""The cast of the door: an officer's tablet that is enrolled, writes, pushes and pulls."""

import json

import orjson
import pytest
from django.core.cache import cache

from apps.accounts.models import Enrolment
from tests.sync.making import Writer

PUSH, PULL, POSTING, ENROL = (f"/api/sync/v1/{name}/" for name in ("push", "pull", "posting", "enrol"))


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Lists, throttles and the sealer's pause are kept in the cache, which outlives a story."""
    cache.clear()
    yield
    cache.clear()


class Desk:
    """A tablet at the other end of the line: `answers = tablet_of_awa.push(event)`."""

    def __init__(self, client, token):
        self.client = client
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"}

    def send(self, body):
        raw = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self.client.post(PUSH, raw, content_type="application/json", **self.headers)

    def packed(self, raw):
        return self.client.post(PUSH, raw, content_type="application/gzip", **self.headers)

    def push(self, *events, announced=0):
        answer = self.send({"app": "test", "announced": announced, "events": list(events)})
        assert answer.status_code == 200, answer.content
        return orjson.loads(answer.content)["answers"]

    def statuses(self, *events):
        return [answer["status"] for answer in self.push(*events)]

    def ask(self, cursor):
        """How the door answers for a cursor."""
        return self.client.get(PULL, {"cursor": cursor}, **self.headers).status_code

    def pull(self, cursor="", limit=1000, tables=0):
        answer = self.client.get(PULL, {"cursor": cursor, "limit": limit, "tables": tables}, **self.headers)
        assert answer.status_code == 200, answer.content
        return orjson.loads(answer.content)


def enrol(tablet, officer):
    return Enrolment.take_up(tablet.offer(officer))[1]


@pytest.fixture
def door(client, tablet, officer):
    """Awa's tablet in Kolo."""
    return Desk(client, enrol(tablet, officer))


@pytest.fixture
def other_door(client, other_tablet, other_officer):
    """Bako's tablet in Lubi."""
    return Desk(client, enrol(other_tablet, other_officer))


@pytest.fixture
def writer(tablet, francs):
    return Writer(str(tablet.pk))


@pytest.fixture
def other_writer(other_tablet, francs):
    return Writer(str(other_tablet.pk), region="LU")


def said(sent):
    """The event inside a member of an envelope."""
    return json.loads(sent["bytes"])
