"""An officer learns by pull what was decided on his records, why and in his language, and nothing of a colleague's."""

import pytest

from apps.journal.sealing import settle
from apps.registry.models import Digger
from apps.review.models import Phrase, SecondReview, Status
from tests.sync.conftest import said
from tests.sync.pages import rows

pytestmark = pytest.mark.django_db


def test_an_officer_learns_what_was_decided_and_why(door, writer, supervisor):
    door.push(writer.create("digger"))
    settle()
    cursor = door.pull()["cursor"]
    case = Digger.objects.get().case
    case.decide(Status.RETURNED, by=supervisor, seen=1, reason="Which Marie?")
    settle()

    row = rows(door.pull(cursor), "case")[str(case.pk)]

    assert (row["record"], row["status"], row["version"]) == ("digger", "returned", 2)
    assert (row["reason"], row["by"]) == ("Which Marie?", "salif")
    assert row["at"]


def test_an_officer_reads_the_chosen_sentence_in_his_language(door, writer, supervisor):
    words = {"en": "The photo cannot be read.", "fr": "La photo est illisible."}
    photo = Phrase.objects.create(code="photo", status=Status.RETURNED, **words)
    door.push(writer.create("digger"))
    case = Digger.objects.get().case
    case.decide(Status.RETURNED, by=supervisor, seen=1, reason="Page 3.", phrase=photo)
    settle()

    told = []
    for language in ("fr", "en"):
        door.headers["HTTP_ACCEPT_LANGUAGE"] = language
        told.append(rows(door.pull(), "case")[str(case.pk)]["reason"])

    assert told == ["La photo est illisible. Page 3.", "The photo cannot be read. Page 3."]


def test_what_a_first_reviewer_passed_on_is_still_only_received(door, writer, supervisor):
    SecondReview.objects.create(code="new-digger", kind="registry.digger", why="new")
    door.push(writer.create("digger"))
    settle()
    cursor = door.pull()["cursor"]
    case = Digger.objects.get().case
    assert case.decide(Status.ACCEPTED, by=supervisor, seen=1) is None
    settle()

    row = rows(door.pull(cursor), "case")[str(case.pk)]

    assert (row["status"], row["version"], row["reason"], row["by"]) == ("pending", 2, "", "")


def test_a_reason_that_was_answered_is_not_told_again(door, writer, supervisor):
    event = writer.create("digger")
    door.push(event)
    Digger.objects.get().case.decide(Status.RETURNED, by=supervisor, seen=1, reason="Which Marie?")
    answers = said(event)["answers"]
    door.push(writer.write("digger", "amend", answers, record=said(event)["record"], seen=2, before=answers))
    settle()

    [row] = rows(door.pull(), "case").values()

    assert (row["status"], row["reason"]) == ("pending", "")


def test_a_decision_on_a_find_in_another_region_reaches_the_officer(
    door, writer, accepted, other_region, other_supervisor
):
    there = accepted("site", "S-2", at=other_region, region="LU")
    door.push(writer.create("production", site={"id": str(there.pk)}))
    settle()
    cursor = door.pull()["cursor"]
    case = there.productions.get().case
    case.decide(Status.RETURNED, by=other_supervisor, seen=1, reason="Which day?")
    settle()

    assert rows(door.pull(cursor), "case")[str(case.pk)]["reason"] == "Which day?"


def test_decisions_on_a_colleagues_records_are_not_pulled(other_door, door, writer):
    door.push(writer.create("digger"))
    settle()

    assert rows(other_door.pull(), "case") == {}
