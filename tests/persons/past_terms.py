"""Going through those who are past their term, and what is then left of somebody."""

from __future__ import annotations

from datetime import date

from apps.files.models import Attachment
from apps.persons.holds import place
from apps.persons.keeping import begin_anew, go_through
from apps.registry.models import Digger
from apps.review.models import Case
from tests.persons.canary import words_in_the_database

# A year after everything that the cast does.
LATER = date(2028, 1, 1)
PARTS = ["photos", "documents", "contact", "origin"]


def gone_through(day=LATER):
    run = begin_anew(day)
    go_through(run)
    return run


def numbers(found):
    return {(one.kind, one.number) for one in found if not one.stays}


def words_about_persons():
    """All but the row of the run itself."""
    return [word for word in words_in_the_database() if not word.startswith("persons_termsrun")]


def left_of(digger):
    found = Digger.objects.get(pk=digger.pk)
    having = {
        "photos": Attachment.objects.filter(record=digger.pk).exists(),
        "documents": found.documents.exists(),
        "contact": bool(found.address),
        "origin": bool(found.mother_names and found.father_names and found.birthplace and found.nationality),
    }
    return {kind for kind, there in having.items() if there}


def a_hold(digger, registrar, **cast):
    place(digger, why="court", by=registrar, seen=Case.objects.get(pk=digger.pk).version)
