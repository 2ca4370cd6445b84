from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.journal.models import Entry
from apps.places.models import Participant, Region
from apps.quantities.periods import Period
from apps.returns.drafting import draft_returns
from apps.returns.models import NationalReturn
from apps.review.models import Status

QUARTER = Period.parse("2026-Q4")


@pytest.fixture
def real(country):
    """Arenland as if it were a real country."""
    Participant.objects.update(demo=False)


@pytest.fixture
def draft(asked, real):
    def refresh(**options):
        return draft_returns(QUARTER, **options)

    return refresh


@pytest.fixture
def count(registrar):
    def accept(record):
        record.case.decide(Status.ACCEPTED, by=registrar, seen=record.case.version)

    return accept


def test_a_draft_holds_the_figures_of_the_period(draft, found, count):
    count(found("F-1", "1.25"))

    draft()

    only = NationalReturn.objects.get()
    assert (only.participant_id, only.period, only.revision, only.status) == ("XA", "2026-Q4", 1, "draft")
    assert only.figures["total"]["production_carats"] == "1.25"
    assert [(line["name"], line["figures"]["production_carats"]) for line in only.figures["regions"]] == [
        ("Kolo", "1.25")
    ]


def test_drafting_again_changes_nothing(draft, found, count):
    count(found("F-1", "1.25"))
    (only,) = draft()
    entries = Entry.objects.count()

    again = draft()

    assert list(again.values()) == [False]
    assert NationalReturn.objects.get().content.canonical() == only.content.canonical()
    assert Entry.objects.count() == entries


def test_a_record_that_comes_later_refreshes_the_draft(draft, found, count):
    count(found("F-1", "1.25"))
    draft()
    count(found("F-2", "0.75"))

    draft()

    assert NationalReturn.objects.get().figures["total"]["production_carats"] == "2.00"
    assert Entry.objects.filter(verb="drafted").count() == 2


def test_a_signed_return_stays_and_a_revision_is_drafted_beside_it(draft, found, count):
    count(found("F-1", "1.25"))
    draft()
    NationalReturn.objects.update(status="signed")
    count(found("F-2", "0.75"))

    draft()

    first, second = NationalReturn.objects.order_by("revision")
    assert (first.status, first.figures["total"]["production_carats"]) == ("signed", "1.25")
    assert (second.status, second.revision, second.figures["total"]["production_carats"]) == ("draft", 2, "2.00")


def test_a_signed_return_that_still_holds_is_left_alone(draft):
    draft()
    NationalReturn.objects.update(status="signed")

    assert list(draft().values()) == [False]
    assert NationalReturn.objects.count() == 1


def test_what_was_not_reported_is_null_and_never_zero(draft):
    draft()

    total = NationalReturn.objects.get().figures["total"]
    assert total["production_carats"] is None
    assert total["diggers_registered"] is None


def test_a_country_that_mines_otherwise_and_reports_nothing_has_no_return(draft):
    other = Participant.objects.create(code="XB", name_en="Bandia", name_fr="Bandia", source="imaginary")
    Region.objects.create(participant=other, code="XB", name="Bandia", kind="country", level=0, left=9, right=10)

    assert [each.participant_id for each in draft()] == ["XA"]


def test_a_rate_carries_its_two_totals(draft, found, count):
    count(found("F-1", "1.25", stones=3))
    draft()

    coverage = NationalReturn.objects.get().figures["total"]["production_stones_coverage"]
    assert coverage == {"value": "100.00", "over": "1.25", "under": "1.25"}


def test_how_complete_it_is_stands_beside_the_figures(draft, found):
    found("F-1", "1.25")
    draft()

    coverage = NationalReturn.objects.get().coverage
    assert (coverage["records_pending"], coverage["carats_pending"]) == (1, "1.25")


def test_the_same_figures_are_the_same_bytes(draft):
    (only,) = draft()
    written = only.content.canonical()

    assert NationalReturn.objects.get().content.canonical() == written
    assert b" " not in written.split(b'"regions"')[0]


def test_the_command_says_what_changed(asked, real):
    out = StringIO()
    call_command("draft_returns", "2026-Q4", stdout=out)

    assert "XA 2026-Q4, 1: refreshed" in out.getvalue()
    assert "1 returns of 2026-Q4, 1 changed." in out.getvalue()


def test_without_its_columns_nothing_is_drafted(country):
    with pytest.raises(CommandError, match="load_reference"):
        call_command("draft_returns", "2026-Q4")


def test_another_text_than_a_period_is_said(asked):
    with pytest.raises(CommandError, match="is not a period"):
        call_command("draft_returns", "2026-13")


def test_an_imaginary_country_without_records_has_no_return(draft):
    Participant.objects.update(demo=True)

    assert list(draft()) == []


def test_an_imaginary_country_with_records_has_one(draft, found):
    Participant.objects.update(demo=True)

    assert [each.participant_id for each in draft()] == ["XA"]
