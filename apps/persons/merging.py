"""
Two entries that prove to be one person: a pointer from the one to the other, and back.

Nothing that refers to either is rewritten (design.md §2): what was sold stays with the number on the slip, before and
after, and an undo has nothing to put right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.journal.sealing import settle_on_commit
from apps.persons.models import Resemblance
from apps.registry.models import Digger
from apps.review.journalling import note
from apps.review.models import Case, ChangedMeanwhile, Status
from apps.review.status import STANDING
from apps.review.story import meanwhile

# The version of each of the two that was on the screen.
Seen = Mapping[UUID, int]


def merge(entry: Digger, *, into: Digger, by: User, seen: Seen) -> None:
    """
    Let `into` stand for this entry: it is the one who counts, is searched and checked.

    `ChangedMeanwhile` says what happened where either is no longer as it was seen; `ValidationError` why it cannot be.
    """
    with transaction.atomic():
        cases = both_locked(entry, into, seen=seen)
        refuse_stranger(by, entry, into)
        entry.refresh_from_db()
        into.refresh_from_db()
        refuse_merge(entry, into)
        point(entry, into)
        touch_both(cases, "merged", by=by)
        settle_on_commit()


def undo(entry: Digger, *, by: User, seen: Seen) -> None:
    """Take the pointer back, whatever was recorded meanwhile under either number."""
    into = entry.person
    if into is None:
        raise ChangedMeanwhile(_("%(number)s is merged with nobody any more.") % {"number": entry.number})
    with transaction.atomic():
        cases = both_locked(entry, into, seen=seen)
        refuse_stranger(by, entry, into)
        point(entry, None)
        touch_both(cases, "unmerged", by=by)
        settle_on_commit()


def tell_apart(one: Digger, other: Digger, *, by: User, seen: Seen) -> None:
    """Remember that these are two people: the pair is not shown again, however often the register is compared."""
    with transaction.atomic():
        both_locked(one, other, seen=seen)
        refuse_stranger(by, one, other)
        if Digger.objects.filter(Q(pk=one.pk, person=other) | Q(pk=other.pk, person=one)).exists():
            raise ValidationError(_("These two are merged. Undo that first."))
        pair = pair_of(one, other)
        if pair.apart_at is not None:
            raise ChangedMeanwhile(_("Somebody has said so already."))
        pair.apart_at, pair.apart_by = timezone.now(), by
        pair.save()
        note_on_both(one, other, "told_apart", by=by)
        settle_on_commit()


def ask_again(one: Digger, other: Digger, *, by: User, seen: Seen) -> None:
    """Take back that these are two people."""
    with transaction.atomic():
        both_locked(one, other, seen=seen)
        refuse_stranger(by, one, other)
        taken_back = Resemblance.objects.of(one, other).apart().update(apart_at=None, apart_by=None)
        if not taken_back:
            raise ChangedMeanwhile(_("Somebody has taken that back already."))
        note_on_both(one, other, "asked_again", by=by)
        settle_on_commit()


def both_locked(one: Digger, other: Digger, *, seen: Seen) -> list[Case]:
    """Both cases under lock, always in the one order, so that two people at work never wait for each other."""
    cases = list(Case.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk, other.pk]).order_by("pk"))
    for case in cases:
        if case.version != seen.get(case.pk):
            raise ChangedMeanwhile(f"{case.number}: {meanwhile(case.pk)}")
    return cases


def refuse_stranger(by: User, *entries: Digger) -> None:
    if not all(by.may("register", left=entry.region.left) for entry in entries):
        raise ValidationError(_("You do not keep the register of both regions."))


def refuse_merge(entry: Digger, into: Digger) -> None:
    """Raise a sentence where these two cannot become one person."""
    for refused, sentence in refusals(entry, into):
        if refused:
            raise ValidationError(sentence % {"number": entry.number, "other": into.number})


def refusals(entry: Digger, into: Digger) -> list[tuple[bool, str]]:
    return [
        (
            entry.pk == into.pk or entry.participant_id != into.participant_id,
            _("These are no two entries of one register."),
        ),
        (entry.erased_on is not None or into.erased_on is not None, _("One of the two was erased.")),
        (entry.person_id is not None, _("%(number)s is merged already. Undo that first.")),
        (into.person_id is not None, _("%(other)s is merged already. Undo that first.")),
        (
            Digger.objects.filter(person=entry).exists(),
            _("Other entries are merged into %(number)s. Let it stand, or undo that first."),
        ),
        (not {entry.status, into.status} <= STANDING, _("One of the two was rejected.")),
        (
            entry.status == Status.ACCEPTED != into.status,
            _("%(number)s is accepted and %(other)s is not: let the accepted entry stand."),
        ),
        (
            Resemblance.objects.of(entry, into).apart().exists(),
            _("Somebody said that these are two people. Take that back first."),
        ),
    ]


def point(entry: Digger, into: Digger | None) -> None:
    entry.person = into
    try:
        entry.save(update_fields=["person", "written_at"])
    except IntegrityError as fault:
        raise ChangedMeanwhile(_("Another merge came first. Nothing was changed. Read both again.")) from fault


def touch_both(cases: list[Case], verb: str, *, by: User) -> None:
    one, other = cases
    one.touch(verb, by=by, words={"with": other.number})
    other.touch(verb, by=by, words={"with": one.number})


def note_on_both(one: Digger, other: Digger, verb: str, *, by: User) -> None:
    note(verb, one.case, by=by, words={"other": other.number})
    note(verb, other.case, by=by, words={"other": one.number})


def pair_of(one: Digger, other: Digger) -> Any:
    """The pair as the matcher found it; one that staff put side by side themselves has no score yet."""
    first, second = sorted([one.pk, other.pk])
    pair, _made = Resemblance.objects.get_or_create(one_id=first, other_id=second, defaults={"score": 0})
    return pair
