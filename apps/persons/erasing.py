"""
Forget a person: everything that says who it is, everywhere, so that the figures and the journal's proof stand.

What is kept is the number, which is on slips, and what figures are made of: region, work, sex, the day of the entry and
its review. Journal entries stay; their words and salts go, and the salted digests that the tree was built over tell
nothing any more (docs/journal.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.files.forgetting import forget_pictures
from apps.inspections.models import RepeatedAnswer
from apps.journal.models import Entry, Payload
from apps.journal.sealing import settle_on_commit
from apps.persons.hearing import count_anew
from apps.persons.models import Called, Erasure, Heard, Resemblance
from apps.registry.models import Digger, Document, Licence
from apps.review.models import Case, ChangedMeanwhile, Decision, Flag
from apps.review.story import meanwhile
from apps.sync.models import Mending, Submission

# In place of words that may not be blank.
GONE = "—"
# Of a birth year its ten years are kept.
ROUGHLY = 10


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
    held = Licence.objects.accepted().valid_on(timezone.localdate()).filter(holder__in=entries).first()
    if held is not None:
        raise ValidationError(
            _("The law asks to keep who holds a valid licence: %(number)s.") % {"number": held.number}
        )


def refuse_who_does_not_keep(by: User, entries: Iterable[Digger]) -> None:
    if not all(by.may("register", left=entry.region.left) for entry in entries):
        raise ValidationError(_("You do not keep the register of this region."))


def forget(keys: Collection[UUID]) -> None:
    """In the caller's transaction; what is on the disk goes once that stands."""
    leave_no_trace()
    for each in FORGETTING:
        each(keys)
    forget_pictures(keys)


def leave_no_trace() -> None:
    """SQLite overwrites what is deleted only where it is told to; what lay between its rows before is swept later."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def forget_entries(keys: Collection[UUID]) -> None:
    """Column by column, and the number alone is left to search by."""
    Document.objects.filter(digger__in=keys).delete()
    blank = (
        *("names", "nickname", "birthplace", "mother_names", "father_names", "nationality", "residence", "address"),
        *("site_written", "signed_how", "signed_witness", "signed_reason"),
    )
    Digger.objects.filter(pk__in=keys).update(
        **dict.fromkeys(blank, ""),
        birth_year=F("birth_year") - F("birth_year") % ROUGHLY,
        birth_year_estimated=True,
        consent_photo=False,
        consent_programmes=False,
        consent_on=None,
        search=F("number"),
        erased_on=timezone.localdate(),
        written_at=timezone.now(),
    )


def forget_sounds(keys: Collection[UUID]) -> None:
    sounds = set(Called.objects.filter(heard__digger__in=keys).values_list("sound", flat=True))
    Heard.objects.filter(digger__in=keys).delete()
    count_anew(sounds)
    Resemblance.objects.filter(Q(one__in=keys) | Q(other__in=keys)).delete()


def forget_words(keys: Collection[UUID]) -> None:
    """The journal's words about these records, with their salts; the entries stay where they are in the tree."""
    about = Entry.objects.filter(object_id__in=[str(key) for key in keys]).values("pk")
    Payload.objects.filter(entry__in=about).delete()


def forget_events(keys: Collection[UUID]) -> None:
    """
    What tablets sent about them, and how the desk mended it.

    The hash stays, so that sending it again is answered as before. It is over more than anybody could guess: what else
    the tablet wrote, and where to a millionth of a degree.
    """
    Mending.objects.filter(submission__record__in=keys).update(body=b"", salt=b"", why=GONE)
    Submission.objects.filter(record__in=keys).exclude(body=b"").update(
        body=b"", salt=b"", reason=None, status=Submission.Status.APPLIED
    )


def forget_answers(keys: Collection[UUID]) -> None:
    """What a second officer was answered; that the two agreed or did not is kept."""
    RepeatedAnswer.objects.filter(revisit__case__in=keys).update(first=None, second=None)


def forget_notes(keys: Collection[UUID]) -> None:
    theirs = LogEntry.objects.filter(object_id__in=[str(key) for key in keys])
    theirs.update(object_repr=GONE, change_message="")


def forget_decisions(keys: Collection[UUID]) -> None:
    """That it was returned and by whom is kept, and the sentence that was chosen; what was written beside it is not."""
    Decision.objects.filter(case__in=keys).exclude(reason="").update(reason=GONE)
    Flag.objects.filter(case__in=keys).exclude(note="").update(note=GONE)


FORGETTING = (
    forget_entries, forget_sounds, forget_words, forget_events, forget_answers, forget_notes, forget_decisions,
)  # fmt: skip


def forget_late() -> None:
    """What tablets sent about somebody who was erased meanwhile, in the worker's next round."""
    erased = Digger.objects.filter(pk=OuterRef("record")).exclude(erased_on=None)
    late = Submission.objects.filter(Exists(erased)).exclude(body=b"")
    keys = {key for key in late.values_list("record", flat=True) if key is not None}
    if keys:
        with transaction.atomic():
            forget(keys)


def sweep() -> None:
    """
    Have the database write itself anew after an erasure, so that nothing is left between its rows.

    Of PostgreSQL the tables that held the words; what its own log of writes still holds goes with its retention.
    """
    waiting = Erasure.objects.done().filter(swept_at=None)
    if not waiting.exists() or connection.in_atomic_block:
        return
    keys = list(waiting.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for statement in SWEEPING[connection.vendor]:
            cursor.execute(statement)
    Erasure.objects.filter(pk__in=keys).update(swept_at=timezone.now())


HELD_WORDS = (Digger, Document, Payload, Submission, Mending, RepeatedAnswer, Decision, Flag, LogEntry, Heard)
SWEEPING: dict[str, Sequence[str]] = {
    "sqlite": ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"],
    "postgresql": [f'VACUUM FULL "{model._meta.db_table}"' for model in HELD_WORDS],
}
