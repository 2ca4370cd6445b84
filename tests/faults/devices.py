"""One tablet in its officer's hands, seen from the schedule: what it is told to do, and what it says then."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from typing import Any

from tests.faults.answers import FORMS, Answering
from tests.faults.determined import CLOCK
from tests.faults.enrolled import Enrolled, here
from tests.faults.line import Call, call_of
from tests.faults.stage import Stage

PHRASE = "a passphrase of many words"
CORRECTED = ["returned"]
NOTHING_DONE = {"nothing", "no form", "nothing to correct", "no draft"}
# Nobody's chance, or too long to be looked at.
NOT_TOLD = {"token", "stack", "piece", "file"}
# Begins each report in confidence, and may be read nowhere.
CONFIDED = "told-in-confidence"
TAKEN_BACK = ["returned", "received", "accepted"]


class Device(Enrolled):
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

    # -- the pipe -----------------------------------------------------------------------------------------------------

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

    # -- what happens -------------------------------------------------------------------------------------------------

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

    def act(self) -> int:
        """The officer does something, or the tablet suffers something; how many operations that was."""
        if not self.is_open:
            self.open()
            return 0
        if self.chance.random() < self.stage.line.weather.tablet:
            return self.suffer()
        acts = (
            [self.write_some] * 9
            + [self.send] * 6
            + [self.correct] * 3
            + [self.take_back]
            + [self.leave, self.finish, self.key_page]
        )
        handing = [self.hand_over, self.take_in, self.confide, self.drop]
        return self.chance.choice([*acts, *handing, self.another_tab, self.lock, self.tick])()

    def suffer(self) -> int:
        """Something breaks at a step of the disk that is still to come."""
        suffered = self.chance.choice(
            [self.die_soon] * 4
            + [self.die_now, self.fill_up, self.wrong_clock, self.wrong_clock, self.damage_base, self.damage_log]
        )
        suffered()
        return 0

    def die_soon(self) -> None:
        power = self.chance.random() < 0.5
        self.stage.count("13 battery pulled" if power else "11 browser killed")
        self.tell("fuse", steps=self.chance.randint(1, 120), power=power)

    def die_now(self) -> None:
        self.stage.count("13 battery pulled")
        self.tell("die", power=True)

    def damage_base(self) -> None:
        """The browser comes back with an empty database, or with one that lacks rows: the log has them."""
        how = self.chance.choice(["emptied", "emptied", "rows"])
        lost = self.damaged(how)
        if lost is None:
            return
        self.stage.count("14 database emptied or damaged")
        # Unfinished forms and pictures are in the database alone.
        self.forget_drafts()
        self.book.database_gone(self.place)
        restored = self.open()
        if restored is not None and restored != lost:
            self.book.faults.append(f"tablet {self.number} lost {lost} events and speaks of {restored}")

    def damage_log(self) -> None:
        """A torn tail, or a byte that was turned over: the database has what the log lacks."""
        if self.damaged(self.chance.choice(["torn", "flipped"])) is not None:
            self.stage.count("15 log torn or damaged")
            self.open()

    def damaged(self, how: str) -> int | None:
        """How many events the database lost while the browser was closed; None where it could not be damaged so."""
        self.tell("die", power=False)
        event = self.tell("damage", how=how, n=self.chance.randrange(2000))[-1]
        return event["events"] if event["done"] else None

    def clear(self) -> None:
        """All that the browser keeps is gone; the office gives a new code."""
        self.stage.count("16 browser data cleared")
        self.damaged("cleared")
        self.wipe(set())
        self.enrol()

    def drafts(self) -> list[str]:
        """The forms that were left half-filled here."""
        return [draft for draft, (place, _) in self.book.drafts.items() if place == self.place]

    def forget_drafts(self) -> None:
        for draft in self.drafts():
            del self.book.drafts[draft]

    def update_app(self) -> None:
        """
        A newer app is ready in the middle of a form: it waits, until the browser is killed and starts with it.

        The disk is then as the earlier one has laid it out.
        """
        if not self.is_open:
            self.open()
        # What a closed tablet's officer had left before lies there without its key, and nobody waits for it.
        before = self.drafts()
        self.leave()
        if not self.is_open or self.drafts() == before:
            return
        event = self.tell("busy")[-1]
        if event["type"] == "done" and not event["result"]:
            self.book.faults.append(f"on tablet {self.number} a newer app would take over in the middle of a form")
        if self.damaged("older") is not None:
            self.stage.count("24 app updated in the middle of a form")
            self.open()

    def wipe(self, kept: set[str]) -> None:
        """What the tablet had and has no more; the server may hold it."""
        self.forget_drafts()
        self.book.database_gone(self.place)
        self.book.wiped |= {saved.sha256 for saved in self.book.of(self.place)} - kept
        self.book.nobody_holds(here)

    def on_damaged(self, event: dict[str, Any]) -> None:
        """Seen by whoever caused it."""

    def on_searched(self, event: dict[str, Any]) -> None:
        self.book.faults += [f"tablet {self.number}: {word} can be read on its disk" for word in event["found"]]

    def fill_up(self) -> None:
        self.stage.count("17 disk full")
        self.tell("full", room=self.chance.randint(0, 25), writes=self.chance.randint(1, 12))

    def wrong_clock(self) -> None:
        self.stage.count("18 tablet's clock jumps")
        self.off = timedelta(
            **self.chance.choice([{"days": 2200}, {"days": -4000}, {"hours": 1}, {"minutes": -90}, {}])
        )
        self.zone = self.chance.choice([60, 0, -210, 120])

    def take_image(self) -> None:
        self.tell("image")

    def use_image(self) -> None:
        """Set up again from an image of its disk: the same tablet twice, what it wrote since in one only."""
        self.stage.count("28 tablet restored from an image")
        self.tell("die", power=False)
        self.tell("restore")
        self.open()
        self.wipe({event["sha256"] for event in self.look()["events"]})

    # -- what the officer does ----------------------------------------------------------------------------------------

    def answering(self) -> Answering:
        shown = {form: self.book.records(form, besides=self.place) for form in set(FORMS)}
        return Answering(self.chance, CLOCK.at.date(), self.province, shown)

    def write_some(self) -> int:
        return sum(self.write() for _ in range(self.chance.choice([1, 2, 3, 5])))

    def write(self, tab: int = 0) -> int:
        if not self.is_open:
            return 0
        form = self.chance.choice(FORMS)
        return self.did("write", tab=tab, form=form, answers=self.answering().to(form))

    def key_page(self) -> int:
        """The lines of a collector's page, saved together."""
        self.stage.count("a collector's page, all its lines or none")
        return self.did("key", **self.answering().page())

    def did(self, act: str, **given: Any) -> int:
        """Have it done; 1 unless there was nothing to do."""
        results = [event["result"] for event in self.tell(act, **given) if event["type"] == "done"]
        return 0 if any(isinstance(one, dict) and one.get("said") in NOTHING_DONE for one in results) else 1

    def leave(self) -> int:
        """A form is left half-filled."""
        form = self.chance.choice(FORMS)
        self.tell("write", form=form, answers=self.answering().to(form), leaveAfter=self.chance.randint(1, 4))
        return 1

    def finish(self) -> int:
        answers = {form: self.answering().to(form) for form in sorted(set(FORMS))}
        # Cut in the middle, a form is neither as it was left nor finished.
        self.forget_drafts()
        return self.did("finish", n=self.chance.randrange(100), answers=answers)

    def correct(self) -> int:
        answers = self.answering().to("correction")
        corrected = self.did("correct", n=self.chance.randrange(100), answers=answers, states=CORRECTED, isVoid=False)
        if corrected:
            self.stage.count("20 corrected on the tablet, decided at the desk")
        return corrected

    def take_back(self) -> int:
        return self.did("correct", n=self.chance.randrange(100), answers={}, states=TAKEN_BACK, isVoid=True)

    def send(self) -> int:
        self.tell("send")
        if self.chance.random() < 0.5:
            self.hear_all()
        return 1

    def tick(self) -> int:
        """The timer of a tablet that has just found a network."""
        self.online = self.chance.random() < 0.3
        self.tell("online", online=self.online)
        self.tell("tick")
        return 1

    def another_tab(self) -> int:
        """A second tab, which writes and sends as the first does."""
        self.stage.count("3 two tabs")
        self.tell("open", online=self.online, phrase=PHRASE)
        wrote = self.write(tab=1)
        if self.is_open:
            self.tell("send", tab=1)
        return wrote + 1

    def hand_over(self) -> int:
        """All that only this tablet has, as a file; it stays here as well."""
        results = [event["result"] for event in self.tell("handOver") if event["type"] == "done"]
        files = [one["file"] for one in results if one and one["said"] == "handed over"]
        self.book.files += files
        return len(files)

    def take_in(self) -> int:
        """Of a colleague who has no network."""
        if not self.book.files:
            return 0
        self.stage.count("work handed over to a colleague's tablet")
        return self.did("takeIn", file=self.chance.choice(self.book.files))

    def confide(self) -> int:
        """A report in confidence, sealed to its reader before anything of it is written."""
        words = f"{CONFIDED} {self.place} {len(self.book.asked)}"
        self.book.asked.add(words)
        said = {"day": CLOCK.at.date().isoformat(), "seen": "armed_group", "where": "S-001", "words": words}
        results = [event["result"] for event in self.tell("confide", said=said) if event["type"] == "done"]
        if not any(one["said"] == "confided" for one in results):
            return 0
        self.book.confided[words] = self.place
        self.stage.count("report in confidence")
        return 1

    def drop(self) -> int:
        """A closed tablet sends what it sealed, to the custodian."""
        done = self.did("drop")
        if done and self.calls:
            self.stage.count("25 closed tablet sends what it sealed")
        return 0

    def hand_in(self) -> None:
        """On a stick to the custodian, what a closed tablet sealed: the server may not take it from the tablet."""
        results = [event["result"] for event in self.tell("saveFile") if event["type"] == "done"]
        for one in results:
            if one["said"] == "a file":
                self.stage.desk.open_file(b64decode(one["file"]))

    def lock(self) -> int:
        self.tell("lock")
        self.tell("unlock", phrase=PHRASE)
        return 0

    # -- the end ------------------------------------------------------------------------------------------------------

    def heal(self) -> None:
        self.off, self.zone, self.online = timedelta(), 60, False
        self.stage.desk.give_tablet(self.officer)
        self.tell("fuse", steps=0, power=False)
        self.tell("full", room=0, writes=0)
        self.hear_all()
        # As an officer does when something is odd: close the app and open it again.
        self.tell("die", power=False)
        self.calls = []
        self.stage.line.late = []
        self.open()

    def send_all(self) -> None:
        self.drop()
        self.hear_all()
        if not self.is_enrolled() and not self.is_revoked():
            code = self.stage.desk.offer(self.number, self.officer)
            act = "enrolAgain" if self.glance()["stage"] != "enrol" else "enrol"
            self.tell(act, code=code, phrase=PHRASE)
            self.hear_all()
        self.tell("send")
        self.hear_all()

    def is_enrolled(self) -> bool:
        """Whether the server still knows its token; a backup may be older than it."""
        glance = self.glance()
        return self.is_known() and glance["stage"] != "enrol" and glance["trouble"] not in {"unknown_token", "revoked"}

    def look(self, how: str = "see") -> dict[str, Any]:
        return next(event for event in self.tell(how) if event["type"] == "seen")

    def glance(self) -> dict[str, Any]:
        return self.look("glance")

    def is_done(self) -> bool:
        """A closed one as soon as nobody poses as the server: by proof it gives up its keys."""
        glance = self.glance()
        if self.is_revoked():
            return glance["trouble"] != "unproved"
        return not (glance["trouble"] or glance["waiting"])
