"""What an officer does with a tablet: writes and corrects, sends and hands over, confides and locks."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from tests.faults.answers import FORMS, Answering
from tests.faults.determined import CLOCK
from tests.faults.told import PHRASE, Told

CORRECTED = ["returned"]
TAKEN_BACK = ["returned", "received", "accepted"]
NOTHING_DONE = {"nothing", "no form", "nothing to correct", "no draft"}
# Begins each report in confidence, and may be read nowhere.
CONFIDED = "told-in-confidence"


class Handling(Told):
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
        files = {one["file"]: one["events"] for one in results if one and one["said"] == "handed over"}
        self.book.files |= files
        return len(files)

    def take_in(self) -> int:
        """Of a colleague who has no network."""
        if not self.book.files:
            return 0
        self.stage.count("work handed over to a colleague's tablet")
        file = self.chance.choice(list(self.book.files))
        results = [event["result"] for event in self.tell("takeIn", file=file) if event["type"] == "done"]
        if any(one["said"] == "taken" for one in results):
            self.book.carried(self.book.files[file], self.place)
        return 0 if any(one["said"] in NOTHING_DONE for one in results) else 1

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
