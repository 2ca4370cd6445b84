"""Erase a person: one of the staff asks, another confirms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.journal.sealing import settle_on_commit
from apps.persons.forgetting import forget
from apps.persons.models import Erasure, Hold
from apps.registry.models import Digger, Licence
from apps.review.models import Case, ChangedMeanwhile
from apps.review.story import meanwhile


def ask(digger: Digger, *, why: str, by: User, seen: int) -> Erasure:
    """Ask for somebody's erasure; another member of the staff confirms it."""
    with transaction.atomic():
        case = digger.case.locked(seen=seen)
        person = digger.person or digger
        entries = entries_of(person)
        refuse_erasure(person, entries, by=by)
        try:
            with transaction.atomic():
                erasure = Erasure.objects.create(digger=person, why=why, asked_by=by)
        except IntegrityError as fault:
            raise ChangedMeanwhile(meanwhile(case.pk)) from fault
        case.touch("erasure_asked", by=by, words={})
        settle_on_commit()
    return erasure


def drop(erasure: Erasure, *, by: User) -> None:
    """Nothing is erased."""
    with transaction.atomic():
        erasure = locked(erasure)
        refuse_who_does_not_keep(by, entries_of(erasure.digger))
        erasure.dropped_at, erasure.dropped_by = timezone.now(), by
        erasure.save(update_fields=["dropped_at", "dropped_by"])
        erasure.digger.case.touch("erasure_dropped", by=by, words={})
        settle_on_commit()


def confirm(erasure: Erasure, *, by: User) -> None:
    """Forget the person, all entries of him; it cannot be undone."""
    with transaction.atomic():
        erasure = locked(erasure)
        if by.pk == erasure.asked_by_id:
            raise ValidationError(_("Somebody else confirms what you asked for."))
        entries = entries_of(erasure.digger)
        cases = Case.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in entries]).order_by("pk")
        locked_cases = list(cases)
        refuse_erasure(erasure.digger, entries, by=by)
        forget([one.pk for one in entries])
        for case in locked_cases:
            case.touch("erased", by=by, words={})
        erasure.confirmed_at, erasure.confirmed_by = timezone.now(), by
        erasure.save(update_fields=["confirmed_at", "confirmed_by"])
        settle_on_commit()


def locked(erasure: Erasure) -> Erasure:
    held = Erasure.objects.select_for_update(of=("self",)).select_related("digger__case").get(pk=erasure.pk)
    if held.confirmed_at is not None or held.dropped_at is not None:
        raise ChangedMeanwhile(meanwhile(held.digger_id))
    return held


def entries_of(person: Digger) -> list[Digger]:
    """All entries of one person."""
    return list(Digger.objects.filter(Q(pk=person.pk) | Q(person=person)).select_related("region"))


def refuse_erasure(person: Digger, entries: Sequence[Digger], *, by: User) -> None:
    refuse_who_does_not_keep(by, entries)
    if person.erased_on is not None:
        raise ValidationError(_("This person is erased already."))
    if Hold.objects.standing().filter(digger__in=entries).exists():
        raise ValidationError(_("A legal hold stands: nothing of this person may be forgotten."))
    held = Licence.objects.accepted().valid_on(timezone.localdate()).filter(holder__in=entries).first()
    if held is not None:
        raise ValidationError(
            _("The law asks to keep who holds a valid licence: %(number)s.") % {"number": held.number}
        )


def refuse_who_does_not_keep(by: User, entries: Iterable[Digger]) -> None:
    if not all(by.may("register", left=entry.region.left) for entry in entries):
        raise ValidationError(_("You do not keep the register of this region."))
