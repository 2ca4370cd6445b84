"""What an officer and somebody else changed in one answer: shown answer by answer, decided by a person, told to him."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.accounts.models import Role
from apps.journal.sealing import settle
from apps.registry.models import Digger
from apps.review.models import Status
from apps.review.models.case import ChangedMeanwhile
from apps.sync.deciding import collisions, decide
from apps.sync.models import Submission
from tests.sync.conftest import said
from tests.sync.test_correcting import amended, corrected, find, registered  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def collided(door, writer, registered):  # noqa: F811
    """Two answers were changed on two sides, a third on one: the submission that waits for a person."""
    door.push(amended(writer, registered, residence="Lubi", nickname="Lolo"))
    [answer] = door.push(amended(writer, registered, residence="Kolo", nickname="Mado", names="Marie Koné"))
    assert answer["status"] == "conflict"
    return Submission.objects.get(status="conflict"), answer


def seen():
    return Digger.objects.get().case.version


def test_the_officer_is_told_what_stands(collided):
    _submission, answer = collided

    assert answer["reason"]["stands"] == {"nickname": "Lolo", "residence": "Lubi"}
    assert "Résidence" in answer["reason"]["sentence"]


def test_sent_again_it_answers_as_the_first_time(collided, door, writer):
    submission, answer = collided
    again = {"id": str(submission.pk), "seq": submission.seq, "sha256": bytes(submission.sha256).hex()}

    assert door.push({**again, "bytes": submission.as_text()}) == [answer]


def test_the_desk_sees_what_he_saw_what_he_wrote_and_what_stands(collided, registrar):
    found = [(one.code, one.saw, one.wrote, one.stands) for one in collisions(collided[0], reader=registrar)]

    assert found == [("nickname", "", "Mado", "Lolo"), ("residence", "Bemba", "Kolo", "Lubi")]


@pytest.mark.parametrize("take", [[], ["residence"], ["residence", "nickname"], ["names", "mother_names"]])
def test_what_is_taken_stands_and_the_record_waits_for_review(take, collided, registrar):
    decide(collided[0], take=take, by=registrar, seen=seen())

    digger, submission = Digger.objects.get(), Submission.objects.get(pk=collided[0].pk)
    assert digger.residence == ("Kolo" if "residence" in take else "Lubi")
    assert digger.nickname == ("Mado" if "nickname" in take else "Lolo")
    assert digger.case.status == Status.PENDING
    assert (submission.status, submission.version) == ("applied", digger.case.version)


def test_the_officer_hears_what_was_decided_with_the_next_pull(collided, door, registrar):
    settle()
    cursor = door.pull()["cursor"]
    decide(collided[0], take=["residence"], by=registrar, seen=seen())
    settle()

    door.headers["HTTP_ACCEPT_LANGUAGE"] = "fr"
    rows = [change["row"] for change in door.pull(cursor)["changes"] if change["kind"] == "case"]

    assert [row["settled"] for row in rows] == [
        "Le bureau a décidé de ce qui a été changé à deux endroits. Comme vous l’avez écrit : Résidence. "
        "Comme c’était : Surnom."
    ]


def test_he_hears_it_also_when_nothing_was_taken(collided, door, registrar):
    settle()
    cursor = door.pull()["cursor"]
    decide(collided[0], take=[], by=registrar, seen=seen())
    settle()

    door.headers["HTTP_ACCEPT_LANGUAGE"] = "fr"
    [row] = [change["row"] for change in door.pull(cursor)["changes"] if change["kind"] == "case"]
    assert "rien" in row["settled"]


def test_it_is_decided_once(collided, registrar):
    decide(collided[0], take=["residence"], by=registrar, seen=seen())

    with pytest.raises(ValidationError, match="already"):
        decide(collided[0], take=["nickname"], by=registrar, seen=seen())
    assert Digger.objects.get().nickname == "Lolo"


def test_what_moved_on_since_it_was_shown_is_shown_again(collided, registrar):
    with pytest.raises(ChangedMeanwhile):
        decide(collided[0], take=["residence"], by=registrar, seen=seen() - 1)


def test_nobody_decides_on_what_he_wrote_or_elsewhere(collided, officer, posted, country, other_region):
    officer.postings.create(role=Role.REGISTRAR, region=country, starts_on="2026-01-01")
    for reader in (officer, posted("elsewhere", Role.SUPERVISOR, other_region)):
        with pytest.raises(ValidationError):
            decide(collided[0], take=[], by=reader, seen=seen())
    assert Submission.objects.get(pk=collided[0].pk).status == "conflict"


def test_of_a_closed_record_only_what_stands_can_be_kept(collided, registrar):
    case = Digger.objects.get().case
    case.decide(Status.REJECTED, by=registrar, seen=case.version, reason="Twice")

    with pytest.raises(ValidationError, match="closed"):
        decide(collided[0], take=["residence"], by=registrar, seen=seen())
    decide(collided[0], take=[], by=registrar, seen=seen())


def test_the_page_lets_decide_and_shows_the_outcome(collided, client, registrar, auditor):
    page, act = [reverse(f"admin:sync_submission_{name}", args=[collided[0].pk]) for name in ("change", "settle")]
    client.force_login(auditor)
    assert 'value="wrote"' not in client.get(page).content.decode()
    client.post(act, {"seen": seen(), "take-residence": "wrote"})
    assert Digger.objects.get().residence == "Lubi"
    client.force_login(registrar)
    assert 'name="take-residence" value="wrote"' in client.get(page).content.decode()

    answer = client.post(act, {"seen": seen(), "take-residence": "wrote", "take-nickname": "stands"}, follow=True)

    assert "Decided." in answer.content.decode()
    assert (Digger.objects.get().residence, Digger.objects.get().nickname) == ("Kolo", "Lolo")
    assert 'id="collisions"' not in answer.content.decode()


@pytest.fixture
def page(client, registrar, settings):
    """What the registrar reads of a submission, in French."""

    def read(submission):
        client.force_login(registrar)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
        return client.get(reverse("admin:sync_submission_change", args=[submission.pk])).content.decode()

    return read


def test_the_desk_says_why_a_change_of_a_closed_record_has_nothing_to_choose(
    door,
    writer,
    registered,  # noqa: F811
    registrar,
    page,
):
    Digger.objects.get().case.decide(Status.REJECTED, by=registrar, seen=1, reason="Twice.")
    door.push(amended(writer, registered, seen=2, names="Other"))

    shown = page(Submission.objects.get(status="conflict"))

    assert "La fiche était close avant l’arrivée de ce changement" in shown
    assert reverse("admin:review", args=[Digger.objects.get().pk]) in shown


def test_the_desk_leads_to_the_correction_that_came_first(door, writer, find, page):  # noqa: F811
    first, second = corrected(writer, find, carats="1.52"), corrected(writer, find, carats="1.53")
    door.push(first, second)

    shown = page(Submission.objects.get(status="conflict"))

    assert "Une autre correction de la même fiche est venue avant" in shown
    assert reverse("admin:review", args=[said(first)["record"]]) in shown


def test_nothing_is_said_of_lateness_where_there_is_something_to_choose(collided, page):
    shown = page(collided[0])

    assert 'id="collisions"' in shown
    assert 'id="too-late"' not in shown


def test_a_page_names_what_it_shows_and_its_officer_and_no_code(collided, officer, page):
    shown = page(collided[0])

    assert "<h1>Envoi creuseur 3" in shown
    assert officer.get_full_name() in shown
    assert "Affichage de" not in shown
    assert ">amend<" not in shown
