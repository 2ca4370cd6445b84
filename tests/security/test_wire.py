"""Bytes on the wire, to the server as it is run: lengths that lie, calls hidden in calls; and what its log shows."""

import json
import socket
from contextlib import suppress

import pytest

from apps.demo.door import HttpDoor
from tests.browser.server import Server
from tests.sync.making import Writer

CANARIES = ["Zibelda", "Quaremba", "VC7391846205", "Tchouvakis"]
CHUNKED = b'Transfer-Encoding: chunked\r\n\r\n%x\r\n{"events": []}\r\n0\r\n\r\n' % 14


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("wire"))
    server.code = server.seed()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def token(server):
    return post(server, "enrol", {"code": server.code})[1]


def post(server, door, body, **headers):
    return HttpDoor(server.address).post(f"/api/sync/v1/{door}/", body, headers)


def raw(server, *parts):
    """Send these bytes and answer with all that comes back until the server hangs up or is silent after it spoke."""
    answer = b""
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as line,
        suppress(TimeoutError, ConnectionError),
    ):
        line.sendall(b"".join(parts))
        while more := line.recv(65536):
            answer += more
            line.settimeout(1)
    return answer


def head(server, token, address=b"push", method=b"POST"):
    start = b"%s /api/sync/v1/%s/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" % (method, address)
    return start + b"Authorization: Bearer %s\r\nContent-Type: application/json\r\n" % token["token"].encode()


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 14\r\n" + CHUNKED,
        b"Content-Length: 14\r\nContent-Length: 15\r\n\r\n" + b'{"events": []}',
        b"Content-Length: +14\r\n\r\n" + b'{"events": []}',
        b"Transfer-Encoding: xchunked\r\n\r\n" + b'{"events": []}',
        b"Transfer-Encoding : chunked\r\n\r\n" + b'{"events": []}',
        b"X-Long: " + b"a" * 500_000 + b"\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_a_call_whose_length_can_be_read_in_two_ways_is_not_read(server, token, lengths):
    answer = raw(server, head(server, token), lengths)

    assert answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 501"))
    assert b"receipt" not in answer


def test_a_body_without_a_length_is_taken_for_none(server, token):
    """The limits are kept by the length that was said; what says none is not read at all."""
    answer = raw(server, head(server, token), CHUNKED)

    assert answer.startswith(b"HTTP/1.1 400")
    assert b"receipt" not in answer


def test_a_call_behind_a_body_that_was_not_read_is_not_answered(server, token):
    """A proxy that keeps one line for many would give somebody else's answer to whoever comes next."""
    hidden = head(server, token, b"posting", b"GET") + b"\r\n"
    body = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden)

    answer = raw(server, head(server, token), body)

    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"forms" not in answer


def test_what_is_cut_short_stores_nothing(server, token):
    event = Writer(token["tablet"]["id"], region="XA-KO1").create("buyer")
    body = json.dumps({"events": [event]}).encode()

    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(head(server, token) + b"Content-Length: %d\r\n\r\n%s" % (len(body), body[:-20]))

    [said] = post(server, "push", {"events": [event]}, Authorization=f"Bearer {token['token']}")[1]["answers"]
    assert said["status"] == "applied"


@pytest.mark.parametrize("file", ["admin/js/core.js", "kpfield/icon.svg"])
def test_a_static_file_may_run_nothing_of_others_either(server, file):
    """A drawing or page among them would else be the one place without a policy."""
    answer = raw(server, b"GET /static/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" % file.encode())

    said = answer.split(b"\r\n\r\n")[0].decode().lower()
    assert "200 ok" in said
    assert "content-security-policy: default-src 'none'" in said


def test_the_log_names_nobody(server, token):
    bearer = {"Authorization": f"Bearer {token['token']}"}
    writer = Writer(token["tablet"]["id"], region="XA-KO1", seq=50)
    who = {"names": "Zibelda Quaremba", "nickname": "Tchouvakis", "document_number": "VC7391846205"}
    for answers in (who, {**who, "sex": "nobody"}, {**who, "birth_year": 1850}):
        assert post(server, "push", {"events": [writer.create("digger", **answers)]}, **bearer)[0] == 200
    for body in ({"events": "Zibelda"}, {"events": [], "announced": "Zibelda"}, {"code": "Zibelda"}):
        for door in ("push", "enrol", "reports"):
            post(server, door, body, **bearer)
    raw(server, b"GET /desk/nowhere/%0aZibelda%0a/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    post(server, "push", {"events": []}, Authorization="Bearer Quaremba")

    log = server.log.read_text()

    assert "Bad Request: /api/sync/v1/push/" in log
    assert "\nZibelda" not in log, "an address writes lines of its own into the log"
    assert [word for word in [*CANARIES[1:], token["token"], server.code, "Bearer"] if word in log] == []
