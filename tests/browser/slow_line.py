"""
A line of the second generation: narrow, slow to answer, and of three requests nearly one is lost on the way.

It carries real bytes and cuts real connections, and keeps an account of the time that they would have taken instead of
letting anybody wait. Whoever holds the tablet reads the account, and sets the tablet's clock by it.
"""

from __future__ import annotations

import re
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from tests.browser.server import free_port

# 64 kbit a second, and the time that a request and its answer are in the air.
BYTES_A_SECOND = 8_000
LATENCY = 0.7
# What the tablet waits for an answer that never comes.
PATIENCE = 60
# Of what is lost so much is not noticed before that.
UNNOTICED = 1 / 3
LENGTH = re.compile(rb"^content-length: *(\d+)", re.I | re.M)
OFFSET = re.compile(rb"^upload-offset: *(\d+)", re.I | re.M)
CONNECTION = re.compile(rb"^connection:.*\r\n", re.I | re.M)


@dataclass(frozen=True)
class Passage:
    """One request as it went over the line: the bytes that left the tablet, those that came back, whether all did."""

    method: str
    path: str
    head: int
    up: int
    down: int
    whole: bool
    offset: int | None = None

    @property
    def body(self) -> int:
        return max(0, self.up - self.head)


class SlowLine:
    def __init__(self, port: int, *, seed: int, loss: float = 0.3) -> None:
        self.behind, self.loss = port, loss
        self.chance = Random(seed)
        self.seconds = 0.0
        self.passages: list[Passage] = []
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        """One after the other, as a tablet asks: so the same seed meets the same requests."""
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                with near, suppress(ConnectionError):
                    self.carry(near)

    def carry(self, near: socket.socket) -> None:
        head, body = message(near)
        method, path, _ = head.split(b" ", 2)
        if path == b"/line/seconds":
            near.sendall(page(str(self.seconds).encode()))
            return
        asked = head + body
        up = self.chance.randrange(len(asked)) if self.is_lost() else len(asked)
        answer = self.asked(CONNECTION.sub(b"Connection: close\r\n", head, count=1) + body, short=len(asked) - up)
        lost = self.is_lost()
        down = self.chance.randrange(len(answer)) if answer and lost else len(answer)
        whole = bool(answer) and not lost
        self.charge(up + down, silent=not whole and self.chance.random() < UNNOTICED)
        offset = OFFSET.search(head)
        place = int(offset[1]) if offset else None
        self.passages.append(Passage(method.decode(), path.decode(), len(head), up, down, whole, place))
        near.sendall(answer[:down])

    def is_lost(self) -> bool:
        """On the way there, and again on the way back: so many of a hundred do not make both."""
        return self.chance.random() < 1 - (1 - self.loss) ** 0.5

    def charge(self, carried: int, *, silent: bool) -> None:
        taken = LATENCY + carried / BYTES_A_SECOND
        self.seconds += max(taken, PATIENCE) if silent else taken

    def asked(self, message: bytes, *, short: int) -> bytes:
        """The server's answer; where the end of the request is missing the server hears the beginning only."""
        with socket.create_connection(("127.0.0.1", self.behind)) as far:
            far.sendall(message[: len(message) - short] if short else message)
            if short:
                far.shutdown(socket.SHUT_WR)
            parts = []
            with suppress(ConnectionError):
                while part := far.recv(65536):
                    parts.append(part)
            return b"" if short else b"".join(parts)

    def carried(self) -> int:
        return sum(passage.up + passage.down for passage in self.passages)

    def close(self) -> None:
        self.listener.close()


def message(near: socket.socket) -> tuple[bytes, bytes]:
    got = b""
    while b"\r\n\r\n" not in got:
        got += more(near)
    head, _, body = got.partition(b"\r\n\r\n")
    said = LENGTH.search(head)
    while len(body) < (int(said[1]) if said else 0):
        body += more(near)
    return head + b"\r\n\r\n", body


def more(near: socket.socket) -> bytes:
    part = near.recv(65536)
    if not part:
        raise ConnectionError
    return part


def page(words: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(words), words)
