"""A tablet without a screen: enrolled by its code, it pushes events as a tablet makes them, at the server's door."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

from tests.sync.making import Writer

DOOR = "/api/sync/v1"
TOWN, CURRENCY = "XA-KO1", "XAL"


class Pushing:
    """What an officer writes today: `create("digger", names="…")`, `amend(sent, seen=2, residence="…")`, and `push`."""

    def __init__(self, address: str, code: str) -> None:
        self.address = address
        self.token = ""
        enrolled = self.ask("enrol", {"code": code})
        self.token = enrolled["token"]
        this_morning = datetime.now(UTC) - timedelta(hours=3)
        self.writer = Writer(enrolled["tablet"]["id"], region=TOWN, currency=CURRENCY, now=this_morning)

    def create(self, form: str, **answers: Any) -> dict[str, Any]:
        return self.writer.create(form, **answers)

    def amend(self, sent: dict[str, Any], *, seen: int, **changes: Any) -> dict[str, Any]:
        event = json.loads(sent["bytes"])
        answers = {**event["answers"], **changes}
        known = {"record": event["record"], "seen": seen, "before": event["answers"]}
        return self.writer.write(event["form"], "amend", answers, **known)

    def push(self, *events: dict[str, Any]) -> list[str]:
        """What became of each."""
        answered = self.ask("push", {"app": "test", "announced": self.writer.seq, "events": list(events)})
        return [one["status"] for one in answered["answers"]]

    def ask(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers = {"Content-Type": "application/json", **known}
        asked = Request(f"{self.address}{DOOR}/{path}/", json.dumps(said).encode(), headers)  # noqa: S310
        with urlopen(asked, timeout=60) as answered:  # noqa: S310
            return json.load(answered)
