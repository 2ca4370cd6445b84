"""The imaginary tablets' side of the door: patient where a server is busy, honest where it refuses."""

from __future__ import annotations

import json
import socket
from datetime import date
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from random import Random
from threading import Thread

import pytest
from django.core.management.base import CommandError

from apps.demo.door import HttpDoor, ask, enrol, push, send_photos
from apps.demo.tablet import Tablet
from tools.demonstrate import answers


class Scripted:
    """A door that answers from a list and remembers what it was asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def post(self, path, body, headers):
        self.asked.append((path, body, headers))
        return self.answers.pop(0)


def test_a_busy_server_is_asked_again_after_a_pause():
    door, waited = Scripted((503, {}), (429, {}), (200, {"token": "t"})), []

    assert ask(door, "enrol", {}, wait=waited.append) == {"token": "t"}
    assert waited == [5.0, 60.0]


def test_a_refusal_stops_with_what_the_server_said():
    door = Scripted((400, {"detail": "This code does not work."}))

    with pytest.raises(CommandError, match="This code does not work"):
        enrol(door, "ABCD-EFGH")


def test_events_are_sent_fifty_at_a_time_with_the_token_and_what_is_announced():
    tablet = Tablet(11, "XA-KO1", Random(1))
    events = [tablet.record("site", {"number": "1"}, day=date(2026, 1, 5)) for _ in range(60)]
    answer = {"answers": [{"status": "applied"}] * 30}
    door = Scripted((200, answer), (200, answer))

    states = push(door, events, token="secret", announced=66)

    assert states == {"applied": 60}
    assert [len(body["events"]) for _, body, _ in door.asked] == [50, 10]
    assert door.asked[0][1]["announced"] == 66
    assert door.asked[0][2] == {"Authorization": "Bearer secret"}


class Files:
    """A server that takes pieces of at most a hundred bytes, and is asked what it still awaits."""

    def __init__(self, *contents):
        self.here = {sha256(one).hexdigest(): (one, bytearray()) for one in contents}
        self.asked = []

    def send(self, method, path, piece, headers):
        self.asked.append((method, path.removeprefix("/api/sync/v1/"), len(piece)))
        if method == "GET":
            return 200, {"files": [one for one in map(self.told, self.here) if one["state"] == "awaited"]}
        digest = path.split("/")[-2]
        _content, come = self.here[digest]
        assert int(headers["Upload-Offset"]) == len(come)
        come += piece[:100]
        return 200, self.told(digest)

    def told(self, digest):
        content, come = self.here[digest]
        return {"sha256": digest, "offset": len(come), "state": "kept" if come == content else "awaited"}


def test_photos_are_sent_from_where_the_server_stands_until_it_awaits_none():
    contents = [bytes([n]) * 150 for n in range(3)]
    door = Files(*contents)

    states = send_photos(door, {sha256(one).hexdigest(): one for one in contents}, token="secret")

    assert states == {"kept": 3}
    assert [size for method, _, size in door.asked if method == "PATCH"] == [150, 50] * 3
    assert door.asked[-1] == ("GET", "files/", 0)


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = json.dumps({"path": self.path, "sent": sent, "token": self.headers["Authorization"]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *args):
        pass


def test_over_http_a_request_carries_json_and_the_token():
    server = HTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    door = HttpDoor(f"http://127.0.0.1:{server.server_port}")

    answer = ask(door, "push", {"events": []}, token="secret")
    server.shutdown()
    server.server_close()

    assert answer == {"path": "/api/sync/v1/push/", "sent": {"events": []}, "token": "Bearer secret"}


def test_a_server_that_is_slow_to_start_is_asked_again_and_is_no_fault():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert not answers(f"http://127.0.0.1:{silent.getsockname()[1]}/")
