"""What a tablet is told over the pipe, and what it says then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.faults.determined import CLOCK
from tests.faults.enrolled import Enrolled
from tests.faults.line import Call, call_of
from tests.faults.stage import Stage

PHRASE = "a passphrase of many words"
# Nobody's chance, or too long to be looked at.
NOT_TOLD = {"token", "stack", "piece", "file"}


class Told(Enrolled):
    def __init__(self, place: int, stage: Stage, officer: str, province: str, number: int) -> None:
        self.place, self.stage = place, stage
        self.officer, self.province, self.number = officer, province, number
        self.chance, self.trace, self.book = stage.chance, stage.trace, stage.book
        self.calls: list[Call] = []
        self.token = ""
        self.is_open = False
        self.online = False
        # How far the tablet's clock is off, and its minutes east of Greenwich.
        self.off, self.zone = timedelta(), 60
        self.failures: list[str] = []

    def tell(self, act: str, **given: Any) -> list[dict[str, Any]]:
        at = int((CLOCK.at + self.off).timestamp() * 1000)
        clock = {"act": "clock", "device": self.place, "at": at, "zone": self.zone}
        events = self.stage.tablets.tell(clock, {"act": act, "device": self.place, **given})
        for event in events:
            if event["type"] != "seen":
                self.happened(event)
        return events

    def happened(self, event: dict[str, Any]) -> None:
        self.trace.note("tablet", {name: value for name, value in event.items() if name not in NOT_TOLD})
        getattr(self, f"on_{event['type']}")(event)

    def on_request(self, event: dict[str, Any]) -> None:
        self.token = event.get("token") or self.token
        self.calls.append(call_of(event))

    def on_died(self, event: dict[str, Any]) -> None:
        """What it had sent may still be on its way."""
        if event["between"]:
            self.stage.count("12 killed between the two journals")
        if self.drafts():
            self.stage.count("11 browser killed in a form")
        self.is_open = False
        self.stage.line.late += [call.request for call in self.calls if self.chance.random() < 0.5]
        self.calls = []

    def on_failed(self, event: dict[str, Any]) -> None:
        self.failures.append(f"tablet {self.number}, {event['act']}: {event['fault']}")

    def on_done(self, event: dict[str, Any]) -> None:
        result = event["result"]
        if not isinstance(result, dict):
            return
        # Whatever became of a form that was taken up again, it is no longer as it was left.
        self.book.drafts.pop(result.get("draft", ""), None)
        if result.get("said") == "left":
            self.book.drafts[result["draft"]] = (self.place, result["answers"])
        if result.get("said") == "saved":
            for event in result.get("events", [result.get("event")]):
                self.note_saved(event)

    def note_saved(self, event: dict[str, Any] | None) -> None:
        if event is None:
            self.book.faults.append(f"tablet {self.number} said saved, and has nothing on its disk")
            return
        saved = self.book.note(self.place, event)
        if self.book.names_elsewhere(saved):
            self.stage.count("22 refers to what has not come")
        if self.book.registered_elsewhere(saved):
            self.stage.count("19 same digger registered on two tablets")

    def on_damaged(self, event: dict[str, Any]) -> None:
        """Seen by whoever caused it."""

    def on_searched(self, event: dict[str, Any]) -> None:
        self.book.faults += [f"tablet {self.number}: {word} can be read on its disk" for word in event["found"]]

    def enrol(self) -> None:
        """From the code on paper to the first registers."""
        code = self.stage.desk.offer(self.number, self.officer)
        self.open()
        if not self.is_open:
            # It is tried again when it can be read.
            return
        self.tell("enrol", code=code, phrase=PHRASE)
        self.hear_all()
        self.tell("send")
        self.hear_all()

    def open(self) -> int | None:
        """Start the app; what it then shows as saved counts as told. How many records it says it brought back."""
        self.is_open = True
        told = self.tell("open", online=self.online, phrase=PHRASE)
        if not self.is_open:
            return None
        done = next((event["result"] for event in told if event["type"] == "done" and event["act"] == "open"), {})
        if done.get("stage") == "unread":
            # The screen says so, and to try again: no officer begins a new tablet over it.
            self.stage.count("the tablet cannot be read just now")
            self.is_open = False
            return None
        for event in self.look()["events"]:
            self.book.note(self.place, event)
        return (done.get("found") or {}).get("restored")

    def hear_one(self) -> None:
        call = self.calls.pop(self.chance.randrange(len(self.calls)))
        reply = self.stage.line.carry(call)
        self.tell("answer", call=call.number, reply=reply)

    def hear_all(self) -> None:
        while self.calls:
            self.hear_one()

    def drafts(self) -> list[str]:
        """The forms that were left half-filled here."""
        return [draft for draft, (place, _) in self.book.drafts.items() if place == self.place]

    def forget_drafts(self) -> None:
        for draft in self.drafts():
            del self.book.drafts[draft]

    def look(self, how: str = "see") -> dict[str, Any]:
        return next(event for event in self.tell(how) if event["type"] == "seen")

    def glance(self) -> dict[str, Any]:
        return self.look("glance")
