"""What an officer saw at a site, and what was against the rules, as rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from apps.inspections.models import Infraction, Inspection


def test_an_inspection_keeps_what_was_seen_and_leaves_blank_what_was_not_counted(inspected, site):
    made = inspected("V-1", gravel_washed=Decimal("2.50"), under_15=0)

    assert (made.site, made.state, made.men, made.gravel_washed) == (site, "active", 20, Decimal("2.50"))
    assert (made.under_15, made.aged_15_17, made.pits, made.water, made.follow_up_on) == (0, None, None, "", None)


def test_a_site_is_one_and_its_visits_are_many(inspected, site):
    inspected("V-1")
    inspected("V-2", visit="blind", state="flooded")

    assert sorted(site.inspections.values_list("number", "state")) == [("V-1", "active"), ("V-2", "flooded")]
    site.refresh_from_db()
    assert site.state == "active"


def test_an_inspection_of_a_site_that_is_only_written_keeps_the_number(inspected):
    made = inspected("V-1", site="S-77")

    assert (made.site, made.site_written) == (None, "S-77")


def test_an_infraction_names_a_digger_by_his_number_or_somebody_by_name(recorded, digger):
    known = recorded("infraction", "I-1", concerned="digger", digger=digger)
    unknown = recorded("infraction", "I-2", concerned="digger", digger="D-77")
    written = recorded("infraction", "I-3", concerned="person", person_name="Marie Koné")

    assert [(one.digger, one.digger_written, one.person_name) for one in (known, unknown, written)] == [
        (digger, "", ""),
        (None, "D-77", ""),
        (None, "", "Marie Koné"),
    ]


@pytest.mark.parametrize(("kind", "model"), [("inspection", Inspection), ("infraction", Infraction)])
def test_a_correction_takes_the_place_of_what_it_corrects(recorded, registrar, site, kind, model):
    old = recorded(kind, "V-1", site=site)
    old.case.decide("accepted", by=registrar, seen=old.case.version)
    new = recorded(kind, "V-1", site=site, replaces=old)

    new.case.decide("accepted", by=registrar, seen=new.case.version)

    assert sorted(model.objects.values_list("status", flat=True)) == ["accepted", "replaced"]
    assert model.objects.counting().get() == new
