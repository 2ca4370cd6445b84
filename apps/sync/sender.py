"""Who sends: the tablet and the officer behind a token, with the officer's postings, found in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from apps.accounts.models import Enrolment, Tablet, User
from apps.accounts.roles import SEES_PERSONS
from apps.accounts.scope import Bounds
from apps.accounts.tokens import token_hash


@dataclass(frozen=True)
class Stay:
    """A posting with all of its region that a push needs."""

    starts_on: date
    ends_on: date | None
    region_id: int
    bounds: Bounds

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Sender:
    """The tablet and the officer whose token came with a request."""

    tablet: Tablet
    officer: User
    revoked_at: datetime | None
    # The oldest first.
    stays: Sequence[Stay]

    def today(self) -> list[Stay]:
        return [stay for stay in self.stays if stay.covers(timezone.localdate())]

    def bounds(self) -> list[Bounds]:
        """The regions that the officer works in today."""
        return [stay.bounds for stay in self.today()]

    def stay_on(self, day: date) -> Stay:
        """
        Where the officer was posted on that day.

        Else the posting nearest before, else the first: a late or misdated record is still somebody's work. Who was
        never posted does not get past the door.
        """
        covering = [stay for stay in self.stays if stay.covers(day)]
        before = [stay for stay in self.stays if stay.starts_on <= day]
        return (covering or before or self.stays[:1])[-1]


def sender_of(token: str, *, lock: bool) -> Sender | None:
    """
    The sender behind a token; None where the token is unknown or its officer has left.

    With `lock` the tablet's row is held to the end of the transaction, so that what one tablet sends twice at the same
    moment is taken one after the other.
    """
    rows = list(locked(enrolments(), lock).filter(token_hash=token_hash(token)))
    if not rows or not rows[0].officer.is_active:
        return None
    stays = [stay_in(row) for row in rows if row.posting_role in SEES_PERSONS and row.posting_region]
    revoked_at = rows[0].tablet.revoked_at or rows[0].revoked_at
    return Sender(rows[0].tablet, rows[0].officer, revoked_at, sorted(stays, key=lambda stay: stay.starts_on))


def enrolments() -> QuerySet[Any]:
    postings = "officer__postings"
    return Enrolment.objects.select_related("tablet", "officer").annotate(
        posting_role=F(f"{postings}__role"),
        posting_starts=F(f"{postings}__starts_on"),
        posting_ends=F(f"{postings}__ends_on"),
        posting_region=F(f"{postings}__region_id"),
        left=F(f"{postings}__region__left"),
        right=F(f"{postings}__region__right"),
        participant=F(f"{postings}__region__participant_id"),
    )


def locked(rows: QuerySet[Any], lock: bool) -> QuerySet[Any]:
    return rows.select_for_update(of=("tablet",)) if lock else rows


def stay_in(row: Any) -> Stay:
    bounds = Bounds(row.participant, row.left, row.right)
    return Stay(row.posting_starts, row.posting_ends, row.posting_region, bounds)


def sender_again(tablet: UUID, officer: int) -> Sender:
    """The sender of what was kept, for when it is applied later; whatever became of the tablet since, work is work."""
    user = User.objects.get(pk=officer)
    postings = user.postings.filter(role__in=SEES_PERSONS, region__isnull=False).select_related("region")
    stays = [
        Stay(
            posting.starts_on,
            posting.ends_on,
            posting.region_id,
            Bounds(posting.region.participant_id, posting.region.left, posting.region.right),
        )
        for posting in postings.order_by("starts_on")
        if posting.region and posting.region_id
    ]
    return Sender(Tablet.objects.get(pk=tablet), user, None, stays)
