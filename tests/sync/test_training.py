"""What is made for practice stays out of the records, even where somebody sends it by hand."""

from __future__ import annotations

import pytest

from apps.registry.models import Digger
from apps.review.models import Case
from apps.sync.events import TRAINING
from apps.sync.models import Submission
from tests.sync.making import Writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def practised():
    return Writer(TRAINING)


def test_a_record_of_practice_is_refused_and_told_so(door, practised):
    [answer] = door.push(practised.create("digger", names="Marie Koné"))

    assert (answer["status"], answer["reason"]["code"]) == ("quarantined", "training")
    assert answer["reason"]["sentence"]
    assert not Digger.objects.exists()
    assert not Case.objects.exists()


def test_a_record_of_practice_stops_no_real_one_nor_takes_its_number(door, practised, writer):
    made, real = practised.create("digger"), writer.create("digger")
    assert made["seq"] == real["seq"] == 1

    assert [*door.statuses(made), *door.statuses(real)] == ["quarantined", "applied"]
    assert Digger.objects.count() == 1


def test_a_record_of_practice_that_is_sent_again_stays_refused(door, practised):
    made = practised.create("purchase")

    assert [*door.statuses(made), *door.statuses(made)] == ["quarantined", "quarantined"]
    assert not Submission.objects.filter(status=Submission.Status.APPLIED).exists()
