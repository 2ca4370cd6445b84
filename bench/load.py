"""Clients that send prepared bodies over kept-alive connections, and count what was answered."""

from __future__ import annotations

import gzip
import socket
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import orjson

from bench.servers import THROUGH_PROXY


@dataclass(frozen=True)
class Sender:
    """One tablet: its token and the bodies that it sends, in order, each packed as a tablet packs it."""

    token: str
    bodies: Sequence[bytes]


@dataclass(frozen=True)
class Sent:
    seconds: float
    statuses: Counter[str]

    def rate(self, *, only: set[str]) -> float:
        """Records a second; a status that is not expected makes the figure void, and says which."""
        if set(self.statuses) - only:
            raise SystemExit(f"A push was answered otherwise than {sorted(only)}: {dict(self.statuses)}. No figure.")
        return sum(self.statuses.values()) / self.seconds


def send(port: int, sender: Sender) -> Counter[str]:
    counted: Counter[str] = Counter()
    with Line(port, sender.token) as line:
        for body in sender.bodies:
            status, content = line.post(body)
            if status != 200:
                raise SystemExit(f"A push was answered {status}: {content[:300]!r}. No figure.")
            counted.update(one["status"] for one in orjson.loads(unpacked(content))["answers"])
    return counted


def unpacked(answer: bytes) -> bytes:
    """A short answer is not packed."""
    return gzip.decompress(answer) if answer.startswith(b"\x1f\x8b") else answer


class Line:
    """
    A kept-alive connection, written and read with as little as it takes.

    The clients share the machine's two cores with what is measured; the standard library's client took a twelfth of all
    there was.
    """

    def __init__(self, port: int, token: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        packed = {"Content-Type": "application/gzip", "Accept-Encoding": "gzip"}
        headers = {**THROUGH_PROXY, "Authorization": f"Bearer {token}", **packed}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.head = f"POST /api/sync/v1/push/ HTTP/1.1\r\n{lines}Content-Length: ".encode()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def post(self, body: bytes) -> tuple[int, bytes]:
        """The status and the content of the answer, which must say its length."""
        self.socket.sendall(b"%b%d\r\n\r\n%b" % (self.head, len(body), body))
        answer = b""
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self.more()
        head = answer[:end].lower()
        length = int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
        while len(answer) < end + 4 + length:
            answer += self.more()
        return int(head.split(b" ", 2)[1]), answer[end + 4 :]

    def more(self) -> bytes:
        received = self.socket.recv(65536)
        if not received:
            raise SystemExit("The server closed the line before its answer was whole. No figure.")
        return received


def send_all(port: int, senders: Sequence[Sender]) -> Sent:
    """All at once, a thread each."""
    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=len(senders)) as pool:
        counted = list(pool.map(lambda sender: send(port, sender), senders))
    return Sent(time.perf_counter() - started, sum(counted, Counter()))
