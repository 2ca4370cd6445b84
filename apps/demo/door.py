"""The tablet's side of the door: enrol with a code, push in batches, read an answer for each event, send photos."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import partial
from http.client import HTTPConnection, HTTPSConnection
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.core.management.base import CommandError
from django.test import Client
from django.utils.translation import gettext as _

from apps.demo.tablet import Event

API = "/api/sync/v1"
BATCH = 50
PIECE = 65_536
# What a tablet waits before it tries again where the server is busy, or was asked too often in a minute.
PAUSES = (5.0, 60.0)
BUSY = {429, 503}
Answer = tuple[int, Any]
Wait = Callable[[float], None]


class Door(Protocol):
    def post(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer: ...

    def send(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> Answer: ...


class HttpDoor:
    """A server that listens somewhere, asked as a tablet asks it: a connection a request, with days between."""

    def __init__(self, url: str) -> None:
        self.address = urlsplit(url)

    def post(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        return self.send("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})

    def send(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        with closing(self.connect()) as connection:
            connection.request(method, path, content, dict(headers))
            answer = connection.getresponse()
            return answer.status, read(answer.read())

    def connect(self) -> HTTPConnection:
        kind = HTTPSConnection if self.address.scheme == "https" else HTTPConnection
        return kind(self.address.hostname or "localhost", self.address.port, timeout=60)


class InnerDoor:
    """The same views without a server, through Django's own client."""

    def __init__(self, *, secure: bool = False) -> None:
        self.client, self.secure = Client(), secure

    def post(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        return self.send("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})

    def send(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        kind = headers.get("Content-Type", "")
        told = {"Host": "localhost", **headers}
        answer = self.client.generic(method, path, content, content_type=kind, secure=self.secure, headers=told)
        return answer.status_code, read(answer.content)


def read(body: bytes) -> Any:
    """The answer's JSON; the words themselves where a server answers with something else."""
    try:
        return json.loads(body)
    except json.JSONDecodeError:
        return body.decode(errors="replace")[:300]


def ask(door: Door, path: str, body: Mapping[str, Any], *, token: str = "", wait: Wait = time.sleep) -> Any:
    """The answer to a request, asked again where the server is busy; anything but 200 stops with what was said."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return patiently(path, partial(door.post, f"{API}/{path}/", body, headers), wait)


def patiently(path: str, call: Callable[[], Answer], wait: Wait = time.sleep) -> Any:
    status, answer = call()
    for seconds in PAUSES:
        if status in BUSY:
            wait(seconds)
            status, answer = call()
    if status != 200:
        said = {"path": path, "status": status, "answer": answer}
        raise CommandError(_("The server answered %(path)s with %(status)d: %(answer)s") % said)
    return answer


def enrol(door: Door, code: str) -> str:
    """Take up the tablet offered with this code; the token of its requests."""
    return str(ask(door, "enrol", {"code": code})["token"])


def push(door: Door, events: Sequence[Event], *, token: str, announced: int) -> Counter[str]:
    """Send the events in order, fifty at a time; how many were answered with which state."""
    states: Counter[str] = Counter()
    for start in range(0, len(events), BATCH):
        batch = [event.as_sent() for event in events[start : start + BATCH]]
        answers = ask(door, "push", {"app": "demo", "announced": announced, "events": batch}, token=token)["answers"]
        states.update(answer["status"] for answer in answers)
    return states


def send_photos(door: Door, album: Mapping[str, bytes], *, token: str) -> Counter[str]:
    """Send what the server awaits of this tablet, after the records and the smallest first; how many ended how."""
    states: Counter[str] = Counter()
    while awaited := files(door, "GET", "files/", token=token)["files"]:
        for one in awaited:
            states[send_photo(door, one, album[one["sha256"]], token=token)] += 1
    return states


def send_photo(door: Door, here: Mapping[str, Any], content: bytes, *, token: str) -> str:
    """Piece by piece from where the server stands; what became of it."""
    path = f"files/{here['sha256']}/"
    while here["state"] == "awaited":
        offset = here["offset"]
        here = files(door, "PATCH", path, content[offset : offset + PIECE], token=token, offset=offset)
    return str(here["state"])


def files(door: Door, method: str, path: str, piece: bytes = b"", *, token: str, offset: int = 0) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    if method == "PATCH":
        headers |= {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
    return patiently(path, partial(door.send, method, f"{API}/{path}", piece, headers))
