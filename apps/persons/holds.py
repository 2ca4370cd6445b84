"""Place a legal hold on a person, and lift it: as long as it stands nothing of him is forgotten."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.journal.sealing import settle_on_commit
from apps.persons.erasing import entries_of, refuse_who_does_not_keep
from apps.persons.models import Hold
from apps.registry.models import Digger
from apps.review.models import Case, ChangedMeanwhile
from apps.review.story import meanwhile


def place(digger: Digger, *, why: str, by: User, seen: int) -> Hold:
    """On all entries of the person; what was forgotten already is not there to be held."""
    with transaction.atomic():
        case = digger.case.locked(seen=seen)
        person = digger.person or digger
        refuse_who_does_not_keep(by, entries_of(person))
        if person.erased_on is not None:
            raise ValidationError(_("This person is erased already."))
        try:
            with transaction.atomic():
                hold = Hold.objects.create(digger=person, why=why, placed_by=by)
        except IntegrityError as fault:
            raise ValidationError(_("A hold for this reason stands already.")) from fault
        case.touch("hold_placed", by=by, words={})
        settle_on_commit()
    return hold


def lift(hold: Hold, *, by: User) -> None:
    with transaction.atomic():
        held = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
        if held.lifted_at is not None:
            raise ChangedMeanwhile(meanwhile(held.digger_id))
        refuse_who_does_not_keep(by, entries_of(held.digger))
        held.lifted_at, held.lifted_by = timezone.now(), by
        held.save(update_fields=["lifted_at", "lifted_by"])
        case = Case.objects.select_for_update(of=("self",)).get(pk=held.digger_id)
        case.touch("hold_lifted", by=by, words={})
        settle_on_commit()
