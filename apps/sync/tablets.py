"""What the ministry knows of a tablet from its last push."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import Tablet
from apps.statements.compiled import CompiledUpdate
from apps.statements.writing import Writing
from apps.sync.counting import Marks

# Seen is told to the minute, so that sending again costs no write.
SEEN_EVERY = timedelta(minutes=1)


def note_contact(tablet: Tablet, writing: Writing, *, app: str, announced: int, marks: Marks) -> None:
    """Have it written how far the tablet is, where a push has moved a mark; its row is locked by the sign-in."""
    now = timezone.now()
    before = (tablet.app, tablet.announced_seq, tablet.contiguous_seq, tablet.highest_seq)
    tablet.app = app or tablet.app
    # What a tablet once said it had made it cannot take back.
    tablet.announced_seq = max(tablet.announced_seq, announced, marks.high_water)
    tablet.contiguous_seq, tablet.highest_seq = marks
    moved = before != (tablet.app, tablet.announced_seq, tablet.contiguous_seq, tablet.highest_seq)
    if moved or tablet.last_seen_at is None or now - tablet.last_seen_at > SEEN_EVERY:
        tablet.last_seen_at = now
        columns = {name: getattr(tablet, name) for name in MARKS.columns}
        writing.statements.append(MARKS.with_values(pk=tablet.pk, **columns))


def note_marks(tablet: Tablet, writing: Writing, *, announced: int, marks: Marks) -> None:
    """How far a tablet's numbers are here, where what came was not brought by the tablet: it was not seen."""
    tablet.announced_seq = max(tablet.announced_seq, announced, marks.high_water)
    tablet.contiguous_seq, tablet.highest_seq = marks
    writing.statements.append(
        MARKS.with_values(pk=tablet.pk, **{name: getattr(tablet, name) for name in MARKS.columns})
    )


MARKS = CompiledUpdate(Tablet, "app", "announced_seq", "contiguous_seq", "highest_seq", "last_seen_at")
