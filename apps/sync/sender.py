"""Who sends: the tablet and the officer behind a token, with the officer's postings, found in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import Enrolment, Tablet, User
from apps.accounts.roles import CARRIES_A_TABLET
from apps.accounts.scope import Bounds
from apps.accounts.tokens import token_hash
from apps.statements.compiled import Compiled, Slot, ask


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
    [rows] = ask((SIGN_IN_AND_LOCK if lock else SIGN_IN, {"token": token_hash(token)}), by_keys=lock)
    if not rows:
        return None
    revoked_at, *columns = rows[0]
    tablet = Tablet.from_db(None, OF_TABLET, columns[: len(OF_TABLET)])
    officer = User.from_db(None, OF_OFFICER, columns[len(OF_TABLET) : -len(OF_POSTING)])
    if not officer.is_active:
        return None
    stays = [stay_in(*row[-len(OF_POSTING) :]) for row in rows]
    known = sorted((stay for stay in stays if stay), key=lambda stay: stay.starts_on)
    return Sender(tablet, officer, tablet.revoked_at or revoked_at, known)


OF_TABLET = [field.attname for field in Tablet._meta.concrete_fields]
NEEDED = {"id", "username", "first_name", "last_name", "is_active", "language"}
OF_OFFICER = [field.attname for field in User._meta.concrete_fields if field.attname in NEEDED]
OF_POSTING = ["role", "starts_on", "ends_on", "region_id", "region__left", "region__right", "region__participant_id"]


def enrolments() -> QuerySet[Any]:
    """An enrolment with its tablet and officer, once for each of the officer's postings."""
    columns = ["revoked_at", *(f"tablet__{name}" for name in OF_TABLET), *(f"officer__{name}" for name in OF_OFFICER)]
    postings = [f"officer__postings__{name}" for name in OF_POSTING]
    signed_in = Enrolment.objects.filter(token_hash=Slot("token", Enrolment._meta.get_field("token_hash")))
    return signed_in.order_by().values_list(*columns, *postings)


SIGN_IN = Compiled(enrolments)
SIGN_IN_AND_LOCK = Compiled(enrolments, locking=Tablet)


def stay_in(
    role: str, starts_on: date, ends_on: date | None, region: int | None, left: int, right: int, participant: str
) -> Stay | None:
    if role not in CARRIES_A_TABLET or region is None:
        return None
    return Stay(starts_on, ends_on, region, Bounds(participant, left, right))


def sender_again(tablet: UUID, officer: int) -> Sender:
    """The sender of what was kept, for when it is applied later; whatever became of the tablet since, work is work."""
    user = User.objects.get(pk=officer)
    postings = user.postings.filter(role__in=CARRIES_A_TABLET, region__isnull=False).select_related("region")
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
