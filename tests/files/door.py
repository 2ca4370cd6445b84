"""The real server in processes of its own, and tablets that speak HTTP to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

from tests.browser.server import ROOT, Server
from tests.files.conftest import digest_of
from tests.sync.making import Writer
from tools import web

PIECE = 65_536
API = "/api/sync/v1/"


class RealServer(Server):
    """Two workers with threads, as a ministry runs it."""

    def start(self, wsgi: str = "kpfield.wsgi") -> None:
        command = web.command(port=self.port, application=f"{wsgi}:application", workers=2)
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.set,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait()

    def kill(self) -> None:
        """All its processes at once, by the signal that nobody can catch."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def workers(self) -> list[int]:
        return [
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]

    def memory(self) -> float:
        """MB that its workers hold."""
        return sum(resident(pid) for pid in self.workers())


def resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


class RealTablet:
    """It counts the bytes of pieces that it sent."""

    def __init__(self, server: RealServer, code: str) -> None:
        self.server = server
        self.carried = 0
        self.headers: dict[str, str] = {}
        _, told = self.ask("POST", "enrol/", json.dumps({"code": code}).encode(), json_headers())
        self.headers = {"Authorization": f"Bearer {told['token']}"}
        self.writer = Writer(told["tablet"]["id"], region="XA-KO1", currency="XAL")

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.server.port, timeout=60)

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None):
        line = self.connect()
        line.request(method, API + path, body, {**self.headers, **(headers or {})})
        answer = line.getresponse()
        content = answer.read()
        line.close()
        is_json = "json" in answer.headers.get("Content-Type", "")
        return answer.status, json.loads(content) if is_json and content else content

    def promise(self, *contents: bytes) -> None:
        """Send the record that shows these."""
        files = [
            {"sha256": digest_of(one), "size": len(one), "type": "image/jpeg", "field": "photo"} for one in contents
        ]
        self.push(self.writer.write("site", "create", self.writer.site(), files=files))

    def push(self, event: dict) -> None:
        body = json.dumps({"app": "test", "announced": 0, "events": [event]}).encode()
        status, told = self.ask("POST", "push/", body, json_headers())
        assert (status, told["answers"][0]["status"]) == (200, "applied"), told

    def awaited(self) -> list[dict]:
        return self.ask("GET", "files/")[1]["files"]

    def piece(self, content: bytes, offset: int, piece: bytes):
        return self.ask("PATCH", f"files/{digest_of(content)}/", piece, piece_headers(offset))

    def send(self, content: bytes):
        """From where the server stands to the end; what the server said last."""
        told = next((one for one in self.awaited() if one["sha256"] == digest_of(content)), None)
        while told and told["state"] == "awaited":
            piece = content[told["offset"] : told["offset"] + PIECE]
            self.carried += len(piece)
            _, told = self.piece(content, told["offset"], piece)
        return told

    def begin_push(self) -> HTTPConnection:
        """Send the head of a push and no more, as when the line dies."""
        line = self.connect()
        line.putrequest("POST", f"{API}push/")
        for name, value in {**self.headers, **json_headers(), "Content-Length": "500"}.items():
            line.putheader(name, value)
        line.endheaders()
        return line

    def begin_piece(self, content: bytes, offset: int, *, length: int, of: int) -> HTTPConnection:
        """Send the first `length` bytes of a piece of `of`, and hang on the line."""
        line = self.connect()
        line.putrequest("PATCH", f"{API}files/{digest_of(content)}/")
        for name, value in {**self.headers, **piece_headers(offset), "Content-Length": str(of)}.items():
            line.putheader(name, value)
        line.endheaders()
        with suppress(ConnectionError):
            line.send(content[offset : offset + length])
        self.carried += length
        return line


def json_headers() -> dict[str, str]:
    return {"Content-Type": "application/json", "Accept-Language": "en"}


def piece_headers(offset: int) -> dict[str, str]:
    return {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
