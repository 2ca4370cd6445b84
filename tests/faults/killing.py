"""
The server as a process of its own on a port, so that it can be killed and not only be thought dead.

A `Nursery` is a process that has loaded everything and opened nothing: it forks a server in some milliseconds. Each
request carries its fate and the schedule's clock and chance in a header; where the fate is death, the process kills
itself at that very moment with the signal that nobody can catch.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler
from random import Random
from typing import Any, NoReturn

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import resolve

from apps.forms.dictionary import all_forms
from tests.faults.determined import CHANCE, CLOCK
from tests.faults.server import Answer, Died, Fate, Moments, Request, Server, nothing, watched

FAULT = "X-Fault"
PATIENCE = 60


class Nursery:
    def __init__(self) -> None:
        # Whatever is loaded now, no server has to load for itself.
        get_wsgi_application()
        resolve("/api/sync/v1/push/")
        all_forms()
        self.line, theirs = socket.socketpair()
        if os.fork() == 0:
            self.line.close()
            rear(theirs)
        theirs.close()

    def server(self) -> tuple[int, int]:
        """The process and the port of a new server on this worker's database."""
        self.line.sendall(json.dumps(connection.settings_dict["NAME"]).encode() + b"\n")
        pid, port = json.loads(self.line.recv(1000))
        return pid, port

    def close(self) -> None:
        self.line.close()


def rear(line: socket.socket) -> NoReturn:
    """Fork a server for each line that comes, until there is nobody to ask for one."""
    # Nobody waits for the dead: the kernel may bury them at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for name in line.makefile():
        with socket.create_server(("127.0.0.1", 0)) as listener:
            pid = os.fork()
            if pid == 0:
                line.close()
                serve(listener, json.loads(name))
            line.sendall(json.dumps([pid, listener.getsockname()[1]]).encode())
    os._exit(0)


def serve(listener: socket.socket, database: str) -> NoReturn:
    """Answer one request after the other, as long as whoever started this lives."""
    connection.settings_dict["NAME"] = database
    listener.settimeout(PATIENCE)
    server = Server()
    with suppress(TimeoutError):
        while True:
            line, address = listener.accept()
            with line:
                Handler(line, address, server)
    os._exit(0)


class Handler(BaseHTTPRequestHandler):
    def __init__(self, line: socket.socket, address: Any, server: Server) -> None:
        super().__init__(line, address, server)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.answer(None)

    def do_POST(self) -> None:
        self.answer(self.rfile.read(int(self.headers["Content-Length"])))

    def do_PATCH(self) -> None:
        self.do_POST()

    def answer(self, body: bytes | None) -> None:
        told = json.loads(self.headers[FAULT])
        CLOCK.set(datetime.fromisoformat(told["at"]))
        CHANCE.seed(told["seed"])
        fate = Fate(**told["fate"])
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        offset = self.headers.get("Upload-Offset")
        language = self.headers.get("Accept-Language", "")
        request = Request(self.command, self.path, token, language, body, None if offset is None else int(offset))
        server: Server = self.server  # type: ignore[assignment]
        try:
            with watched(Moments(fate, nothing)):
                answer = server.answer(request)
        except Died:
            die()
        self.hand_over(answer)
        if fate.how == "die" and fate.where == "after answer":
            die()

    def hand_over(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.retry_after is not None:
            self.send_header("Retry-After", str(answer.retry_after))
        self.end_headers()
        self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, *given: Any) -> None:
        """Nobody reads it."""


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    threading.Event().wait()
    raise AssertionError


class RealServer:
    """The same to the schedule as `server.Server`."""

    def __init__(self, nursery: Nursery) -> None:
        self.nursery = nursery
        self.pid = self.port = 0
        self.chance = Random()

    def begin(self, chance: Random) -> None:
        self.chance = chance
        self.start()

    def start(self) -> None:
        self.pid, self.port = self.nursery.server()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def start_again(self) -> None:
        self.kill()
        CLOCK.advance(seconds=2)
        self.start()

    def ask(self, request: Request, fate: Fate | None = None, meanwhile: Callable[[], None] = nothing) -> Answer | None:
        """What happens meanwhile happens before: the two are processes of their own here."""
        fate = fate or Fate()
        if fate.between:
            meanwhile()
        # Whoever waits for a lock of his own would wait for ever.
        connection.close()
        answer = self.carried(request, fate)
        if answer is None or (fate.how == "die" and fate.where == "after answer"):
            self.start_again()
        return answer

    def carried(self, request: Request, fate: Fate) -> Answer | None:
        told = {"fate": asdict(fate), "at": CLOCK.at.isoformat(), "seed": self.chance.getrandbits(64)}
        headers = {FAULT: json.dumps(told), "Accept-Language": request.language or "fr", "Host": "localhost"}
        headers |= {"Authorization": f"Bearer {request.token}"} if request.token else {}
        headers |= {"Content-Type": request.content_type} if request.body is not None else {}
        headers |= {"Upload-Offset": str(request.offset)} if request.offset is not None else {}
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(request.method, request.path, request.body, headers)
            answer = line.getresponse()
            body, after = answer.read(), answer.headers.get("Retry-After")
        except (ConnectionError, HTTPException):
            return None
        finally:
            line.close()
        return Answer(answer.status, body, float(after) if after else None)
