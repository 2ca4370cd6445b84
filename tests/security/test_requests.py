"""Odd requests at the door: each is answered with a sentence, none is a fault of ours, and nothing of them stays."""

import gzip
import json

import pytest

from apps.registry.models import Digger
from apps.sync.models import SealedReport, Submission
from tests.sync.conftest import ENROL, POSTING, PULL, PUSH

pytestmark = [pytest.mark.django_db, pytest.mark.either]
REPORTS, FILES = "/api/sync/v1/reports/", "/api/sync/v1/files/"
POSTED, READ = [PUSH, ENROL, REPORTS, "/api/sync/v1/closing/"], [PULL, POSTING, FILES]


def deep(levels):
    return "[" * levels + "]" * levels


BODIES = {
    "nested where an event stands": f'{{"events": [{deep(300)}]}}',
    "nested where an id stands": f'{{"events": [{{"id": {deep(300)}, "bytes": "x"}}]}}',
    "nested where a hash stands": f'{{"events": [{{"sha256": {deep(300)}, "bytes": "x"}}]}}',
    "nested in objects": '{"a":' * 300 + "1" + "}" * 300,
    "nested beyond what can be read": f'{{"events": [{deep(5000)}]}}',
    "a number of 4,000 digits": f'{{"events": [{{"seq": {"9" * 4000}}}]}}',
    "a number beyond all numbers": '{"announced": 1e999, "events": []}',
    "half a surrogate pair": r'{"app": "\ud800", "events": []}',
    "a NUL": r'{"app": "\u0000", "events": []}',
    "another encoding": '{"events": []}'.encode("utf-16"),
    "a mark in front": b"\xef\xbb\xbf" + b'{"events": []}',
    "bytes that are no text": b'{"app": "\xff", "events": []}',
    "packed": gzip.compress(b'{"events": []}'),
    "a bomb": gzip.compress(b" " * 50_000_000),
    "nothing": b"",
    "a list": b"[]",
    "null": b"null",
    "fifty-one events": json.dumps({"events": [1] * 51}),
}


@pytest.mark.parametrize("address", POSTED)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_an_odd_body_is_refused_and_nothing_of_it_stays(door, address, body):
    answer = door.client.post(
        address, body, content_type="application/json", HTTP_CONTENT_ENCODING="gzip", **door.headers
    )

    assert answer.status_code == 400
    assert answer.json()
    assert (Submission.objects.count(), SealedReport.objects.count()) == (0, 0)


def test_of_a_name_that_stands_twice_the_last_counts_for_everybody(door, writer):
    """The answer names what was read and nothing else, so that the tablet sends the other again."""
    one, other = writer.create("digger"), writer.create("digger")

    answer = door.send(f'{{"events": [{json.dumps(one)}], "events": [{json.dumps(other)}]}}').json()

    assert [each["id"] for each in answer["answers"]] == [other["id"]]
    assert answer["receipt"]["events"] == [other["sha256"]]
    assert Digger.objects.count() == 1


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data; boundary=x", "application/xml"])
@pytest.mark.parametrize("address", POSTED)
def test_what_is_said_to_be_no_json_is_not_read(door, address, kind):
    answer = door.client.generic("POST", address, '{"events": []}', content_type=kind, **door.headers)

    assert answer.status_code == 415


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"])
def test_no_form_of_another_page_reaches_the_door(door, writer, kind):
    """These three are what a page of another site may post without asking first."""
    body = json.dumps({"events": [writer.create("digger")]})

    assert door.client.generic("POST", PUSH, body, content_type=kind, **door.headers).status_code == 415
    assert Digger.objects.count() == 0


@pytest.mark.parametrize("header", ["HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD"])
@pytest.mark.parametrize("address", READ)
def test_no_header_turns_a_call_into_another(door, address, header):
    assert door.client.post(address, **{header: "GET"}, **door.headers).status_code == 405


@pytest.mark.parametrize("address", POSTED)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_what_is_posted_is_only_posted(door, address, method):
    assert door.client.generic(method, address, **door.headers).status_code == 405


@pytest.mark.parametrize("length", ["1000001", "-1", "1e3", "0x10", "²", "9" * 40])
def test_a_length_that_is_none_or_too_much_is_refused_before_it_is_read(door, length):
    assert door.client.post(PUSH, b"{}", "application/json", CONTENT_LENGTH=length, **door.headers).status_code == 413


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "testserver@evil.example", "x y", ""])
def test_another_host_is_answered_nothing(door, host, settings):
    settings.ALLOWED_HOSTS = ["records.mines.example"]

    answer = door.client.get(PULL, HTTP_HOST=host, **door.headers)

    assert answer.status_code == 400
    assert b"changes" not in answer.content


def test_no_forwarded_host_writes_the_address_on_a_code(desk, registrar, tablet, officer):
    """Who could, would have the officer type the code into a page of his own."""
    offer = f"/desk/accounts/tablet/{tablet.pk}/offer/"

    page = desk(registrar).post(offer, {"officer": officer.pk}, HTTP_X_FORWARDED_HOST="evil.example").content.decode()

    assert "/field/#enrol=" in page
    assert "evil.example" not in page


def test_a_token_in_the_address_is_none(door):
    """An address stands in logs and histories."""
    token = door.headers["HTTP_AUTHORIZATION"].split()[1]

    assert door.client.get(PULL, {"token": token, "access_token": token}).status_code == 401
