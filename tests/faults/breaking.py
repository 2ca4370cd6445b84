"""What breaks on a tablet: the battery, the browser, the disk and the clock, or all that the browser keeps."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.enrolled import here
from tests.faults.told import Told


class Breaking(Told):
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
        self.book.nobody_holds(here)
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

    def wipe(self, kept: set[str]) -> None:
        """What the tablet had and has no more; the server may hold it."""
        self.forget_drafts()
        self.book.database_gone(self.place)
        self.book.wiped |= {saved.sha256 for saved in self.book.of(self.place)} - kept
        self.book.nobody_holds(here)

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
