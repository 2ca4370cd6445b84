"""What is wrong at a place of the journal, in a sentence that names the place and the entry."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from apps.journal.leaves import leaf_of
from apps.journal.models import Entry, Head, Position


def names(place: Position) -> dict[str, int]:
    return {"position": place.pk, "entry": place.entry_id}


def missing(position: int) -> str:
    """The row of a position is gone; its entry is known where it is still there, or where the neighbours leave one."""
    before, after = Position.objects.up_to(position - 1).last(), Position.objects.after(position).first()
    low, high = before.entry_id if before else 0, after.entry_id if after else None
    homeless = left_out().filter(pk__gt=low).first()
    if homeless and (high is None or homeless.pk < high):
        sentence, entry = _("Position %(position)d: entry %(entry)d lost its place."), homeless.pk
    elif after and high == low + after.pk - position + 1:
        sentence, entry = _("Position %(position)d: entry %(entry)d was removed with its place."), low + 1
    else:
        sentence, entry = _("Position %(position)d: what came after entry %(entry)d was removed with its place."), low
    return sentence % {"position": position, "entry": entry}


def changed_or_moved(place: Position, entry: Entry) -> str:
    sealed_at = Position.objects.filter(leaf=leaf_of(entry)).first()
    if sealed_at is None:
        return _("Position %(position)d: entry %(entry)d was changed.") % names(place)
    return _("Position %(position)d: entry %(entry)d was moved here from position %(from)d.") % {
        **names(place),
        "from": sealed_at.pk,
    }


def out_of_turn(place: Position, start: int) -> str:
    """The first place under the head that holds an entry which comes after this one: one of the two was moved."""
    first = Position.objects.after(start).filter(entry__gt=place.entry_id)[0]
    return _("Position %(position)d: entry %(entry)d stands before entry %(later)d: they were reordered.") % {
        **names(first),
        "later": place.entry_id,
    }


def rewritten(start: int, head: Head) -> str:
    """Every leaf fits its entry and yet the root does not come out: entry and leaf were rewritten together."""
    first = Position.objects.after(start)[0]
    return _(
        "From position %(position)d (entry %(entry)d) to %(last)d: an entry was rewritten together with its leaf."
    ) % {**names(first), "last": head.size}


def of_the_loose() -> Iterator[str]:
    """Places beyond the last head, and entries that are neither in the order nor waiting for it."""
    # One statement each: a sealing meanwhile changes both sides together, and only together are they right.
    newest = Head.objects.order_by("-size").values("size")[:1]
    for place in Position.objects.filter(position__gt=Coalesce(Subquery(newest), 0))[:1]:
        yield _("Position %(position)d (entry %(entry)d) is under no head.") % names(place)
    for entry in left_out()[:1]:
        yield _("Entry %d is neither in the order nor waiting for the sealer.") % entry.pk


def left_out() -> QuerySet[Entry]:
    return Entry.objects.filter(position=None, unsealed=None)
