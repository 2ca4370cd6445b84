"""What was decided of an infraction is written down at the desk, by somebody who did not record it."""

from __future__ import annotations

from datetime import date, timedelta

import orjson
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.inspections.models import Infraction
from apps.journal.models import Entry, Payload
from tests.desk.conftest import desk  # noqa: F401

DAY = date(2026, 11, 10)
PAPER = "Judgment 12 of the court of Kolo"
SAID = {"outcome": "penalty", "day": DAY.isoformat(), "paper": PAPER}


@pytest.fixture
def infraction(accepted):
    return accepted("infraction", "I-1", concerned="person", person_name="Zibelda Koné")


def concluded(infraction, by, outcome="penalty", day=DAY, **given):
    infraction.conclude(outcome, day, by=by, paper=PAPER, **given)
    infraction.refresh_from_db()
    return infraction.outcome, infraction.decided_on


def test_a_penalty_is_written_down_and_names_whom_it_is_against(infraction, supervisor, auditor):
    assert not infraction.names_to(auditor)

    assert concluded(infraction, supervisor) == ("penalty", DAY)

    assert infraction.names_to(auditor)


def test_a_later_decision_takes_the_place_of_an_earlier_one_and_the_journal_keeps_both(infraction, supervisor, auditor):
    concluded(infraction, supervisor)

    assert concluded(infraction, supervisor, "dismissed", DAY + timedelta(days=1)) == ("dismissed", date(2026, 11, 11))

    told = Payload.objects.filter(entry__in=Entry.objects.filter(verb="concluded")).order_by("entry")
    assert [orjson.loads(bytes(one.body))["outcome"] for one in told] == ["penalty", "dismissed"]
    assert not infraction.names_to(auditor)


def test_a_decision_that_was_no_decision_is_opened_again(infraction, supervisor):
    concluded(infraction, supervisor)

    assert concluded(infraction, supervisor, "open", None) == ("open", None)


@pytest.mark.parametrize(
    ("outcome", "day"),
    [
        ("penalty", None),
        ("open", DAY),
        ("penalty", date(2026, 11, 2)),
        ("penalty", timezone.localdate() + timedelta(days=1)),
    ],
    ids=str,
)
def test_a_day_that_does_not_fit_is_asked_again(infraction, supervisor, outcome, day):
    with pytest.raises(ValidationError):
        concluded(infraction, supervisor, outcome, day)

    assert Infraction.objects.get().outcome == "open"


def test_the_very_day_it_was_seen_is_a_day(infraction, supervisor):
    assert concluded(infraction, supervisor, "settled", infraction.seen_on) == ("settled", infraction.seen_on)


def test_what_becomes_of_the_stones_is_written_down_with_it(accepted, supervisor, infraction):
    seized = accepted("infraction", "I-2", carats_seized="1.25", custody="office")

    concluded(seized, supervisor, disposal="forfeited")
    concluded(infraction, supervisor, disposal="forfeited")

    assert (seized.disposal, infraction.disposal) == ("forfeited", "")


def test_nobody_concludes_what_he_recorded_himself(accepted, posted, region):
    both = posted("luc", "supervisor", region)
    own = accepted("infraction", "I-3", by=both)

    with pytest.raises(ValidationError):
        concluded(own, both)


def test_what_is_not_accepted_is_not_decided(recorded, supervisor):
    with pytest.raises(ValidationError):
        concluded(recorded("infraction", "I-4"), supervisor)


@pytest.mark.parametrize("who", ["auditor", "other_supervisor", "officer"])
def test_who_does_not_review_the_region_writes_down_nothing(infraction, request, desk, who):  # noqa: F811
    reader = request.getfixturevalue(who)

    desk(reader).post(reverse("admin:inspections_infraction_conclude", args=[infraction.pk]), SAID)

    assert Infraction.objects.get().outcome == "open"
    with pytest.raises(ValidationError):
        concluded(infraction, reader)


def test_the_page_writes_it_down_and_the_history_says_so(infraction, supervisor, desk):  # noqa: F811
    client = desk(supervisor)
    page = client.get(reverse("admin:inspections_infraction_change", args=[infraction.pk])).content.decode()
    url = reverse("admin:inspections_infraction_conclude", args=[infraction.pk])
    assert url in page

    client.post(url, SAID)

    assert Infraction.objects.get().outcome == "penalty"
    history = client.get(reverse("admin:inspections_infraction_history", args=[infraction.pk])).content.decode()
    assert "Decision written down" in history


def test_a_decision_without_its_paper_is_asked_again(infraction, supervisor, desk):  # noqa: F811
    url = reverse("admin:inspections_infraction_conclude", args=[infraction.pk])

    page = desk(supervisor).post(url, {**SAID, "paper": ""})

    assert page.context["form"].errors["paper"]
    assert Infraction.objects.get().outcome == "open"
