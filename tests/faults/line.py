"""The line between a tablet and the server, and all that becomes of what is said on it."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.faults import posing
from tests.faults.environment import ROOT
from tests.faults.server import Answer, Fate, Request
from tests.faults.trace import Trace

FROZEN = ROOT / "fixtures" / "forms"
Reply = dict[str, Any] | None
Ask = Callable[[Request, Fate], Answer | None]


@dataclass(frozen=True)
class Weather:
    """How often the line, the server, a tablet or the desk does something."""

    line: float = 0.0
    server: float = 0.0
    tablet: float = 0.0
    between: float = 0.0

    @classmethod
    def of(cls, chance: Random) -> Weather:
        """Some schedules are calm in one respect, so that a rare fault meets an otherwise orderly day."""
        return cls(
            line=chance.choice([0.0, 0.1, 0.3, 0.6]),
            server=chance.choice([0.0, 0.05, 0.15, 0.3]),
            tablet=chance.choice([0.0, 0.05, 0.15]),
            between=chance.choice([0.0, 0.1, 0.3]),
        )


CALM = Weather()


@dataclass
class Call:
    """One request that a tablet waits for."""

    device: int
    number: int
    request: Request


def call_of(event: dict[str, Any]) -> Call:
    body, piece = event.get("body"), event.get("piece")
    request = Request(
        method=event["method"],
        path=event["path"],
        token=event.get("token") or "",
        language=event.get("language") or "",
        body=b64decode(piece["bytes"]) if piece else None if body is None else body.encode(),
        offset=piece["offset"] if piece else None,
    )
    return Call(event["device"], event["call"], request)


def reply_of(answer: Answer | None) -> Reply:
    """The answer as it comes over the line; the tablet reads of it what can be read."""
    if answer is None:
        return None
    after = {} if answer.retry_after is None else {"retryAfter": answer.retry_after}
    return {"status": answer.status, "text": answer.body.decode(), **after}


def with_first_forms(posting: bytes) -> bytes:
    said = json.loads(posting)
    forms = [json.loads((FROZEN / f"{form['code']}-v1.json").read_bytes()) for form in said["forms"]]
    return json.dumps({**said, "forms": forms}).encode()


@dataclass
class Line:
    chance: Random
    trace: Trace
    count: Callable[[str], None]
    ask: Ask
    weather: Weather
    # Requests that are still under way although nobody waits for them any more.
    late: list[Request] = field(default_factory=list)
    # What was answered last on a path: a proxy may keep it and hand it out again.
    last: dict[str, Reply] = field(default_factory=dict)
    # Tokens of tablets to which somebody has said that they are closed, and who waits for their question.
    posed: set[str] = field(default_factory=set)
    heard: Callable[[Request, Answer], None] = lambda request, answer: None
    # No tablet has a network.
    is_away: bool = False
    # The posting brings the forms as they were first frozen, as a server of then would.
    first_forms: bool = False

    def carry(self, call: Call) -> Reply:
        """What the tablet hears on this request."""
        if self.is_away:
            return None
        fault = self.chance.choice(FAULTS) if self.chance.random() < self.weather.line else straight
        if call.request.path.endswith("/closing/") and call.request.token in self.posed:
            fault = posed_as_server
        reply = fault(self, call.request)
        self.trace.note("line", fault.__name__, call.device, call.number, call.request.path, reply)
        return reply

    def deliver(self, request: Request) -> Answer | None:
        """To the server, which may have a fate of its own."""
        answer = self.ask(request, self.fate())
        if answer is not None and self.first_forms and "/posting/" in request.path:
            answer = replace(answer, body=with_first_forms(answer.body))
        reply = reply_of(answer)
        self.trace.note("server", request.path, answer and answer.status)
        if answer is not None:
            self.last[request.path.partition("?")[0]] = reply
            self.heard(request, answer)
        return answer

    def fate(self) -> Fate:
        between = self.chance.randint(1, 12) if self.chance.random() < self.weather.between else 0
        if self.chance.random() >= self.weather.server:
            return Fate(between=between)
        how, where = self.chance.choice(FATES)
        self.count(COUNTED[how, where])
        return Fate(how, where, at=self.chance.randint(1, 30), between=between)

    def bring_late(self) -> None:
        """A request comes in that its tablet has long given up."""
        request = self.late.pop(self.chance.randrange(len(self.late)))
        self.count("5 request arrives late, out of order")
        self.deliver(request)


FATES = [
    ("die", "statement"),
    ("die", "statement"),
    ("die", "before commit"),
    ("die", "after commit"),
    ("die", "after answer"),
    ("busy", "statement"),
    ("busy", "before commit"),
    ("busy", "after commit"),
]
COUNTED = {
    ("die", "statement"): "6 server dies in a transaction",
    ("die", "before commit"): "6 server dies in a transaction",
    ("die", "after commit"): "2 server dies between commit and answer",
    ("die", "after answer"): "7 server dies after the answer",
    ("busy", "statement"): "8 database busy or full",
    ("busy", "before commit"): "8 database busy or full",
    ("busy", "after commit"): "9 commit stands, database says it failed",
}


# -- what may become of a request -------------------------------------------------------------------------------------


def straight(line: Line, request: Request) -> Reply:
    return reply_of(line.deliver(request))


def lost_request(line: Line, request: Request) -> Reply:
    line.count("1 request lost")
    return None


def lost_answer(line: Line, request: Request) -> Reply:
    line.count("2 answer lost")
    line.deliver(request)
    return None


def late_request(line: Line, request: Request) -> Reply:
    line.late.append(request)
    return None


def sent_twice(line: Line, request: Request) -> Reply:
    """Both copies arrive; the tablet hears the first answer or the second."""
    line.count("3 request doubled on the way")
    answers = [reply_of(line.deliver(request)), reply_of(line.deliver(request))]
    return line.chance.choice(answers)


def sent_twice_late(line: Line, request: Request) -> Reply:
    line.late.append(request)
    return reply_of(line.deliver(request))


def cut_request(line: Line, request: Request) -> Reply:
    """The server reads the beginning; the tablet hears nothing, or that it was not understood."""
    if not request.body:
        return None
    line.count("4 request cut")
    cut = line.chance.randrange(len(request.body))
    answer = line.deliver(replace(request, body=request.body[:cut]))
    return reply_of(answer) if line.chance.random() < 0.3 else None


def cut_answer(line: Line, request: Request) -> Reply:
    line.count("4 answer cut")
    reply = reply_of(line.deliver(request))
    return reply and {**reply, "text": reply["text"][: line.chance.randrange(len(reply["text"]) + 1)]}


def portal_page(line: Line, request: Request) -> Reply:
    line.count("27 captive portal")
    return {"status": line.chance.choice([200, 302, 410, 401]), "text": "<html>Welcome to our network</html>"}


def portal_json(line: Line, request: Request) -> Reply:
    line.count("27 captive portal")
    said = line.chance.choice([{"ok": True}, {"answers": [], "receipt": {"events": []}}])
    return {"status": 200, "text": json.dumps(said)}


def kept_answer(line: Line, request: Request) -> Reply:
    """A proxy hands out what was answered to an earlier request."""
    line.count("27 another request's answer")
    return line.last.get(request.path.partition("?")[0])


def half_answer(line: Line, request: Request) -> Reply:
    """The server's answer without some of what it says, as a proxy that meddles would hand it on."""
    reply = reply_of(line.deliver(request))
    said = json.loads(reply["text"]) if reply and "/push/" in request.path and reply["status"] == 200 else {}
    if reply and said.get("answers"):
        line.count("27 another request's answer")
        keep = line.chance.randrange(len(said["answers"]))
        return {**reply, "text": json.dumps({**said, "answers": said["answers"][:keep]})}
    return reply


def told(status: int, name: str, *, after: float | None = None) -> Callable[[Line, Request], Reply]:
    """A proxy's answer in the server's stead, in JSON as ours would be or without."""

    def answer(line: Line, request: Request) -> Reply:
        line.count(name)
        said = json.dumps({"detail": "No."}) if line.chance.random() < 0.5 else "<html>No.</html>"
        return {"status": status, "text": said, **({} if after is None else {"retryAfter": after})}

    answer.__name__ = f"told_{status}"
    return answer


def said_closed(line: Line, request: Request) -> Reply:
    """And whoever says so stays, to answer the tablet's question."""
    line.count("25 closed by whoever is not the office")
    line.posed.add(request.token)
    return {"status": 410, "text": json.dumps({"detail": "This tablet was closed."})}


def posed_as_server(line: Line, request: Request) -> Reply:
    line.posed.discard(request.token)
    return posing.closed(request, line.chance, line.last.get(request.path))


FAULTS = [
    *[lost_request, lost_answer] * 4,
    *[late_request, sent_twice, sent_twice_late, cut_request, cut_answer] * 2,
    *[portal_page, portal_json, kept_answer, half_answer] * 2,
    told(429, "29 429", after=30),
    told(503, "29 503", after=60),
    told(502, "5xx from a proxy"),
    told(500, "5xx from a proxy"),
    told(413, "413"),
    told(403, "403"),
    told(401, "25 401 that is not ours"),
    told(410, "25 410 that is not ours"),
    said_closed,
]
