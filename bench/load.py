"""Clients that send prepared bodies over kept-alive connections, and count what was answered."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection

import orjson

from bench.servers import THROUGH_PROXY


@dataclass(frozen=True)
class Sender:
    """One tablet: its token and the bodies that it sends, in order."""

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
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {**THROUGH_PROXY, "Authorization": f"Bearer {sender.token}", "Content-Type": "application/json"}
    counted: Counter[str] = Counter()
    for body in sender.bodies:
        connection.request("POST", "/api/sync/v1/push/", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"A push was answered {answer.status}: {content[:300]!r}. No figure.")
        counted.update(one["status"] for one in orjson.loads(content)["answers"])
    connection.close()
    return counted


def send_all(port: int, senders: Sequence[Sender]) -> Sent:
    """All at once, a thread each."""
    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=len(senders)) as pool:
        counted = list(pool.map(lambda sender: send(port, sender), senders))
    return Sent(time.perf_counter() - started, sum(counted, Counter()))
