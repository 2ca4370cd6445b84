"""What could not be used is mended and released at the desk; what the officer wrote is kept as it came."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from apps.accounts.models import Role, User
from apps.journal.models import Entry
from apps.journal.sealing import settle
from apps.registry.models import Digger, Site
from apps.review.models import Status
from apps.sync.mending import mend, mendable, set_aside, try_again
from apps.sync.models import Mending, Submission
from tests.desk.conftest import desk
from tests.sync.conftest import said
from tests.sync.making import to
from tests.sync.pages import rows
from tests.sync.test_quarantine import break_on

__all__ = ["break_on", "desk"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def sent(door, writer):
    """A digger without a name, as his tablet sent him."""
    event = writer.create("digger", names="")
    door.push(event)
    return event


@pytest.fixture
def kept(sent):
    return Submission.objects.get()


def answers(event, **changes):
    return said(event)["answers"] | changes


def test_mended_it_is_the_officers_record_and_waits(sent, kept, supervisor, officer):
    mend(kept, answers(sent, names="Marie Koné"), by=supervisor, why="As on the card.")

    digger = Digger.objects.get()
    assert (str(digger.pk), digger.names) == (said(sent)["record"], "Marie Koné")
    assert (digger.case.captured_by, digger.status) == (officer, Status.PENDING)


def test_the_officers_bytes_stay_beside_what_was_mended(sent, kept, supervisor):
    mend(kept, answers(sent, names="Marie Koné"), by=supervisor, why="As on the card.")

    kept.refresh_from_db()
    assert bytes(kept.body).decode() == sent["bytes"]
    assert (kept.status, kept.reason["code"]) == ("applied", "mended")
    mending = Mending.objects.get()
    assert bytes(mending.sha256) == hashlib.sha256(bytes(mending.body)).digest()
    assert (mending.by, mending.why) == (supervisor, "As on the card.")


def test_the_journal_names_who_mended_and_holds_the_digest_of_what_counts(sent, kept, supervisor):
    mend(kept, answers(sent, names="Marie Koné"), by=supervisor, why="As on the card.")

    record, mending = said(sent)["record"], Mending.objects.get()
    created = Entry.objects.get(object_id=record, verb="created")
    assert bytes(created.digest) == hashlib.sha256(bytes(mending.salt) + bytes(mending.body)).digest()
    assert Entry.objects.get(object_id=record, verb="mended").by == f"user:{supervisor.pk}"


def test_whoever_mends_does_not_decide(sent, kept, supervisor, registrar):
    mend(kept, answers(sent, names="Marie Koné"), by=supervisor, why="As on the card.")
    case = Digger.objects.get().case

    with pytest.raises(ValidationError, match="captured himself"):
        case.decide(Status.ACCEPTED, by=supervisor, seen=1)
    assert case.decide(Status.ACCEPTED, by=registrar, seen=1)


def test_the_officer_is_told_what_was_corrected(door, sent, kept, supervisor):
    mend(kept, answers(sent, names="Marie Koné"), by=supervisor, why="As on the card.")
    settle()
    door.headers["HTTP_ACCEPT_LANGUAGE"] = "fr"

    told = rows(door.pull(), "case")[said(sent)["record"]]["settled"]
    again = door.push(sent)[0]["status"]

    assert told == "Le bureau a pris cette fiche en compte, avec ces réponses corrigées : Noms."
    assert again == "duplicate"


def test_what_still_cannot_be_used_changes_nothing(sent, kept, supervisor):
    with pytest.raises(ValidationError):
        mend(kept, answers(sent, names=""), by=supervisor, why="As on the card.")

    kept.refresh_from_db()
    assert (kept.status, Digger.objects.count(), Mending.objects.count()) == ("quarantined", 0, 0)


def test_nothing_is_mended_without_a_reason(sent, kept, supervisor):
    with pytest.raises(ValidationError, match="Say why"):
        mend(kept, answers(sent, names="Marie Koné"), by=supervisor, why=" ")


def test_of_two_who_mend_the_second_is_told(sent, kept, supervisor, registrar):
    mend(kept, answers(sent, names="Marie Koné"), by=supervisor, why="As on the card.")

    with pytest.raises(ValidationError, match="not in quarantine any more"):
        mend(kept, answers(sent, names="Mado"), by=registrar, why="I asked.")
    assert Digger.objects.get().names == "Marie Koné"


def test_nobody_of_another_region_mends(sent, kept, other_supervisor):
    with pytest.raises(ValidationError, match="do not review"):
        mend(kept, answers(sent, names="Marie Koné"), by=other_supervisor, why="So.")


def test_nobody_mends_his_own(sent, kept, officer, region):
    officer.postings.create(role=Role.SUPERVISOR, region=region, starts_on="2026-01-01")

    with pytest.raises(ValidationError, match="wrote himself"):
        mend(kept, answers(sent, names="Marie Koné"), by=officer, why="So.")


def test_what_waited_for_it_is_released(door, writer, supervisor):
    site = writer.create("site", name="")
    door.push(site, writer.create("digger", site=to(site)))

    mend(Submission.objects.quarantined().get(), answers(site, name="Bemba bend"), by=supervisor, why="As on the map.")

    assert not Submission.objects.held().exists()
    assert Digger.objects.get().site == Site.objects.get()


def test_our_own_mistake_is_tried_again_as_it_came(door, writer, break_on, supervisor, monkeypatch):
    break_on("Bug")
    door.push(writer.create("digger", names="Bug"))
    assert try_again(Submission.objects.get(), by=supervisor).status == "quarantined"
    monkeypatch.undo()

    assert try_again(Submission.objects.get(), by=supervisor).status == "applied"
    assert Digger.objects.get().names == "Bug"
    assert Submission.objects.get().reason is None


def test_what_is_damaged_or_somebody_elses_is_not_mended(door, writer):
    event = writer.create("digger")
    door.push(event | {"bytes": event["bytes"][:-20]})

    assert mendable(Submission.objects.get()) is None


# -- set aside -------------------------------------------------------------------------------------------------------


@pytest.fixture
def damaged(door, writer):
    event = writer.create("digger")
    door.push(event | {"bytes": event["bytes"][:-20]})
    return Submission.objects.get()


def test_what_nobody_can_mend_is_set_aside_and_stays_as_it_came(damaged, supervisor):
    before = bytes(damaged.body)

    set_aside(damaged, by=supervisor, why="The record came whole an hour later.")

    assert (list(Submission.objects.quarantined()), list(Submission.objects.put_away())) == ([], [damaged])
    assert bytes(Submission.objects.get().body) == before
    entry = Entry.objects.get(verb="set_aside")
    assert (entry.object_id, entry.by) == (str(damaged.pk), f"user:{supervisor.pk}")


def test_what_was_set_aside_is_answered_as_before(door, writer, supervisor):
    event = writer.create("digger")
    cut = event | {"bytes": event["bytes"][:-20]}
    first = door.push(cut)
    set_aside(Submission.objects.get(), by=supervisor, why="Cut off on the way.")

    assert door.push(cut) == first
    assert Submission.objects.count() == 1


def test_what_can_be_mended_is_not_set_aside(sent, kept, supervisor):
    with pytest.raises(ValidationError, match="can be mended"):
        set_aside(kept, by=supervisor, why="Too much work.")


def test_who_sets_aside_says_why_and_may(damaged, supervisor, other_supervisor, officer, region):
    with pytest.raises(ValidationError, match="Say why"):
        set_aside(damaged, by=supervisor, why=" ")
    with pytest.raises(ValidationError, match="do not review"):
        set_aside(damaged, by=other_supervisor, why="Cut off on the way.")
    officer.postings.create(role="supervisor", region=region, starts_on="2026-01-01")
    with pytest.raises(ValidationError, match="wrote himself"):
        set_aside(damaged, by=User.objects.get(pk=officer.pk), why="Cut off on the way.")


def test_of_two_who_set_aside_the_second_is_told(damaged, supervisor, registrar):
    set_aside(damaged, by=supervisor, why="Cut off on the way.")

    with pytest.raises(ValidationError, match="not in quarantine any more"):
        set_aside(damaged, by=registrar, why="Cut off on the way.")


# -- at the desk -----------------------------------------------------------------------------------------------------


def page(name, kept):
    return reverse(f"admin:sync_submission_{name}", args=[kept.pk])


def test_the_desk_mends_with_the_questions_of_the_form(desk, sent, kept, supervisor):
    client = desk(supervisor)
    assert "Mend it" in client.get(page("change", kept)).content.decode()
    form = client.get(page("mend", kept)).context["form"]
    typed = {code: form[code].value() for code in form.fields if form[code].value() is not None}

    client.post(page("mend", kept), typed | {"names": "Marie Koné", "why": "As on the card."})

    assert Digger.objects.get().names == "Marie Koné"
    shown = client.get(page("change", kept)).content.decode()
    assert "As it was mended" in shown
    assert "As on the card." in shown


def test_a_supervisor_mends_a_site_in_the_regions_that_he_reviews(desk, door, writer, supervisor):
    door.push(writer.create("site", name=""))
    client, kept = desk(supervisor), Submission.objects.get()
    form = client.get(page("mend", kept)).context["form"]
    typed = {code: form[code].value() for code in form.fields if form[code].value() is not None}

    client.post(page("mend", kept), typed | {"name": "Bemba bend", "why": "As on the map."})

    assert Site.objects.get().name == "Bemba bend"


def test_the_desk_says_why_it_still_cannot_be_used(desk, sent, kept, supervisor):
    client = desk(supervisor)

    answer = client.post(page("mend", kept), {"why": "As on the card."})

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert "It still cannot be used" in client.post(page("again", kept), follow=True).content.decode()


def test_the_desk_of_another_region_finds_nothing_to_mend(desk, sent, kept, other_supervisor, auditor):
    assert desk(other_supervisor).get(page("mend", kept)).status_code == 404
    assert desk(auditor).post(page("again", kept)).status_code == 403


def test_the_desk_sets_aside_what_is_damaged(desk, damaged, supervisor, other_supervisor, auditor):
    client, home = desk(supervisor), reverse("admin:index")
    assert "Set it aside" in client.get(page("change", damaged)).content.decode()
    assert desk(other_supervisor).get(page("set_aside", damaged)).status_code == 404
    assert desk(auditor).post(page("set_aside", damaged), {"why": "so"}).status_code == 403

    client.post(page("set_aside", damaged), {"why": "The record came whole an hour later."})

    assert "The record came whole an hour later." in client.get(page("change", damaged)).content.decode()
    assert client.get(page("set_aside", damaged)).status_code == 404
    assert "in quarantine" not in client.get(home).content.decode()
    listed = client.get(reverse("admin:sync_submission_changelist"), {"kept": "set-aside"})
    assert list(listed.context["cl"].queryset) == [damaged]
