"""One schedule: some days of two or three tablets and a desk, from one number, to the end and the reckoning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from apps.journal.sealing import settle
from apps.sync.models import Submission
from tests.faults.book import Book
from tests.faults.cast import OFFICERS
from tests.faults.checking import Verdict, check, confided
from tests.faults.databases import Database, Image
from tests.faults.desk import Desk
from tests.faults.determined import CHANCE, CLOCK, forget
from tests.faults.devices import Device
from tests.faults.enrolled import here
from tests.faults.handling import CONFIDED
from tests.faults.killing import RealServer
from tests.faults.line import CALM, Line, Weather
from tests.faults.server import Answer, Fate, Request, Server
from tests.faults.stage import Stage
from tests.faults.tablets import Tablets
from tests.faults.trace import Trace
from tests.faults.witness import Witness

START = datetime(2026, 11, 24, 8, tzinfo=UTC)
# Rounds of sending after which a tablet that has a line and a server must have nothing left.
ROUNDS = 8
# In how many schedules the server is a process of its own, and its death a real one.
REAL = 0.05
THIRD = 0.3
LATE = 0.1
REALLY = "6 server a process, killed by kill -9"
# How many things officers and desk do in a schedule.
OPERATIONS = (30, 36)


@dataclass
class Bench:
    """What a worker has and every schedule uses again."""

    tablets: Tablets
    server: Server
    real: RealServer
    database: Database
    # Before any tablet was enrolled; when all of them just were; when they were by a server with the first forms.
    blank: Image
    enrolled: Image = None
    enrolled_once: Image = None
    relaxed: bool = False

    def enrol(self) -> None:
        """Once for all schedules: each tablet enrolled, with its first registers, by a day that is the same for all."""
        self.enrolled = self.enrolled_by(first_forms=False)
        self.enrolled_once = self.enrolled_by(first_forms=True)

    def enrolled_by(self, *, first_forms: bool) -> Image:
        schedule = Schedule(self, "enrolled", 0)
        schedule.line.weather, schedule.line.first_forms = CALM, first_forms
        schedule.set_out(OFFICERS, blank=True)
        for device in schedule.devices:
            device.enrol()
        self.tablets.tell({"act": "keep", "as": "once" if first_forms else "now"})
        return self.database.image()


@dataclass
class Result:
    number: int
    hash: str
    verdict: Verdict
    scenarios: Counter[str]
    operations: int


class Schedule:
    def __init__(self, bench: Bench, seed: str, number: int, *, aloud: bool = False) -> None:
        self.bench, self.number = bench, number
        self.chance = Random(f"{seed} {number}")
        self.is_real = self.chance.random() < REAL
        # Tablets that come back after six weeks without a network, with the forms of then.
        self.is_late = self.chance.random() < LATE
        self.server: Server | RealServer = bench.real if self.is_real else bench.server
        self.trace = Trace(aloud=aloud)
        self.scenarios: Counter[str] = Counter()
        self.book = Book()
        self.witness = Witness()
        self.desk = Desk(self.chance, self.book, self.trace, self.count)
        self.line = Line(
            self.chance, self.trace, self.count, self.ask, Weather.of(self.chance), heard=self.witness.hear
        )
        self.devices: list[Device] = []
        self.operations = 0
        self.backup: tuple[Image, Book, Any] | None = None
        self.backed_up_at = START

    def count(self, scenario: str) -> None:
        self.scenarios[scenario] += 1

    # -- from the first tablet to the reckoning -----------------------------------------------------------------------

    def run(self) -> Result:
        if self.is_real:
            self.count(REALLY)
        if self.line.weather.line >= THIRD:
            self.count("26 a line that loses a third")
        self.begin()
        wanted = self.chance.randint(*OPERATIONS)
        disasters = self.foreseen(wanted)
        while self.operations < wanted:
            self.step()
            while disasters and disasters[0][0] <= self.operations:
                self.strike(disasters.pop(0)[1])
        seen = self.heal()
        verdict = check(self.book, self.devices, seen, self.witness, self.fresh_registers)
        self.scenarios["23 written by an app of six weeks ago"] += verdict.upcast
        self.server.kill()
        self.trace.note("end", verdict.rows, verdict.all())
        return Result(self.number, self.trace.hash(), verdict, self.scenarios, self.operations)

    def begin(self) -> None:
        """Mostly with tablets that have worked before; now and then from the code on paper, in whatever weather."""
        names = OFFICERS[: self.chance.choice([2, 2, 2, 3])]
        blank = not self.is_late and self.chance.random() < 0.1
        self.set_out(names, blank=blank, weeks=6 if self.is_late else 0)
        for device in self.devices:
            if blank:
                self.count("enrolled in this schedule")
                device.enrol()
            else:
                device.open()

    def set_out(self, officers: Sequence[tuple[str, str, int]], *, blank: bool, weeks: int = 0) -> None:
        """`weeks`: so long ago the tablets were enrolled, and none has had a network since."""
        CLOCK.set(START + timedelta(weeks=weeks))
        CHANCE.seed(self.chance.getrandbits(64))
        forget()
        enrolled = self.bench.enrolled_once if weeks else self.bench.enrolled
        self.bench.database.put_back(self.bench.blank if blank else enrolled)
        self.line.is_away = weeks > 0
        self.server.begin(self.chance)
        seeds = [self.chance.getrandbits(31) for _ in officers]
        begun = None if blank else "once" if weeks else "now"
        self.bench.tablets.tell({"act": "begin", "seeds": seeds, "relaxed": self.bench.relaxed, "kept": begun})
        stage = Stage(self.bench.tablets, self.chance, self.trace, self.book, self.line, self.desk, self.count)
        self.devices = [Device(place, stage, *who) for place, who in enumerate(officers)]

    def step(self) -> None:
        """One thing more happens: somewhere an answer comes, somebody does something, or something breaks."""
        CLOCK.advance(seconds=self.chance.choice([1, 5, 40, 600, 4000]))
        if self.chance.random() < 0.03:
            # The server's own clock is put right, by some minutes backwards.
            self.count("18 server's clock set back")
            CLOCK.advance(seconds=-self.chance.randint(60, 1800))
        waiting = [device for device in self.devices if device.calls]
        draw = self.chance.random()
        if waiting and draw < 0.45:
            self.chance.choice(waiting).hear_one()
        elif self.line.late and draw < 0.5:
            self.line.bring_late()
        elif draw < 0.78:
            self.operations += self.chance.choice(self.devices).act()
        else:
            self.operations += self.desk.act()

    def foreseen(self, operations: int) -> list[tuple[int, Callable[[], None]]]:
        """What happens once in some schedules, and after how many operations; what goes in pairs in its order."""
        chosen = [pair for share, pair in self.disasters() if self.chance.random() < share]
        places = [sorted(self.chance.randrange(operations) for _ in pair) for pair in chosen]
        planned = [
            (place, act)
            for where, pair in zip(places, chosen, strict=True)
            for place, act in zip(where, pair, strict=True)
        ]
        return sorted(planned, key=lambda one: one[0])

    def disasters(self) -> list[tuple[float, list[Callable[[], None]]]]:
        device = self.chance.choice(self.devices)
        return [
            (1.0 if self.is_late else 0.0, [self.network_comes]),
            (0.25, [self.back_up, self.restore]),
            (0.15, [device.take_image, device.use_image]),
            (0.25, [self.server_dies]),
            (0.15, [self.revoke]),
            (0.06, [device.clear]),
            (0.15, [device.update_app]),
            (0.1, [self.forty_days]),
        ]

    def strike(self, disaster: Callable[[], None]) -> None:
        self.trace.note("disaster", disaster.__name__)
        disaster()

    def back_up(self) -> None:
        self.backup = self.bench.database.image(), self.book.desk(), self.witness.image()
        self.backed_up_at = CLOCK.at

    def restore(self) -> None:
        """The server comes back as it was at its last backup, not older than the month for which tablets keep all."""
        if self.backup and CLOCK.at - self.backed_up_at < timedelta(days=30):
            self.count("10 server restored from its backup")
            image, book, heads = self.backup
            self.server.kill()
            reports = set(confided())
            self.bench.database.put_back(image)
            # Of a report no tablet keeps a copy once it was sent: it went with the server.
            self.book.confided_gone |= reports - set(confided())
            self.server.start_again()
            self.book.desk_goes_back(book)
            self.witness.go_back(heads)
            self.book.nobody_holds(here)

    def server_dies(self) -> None:
        self.count("6 server killed while idle")
        self.server.start_again()

    def network_comes(self) -> None:
        self.line.is_away = False

    def revoke(self) -> None:
        self.trace.note("desk", "revoke tablet", self.desk.said(self.desk.revoke_tablet))

    def forty_days(self) -> None:
        """Weeks without anybody: what is closed is forgotten, what is not stays."""
        self.count("forty days pass")
        CLOCK.advance(days=40)

    def ask(self, request: Request, fate: Fate) -> Answer | None:
        CLOCK.advance(milliseconds=self.chance.randint(1, 900))
        if CONFIDED.encode() in (request.body or b""):
            self.book.faults.append("a report in confidence can be read on the line")
        answer = self.server.ask(request, fate, self.meanwhile)
        if answer is not None and fate.where == "after answer":
            self.witness.ask_again(request, answer, here)
        return answer

    def meanwhile(self) -> None:
        """Another act of the server comes between two statements of this one."""
        self.count("two acts of the server interleave")
        self.desk.act()

    # -- the end ------------------------------------------------------------------------------------------------------

    def heal(self) -> list[dict[str, Any]]:
        """Line, server, clocks and disks are well again; all send until nothing is left; what each then shows."""
        self.line.weather = CALM
        self.network_comes()
        while self.line.late:
            self.line.bring_late()
        for device in self.devices:
            device.heal()
        for _ in range(ROUNDS):
            for device in self.devices:
                device.send_all()
            CLOCK.advance(seconds=90)
            if all(device.is_done() for device in self.devices):
                break
        self.open_what_is_sealed()
        self.last_contact()
        return [device.look() for device in self.devices]

    def open_what_is_sealed(self) -> None:
        """The custodian opens what closed tablets have sent, and what was brought of them; each disk is searched."""
        self.trace.note("custodian", self.desk.open_sealed())
        for device in self.devices:
            device.hand_in()
            device.tell("search", words=[CONFIDED])
        settle()

    def last_contact(self) -> None:
        """What the worker released and flagged is told; after a restored backup each has a day to call its roll."""
        settle()
        settle()
        CLOCK.advance(**({"days": 1, "minutes": 1} if self.book.restored else {"seconds": 90}))
        before = Submission.objects.count()
        for device in self.devices:
            device.send_all()
        self.trace.note("desk", "let in", self.desk.let_in())
        settle()
        if Submission.objects.count() != before:
            self.last_contact()

    def fresh_registers(self, device: Device) -> dict[tuple[str, str], Any]:
        """What a tablet of this posting would be told today that knew nothing."""
        return self.witness.registers(lambda path: self.server.ask(Request("GET", path, device.token)))
