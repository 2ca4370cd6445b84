"""One tablet in its officer's hands, seen from the schedule: what happens with it, and how it is healed."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.breaking import Breaking
from tests.faults.handling import Handling
from tests.faults.told import PHRASE


class Device(Handling, Breaking):
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

    def is_done(self) -> bool:
        """A closed one as soon as nobody poses as the server: by proof it gives up its keys."""
        glance = self.glance()
        if self.is_revoked():
            return glance["trouble"] != "unproved"
        return not (glance["trouble"] or glance["waiting"])
