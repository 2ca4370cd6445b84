"""What became of an event, and how it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from apps.sync.events import Event, Item
from apps.sync.models import Submission, said
from apps.sync.reasons import Reason

Status = Submission.Status


@dataclass(frozen=True)
class Outcome:
    """
    What is kept of one event beside its bytes.

    `made` are the records that are there now because of it, `awaited` those of them that something held was seen to
    wait for, `waits` those that this one is held for. A stray may not take the place that it claims.
    """

    item: Item
    status: Status
    reason: Reason | None = None
    version: int | None = None
    event: Event | None = None
    waits: frozenset[UUID] = frozenset()
    made: frozenset[UUID] = frozenset()
    awaited: frozenset[UUID] = frozenset()
    stray: bool = False

    def stands_under(self, tablet: UUID) -> UUID:
        return self.item.own_id(tablet) if self.stray or self.item.id is None else self.item.id

    def standing(self) -> Standing:
        return Standing(self.item.digest, self.status, self.reason.as_json() if self.reason else None, self.version)


class Standing(NamedTuple):
    """How a submission stands, as much as it takes to answer for it."""

    sha256: bytes
    status: str
    reason: dict[str, Any] | None
    version: int | None


@dataclass(frozen=True)
class Answer:
    """What the tablet is told of one event, under what it sent."""

    sent_as: dict[str, Any]
    status: str
    version: int | None
    reason: dict[str, Any] | None

    @classmethod
    def of(cls, item: Item, standing: Standing, *, again: bool, language: str) -> Answer:
        """Sent again, what was applied is a duplicate, which is a success; what was not keeps its state and reason."""
        status = "duplicate" if again and standing.status == Status.APPLIED else standing.status
        return cls(item.sent_as, status, standing.version, said(standing.reason, language) if standing.reason else None)

    def as_json(self) -> dict[str, Any]:
        sent = {name: self.sent_as.get(name) for name in ("id", "seq", "sha256")}
        return {**sent, "status": self.status, "version": self.version, "reason": self.reason}
