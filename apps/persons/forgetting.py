"""
Forget a person: everything that says who it is, everywhere, so that the figures and the journal's proof stand.

What is kept is the number, which is on slips, and what figures are made of: region, work, sex, the day of the entry and
its review. Journal entries stay; their words and salts go, and the salted digests that the tree was built over tell
nothing any more (docs/journal.md).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from apps.files.forgetting import forget_pictures
from apps.inspections.models import RepeatedAnswer
from apps.journal.models import Entry, Payload
from apps.persons.hearing import count_anew, hear
from apps.persons.models import Called, Heard, Resemblance
from apps.registry.models import Application, Digger, Document, Ground, Licence, Renewal, Step
from apps.review.models import Decision, Flag
from apps.sync.models import Mending, SetAside, Submission

# In place of words that may not be blank.
GONE = "—"
# Of a birth year its ten years are kept.
ROUGHLY = 10
# Where somebody comes from.
ORIGIN = ("mother_names", "father_names", "birthplace", "nationality")


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
        *("consent_language", "site_written", "signed_how", "signed_witness", "signed_reason"),
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
    SetAside.objects.filter(submission__record__in=keys).update(why=GONE)
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


def forget_filed(keys: Collection[UUID]) -> None:
    """Who they are on the applications that they made; that they made them is kept."""
    forget_applications(list(Application.objects.filter(holder__in=keys).order_by().values_list("pk", flat=True)))


def forget_applications(keys: Collection[UUID]) -> None:
    theirs = Application.objects.filter(pk__in=keys)
    theirs.exclude(issued_to="").update(issued_to=GONE)
    blank = ("holder_name", "address", "nationality", "supporter", "share_rule", "area_text")
    theirs.update(**dict.fromkeys(blank, ""))
    Step.objects.filter(application__in=keys).update(reason=GONE)
    forget_words(keys)
    forget_notes(keys)


def forget_handed_out(keys: Collection[UUID]) -> None:
    """To whom the certificates of their licences were handed out; that they were, and by whom, is kept."""
    papers = list(Licence.objects.filter(holder__in=keys).order_by().values_list("pk", flat=True))
    Renewal.objects.filter(case__in=papers).exclude(issued_to="").update(issued_to=GONE)
    told = Entry.objects.filter(object_id__in=[str(paper) for paper in papers], verb="certified")
    Payload.objects.filter(entry__in=told.values("pk")).delete()


FORGETTING = (
    forget_entries, forget_sounds, forget_words, forget_events, forget_answers, forget_notes, forget_decisions,
    forget_filed, forget_handed_out,
)  # fmt: skip


def forget_copies(keys: Collection[UUID]) -> None:
    """What was written word for word: with one answer that is past its term, all of the text that holds it."""
    leave_no_trace()
    for each in (forget_words, forget_events, forget_answers):
        each(keys)


def forget_photos(keys: Collection[UUID]) -> None:
    forget_pictures(keys)


def forget_documents(keys: Collection[UUID]) -> None:
    forget_copies(keys)
    Document.objects.filter(digger__in=keys).delete()


def forget_contact(keys: Collection[UUID]) -> None:
    forget_copies(keys)
    Digger.objects.filter(pk__in=keys).update(address="", written_at=timezone.now())


def forget_origin(keys: Collection[UUID]) -> None:
    """Whoever is looked for is found by names, nickname and year alone from then on."""
    forget_copies(keys)
    entries = list(Digger.objects.filter(pk__in=keys))
    search: Any = Digger._meta.get_field("search")
    for entry in entries:
        for name in ORIGIN:
            setattr(entry, name, "")
        search.pre_save(entry, add=False)
        entry.written_at = timezone.now()
    Digger.objects.bulk_update(entries, [*ORIGIN, "search", "written_at"])
    hear(entries)


def forget_refused(keys: Collection[UUID]) -> None:
    """Number, right, class, region and days are kept, and that it was refused; not by whom it was made, and where."""
    leave_no_trace()
    forget_applications(keys)
    Ground.objects.filter(application__in=keys, licence=None).delete()
    Application.objects.filter(pk__in=keys).update(holder=None, site=None, forgotten_on=timezone.localdate())
