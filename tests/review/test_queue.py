"""The review queue: what waits in one's regions, oldest first."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from apps.review.models import Case, Status


def waiting_for(days, case):
    Case.objects.filter(pk=case.pk).update(submitted_at=timezone.now() - timedelta(days=days))


def test_the_oldest_comes_first(recorded):
    for days, number in [(1, "S-1"), (9, "S-2"), (4, "S-3")]:
        waiting_for(days, recorded("site", number).case)

    assert [case.number for case in Case.objects.waiting()] == ["S-2", "S-3", "S-1"]
    assert [case.number for case in Case.objects.waiting_since(4)] == ["S-2", "S-3"]


def test_what_is_decided_waits_no_longer(recorded, supervisor):
    recorded("site", "S-1").case.decide(Status.ACCEPTED, by=supervisor, seen=1)

    assert not Case.objects.waiting().exists()


def test_a_find_waits_with_its_purchase_and_not_beside_it(sold_with_find):
    assert [case.number for case in Case.objects.waiting()] == ["R-1"]


def test_a_supervisor_sees_what_waits_in_his_region(recorded, supervisor, other_region, district):
    recorded("digger", "D-1")
    recorded("digger", "D-2", at=district)
    recorded("digger", "D-3", at=other_region)

    numbers = {case.number for case in Case.objects.waiting().visible_to(supervisor)}
    assert numbers == {"D-1", "D-2"}


def test_what_belongs_to_a_case_is_seen_with_it(recorded, supervisor, other_supervisor, registrar):
    case = recorded("digger", "D-1", site="S-77").case
    case.decide(Status.ACCEPTED, by=registrar, seen=1)

    for rows in (type(case.flags.get()).objects, type(case.decisions.get()).objects):
        assert rows.visible_to(supervisor).count() == 1
        assert not rows.visible_to(other_supervisor).exists()
