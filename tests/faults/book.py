"""What officers were told is safe, and what the desk did: the truth that the checker holds the server against."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Saved:
    """One event that an officer saw as saved, on one tablet."""

    device: int
    seq: int
    id: str
    record: str
    sha256: str
    bytes: str

    @cached_property
    def said(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.bytes)
        return said

    def makes(self) -> list[str]:
        """The records that stand once this is applied."""
        find = self.said["answers"].get("find_id")
        return (
            []
            if self.said["act"] == "amend"
            else [self.record, *([find] if find and self.said["act"] != "void" else [])]
        )


@dataclass
class Book:
    saved: dict[str, Saved] = field(default_factory=dict)
    # What went with a disk that was replaced by an older copy of itself; of this what no server held any more.
    wiped: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    # The last decision of the desk on a case that stands: its status and reason.
    decisions: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Records that the desk wrote itself.
    entered: set[str] = field(default_factory=set)
    # Forms left half-filled: by their id the tablet and the answers that stood on its screen.
    drafts: dict[str, tuple[int, str]] = field(default_factory=dict)
    # Tablets whose pictures went with their database: of these one cannot say which should have come.
    pictures_gone: set[int] = field(default_factory=set)
    # Reports in confidence, by their words: the tablet, and whether its officer was told that it is kept.
    confided: dict[str, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    # Those that went with a tablet's database or with a restored server: nobody keeps a second copy.
    confided_gone: set[str] = field(default_factory=set)
    # Tablets that the office has closed at one time, or an officer's place on them: by their numbers.
    closed: set[int] = field(default_factory=set)
    # What was handed over, as files on a stick: the events in each, by their hashes.
    files: dict[str, list[str]] = field(default_factory=dict)
    # The tablets that carry an event for another one, so that it may not be lost with that.
    carriers: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    # Whether the server came back from a backup: what it answered before, it may answer otherwise now.
    restored: bool = False
    faults: list[str] = field(default_factory=list)

    def note(self, device: int, event: dict[str, Any]) -> Saved:
        """The officer sees this record on the tablet: from now on it may not be lost."""
        saved = Saved(device, *(event[name] for name in ("seq", "id", "record", "sha256", "bytes")))
        known = self.saved.setdefault(saved.sha256, saved)
        if known != saved:
            self.faults.append(f"the bytes of {saved.id} are another event's")
        return saved

    def names_elsewhere(self, saved: Saved) -> bool:
        """Whether it refers to a record that another tablet made."""
        named = {answer.get("id") for answer in saved.said["answers"].values() if isinstance(answer, dict)}
        return any(one.record in named and one.device != saved.device for one in self.saved.values())

    def registered_elsewhere(self, saved: Saved) -> bool:
        names = saved.said["form"] == "digger" and saved.said["answers"].get("names")
        others = (one.said for one in self.saved.values() if one.device != saved.device)
        return bool(names) and any(
            said["form"] == "digger" and said["answers"].get("names") == names for said in others
        )

    def of(self, device: int) -> list[Saved]:
        return [saved for saved in self.saved.values() if saved.device == device]

    def records(self, form: str, *, besides: int) -> list[str]:
        """What officers with other tablets could show: a card, a slip, with the record's id on it."""
        return [one.record for one in self.saved.values() if one.said["form"] == form and one.device != besides]

    def nobody_holds(self, here: Callable[[set[str]], set[str]]) -> None:
        """Note what stands on no tablet and not on the server either: nobody can bring that back."""
        wiped = {event for event in self.wiped if not self.carriers[event]}
        self.gone |= wiped - here(wiped)

    def carried(self, events: list[str], device: int) -> None:
        """A tablet has taken in what another one made, and brings back what that has lost since."""
        self.gone -= set(events)
        for event in events:
            self.carriers[event].add(device)

    def database_gone(self, device: int) -> None:
        """What lay in a tablet's database alone: `nobody_holds` is to be asked for what it carried."""
        for carriers in self.carriers.values():
            carriers.discard(device)
        self.pictures_gone.add(device)
        self.confided_gone |= {words for words, place in self.confided.items() if place == device}

    def desk(self) -> Book:
        """What the desk did until now, to come back to when the server does."""
        return replace(self, decisions=dict(self.decisions), entered=set(self.entered))

    def desk_goes_back(self, to: Book) -> None:
        self.decisions, self.entered, self.restored = dict(to.decisions), set(to.entered), True
