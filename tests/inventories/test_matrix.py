from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from apps.columns.models import Column
from apps.inventories.words import status
from apps.places.models import Participant, Region, Track
from apps.returns.models import NationalReturn


@pytest.fixture
def of(matrix):
    """The line of a Participant."""

    def line(code, period="2026-Q4"):
        return next(each for each in matrix(period).lines if each.participant.code == code)

    return line


@pytest.fixture
def column(asked):
    return lambda code: Column.objects.get(code=code)


@pytest.fixture
def bandia(asked, country):
    """Mines artisanally and reports nothing."""
    other = Participant.objects.create(
        code="XB", name_en="Bandia", name_fr="Bandia", artisanal=True, source="imaginary"
    )
    Region.objects.create(participant=other, code="XB", name="Bandia", kind="country", level=0, left=9, right=10)
    return other


def test_a_line_says_what_the_return_says(arenland, of):
    line = of("XA")

    assert line.figure("production_carats") == "4.00"
    assert line.figure("gap_carats") == "-1.00"
    assert line.figure("exports_carats") is None
    assert line.figure("finality") == "provisional"


def test_whoever_mines_artisanally_has_a_line_with_or_without_a_report(arenland, bandia, matrix):
    lines = matrix("2026-Q4").lines

    assert [line.participant.code for line in lines] == ["XA", "XB"]
    assert lines[1].figure("production_carats") is None


def test_what_adds_is_added_and_says_of_how_many(arenland, bandia, matrix, column):
    consolidated = matrix("2026-Q4")
    carats = column("production_carats")

    assert consolidated.summed(carats) == "4.00"
    assert (consolidated.reported(carats), len(consolidated.asked)) == (1, 2)


def test_distinct_counts_do_not_add(arenland, matrix, column):
    assert matrix("2026-Q4").summed(column("sites_active")) == ""


def test_where_nobody_reported_the_sum_is_not_reported(arenland, matrix, column):
    assert matrix("2026-Q4").summed(column("exports_carats")) is None


def test_a_rate_is_worked_out_from_the_summed_totals(arenland, bandia, matrix, column):
    NationalReturn.objects.all().delete()
    consolidated = matrix("2026-Q4")
    given = {"value": "3.00", "over": "3.00", "under": "1.00"}
    next(line for line in consolidated.lines if line.participant == bandia).its_return.figures["total"][
        "purchases_usd_per_carat"
    ] = given

    assert consolidated.summed(column("purchases_usd_per_carat")) == {"value": "2.25", "over": "9.00", "under": "4.00"}


def test_a_figure_that_breaks_a_rule_is_marked(arenland, other_region, of, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("period,channel,province,carats\n2026-Q4,artisanal,Lubi,1\n2026-Q4,artisanal,TOTAL,2\n")
    call_command("load_published", str(table), participant="XA", stdout=StringIO())

    line = of("XA")
    assert line.mark("production_carats") == "⚠"
    assert line.mark("purchases_carats") == ""


def test_a_revised_figure_carries_its_mark_and_the_old_value(arenland, accept, found, matrix, of):
    matrix("2026-Q4")
    NationalReturn.objects.update(status="signed")
    accept(found("F-2", "1.00"))

    line = of("XA")
    assert (line.figure("production_carats"), line.said_before("production_carats")) == ("5.00", "4.00")
    assert (line.mark("production_carats"), line.mark("purchases_carats")) == ("r", "")


def segment(participant, code, track, state, **details):
    return Track.objects.create(
        participant=participant, code=code, track=track, state=state, certainty="press", source="imaginary", **details
    )


def test_every_segment_that_touches_the_period_is_said_in_order(arenland, participant, of):
    segment(participant, "t2", "trade", "open", starts_on=date(2026, 11, 1))
    segment(
        participant,
        "t1",
        "trade",
        "suspended",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 10, 31),
        direction="export",
    )
    segment(participant, "t0", "trade", "partial", ends_on=date(2025, 12, 31))
    segment(participant, "m1", "membership", "participant")

    assert status(of("XA")) == "Participant · suspended (exports) → trade open"


def test_whoever_does_not_mine_artisanally_gives_the_reason_and_not_a_blank(arenland, bandia, of):
    Participant.objects.filter(pk="XB").update(artisanal=False, member_of_working_group=True)

    line = of("XB")
    assert status(line) == "does not mine artisanally"
    assert line.figure("production_carats") == "n/a"


def test_the_digest_is_over_what_the_returns_say(arenland, accept, found, matrix):
    first, again = matrix("2026-Q4"), matrix("2026-Q4")
    accept(found("F-2", "1.00"))

    assert first.digest == again.digest
    assert matrix("2026-Q4").digest != first.digest


def test_how_complete_is_asked_on_every_sheet(arenland, matrix):
    consolidated = matrix("2026-Q4")

    for sheet in Column.Sheet.values:
        assert consolidated.columns_of(sheet)[-1].code == "finality"


def test_a_national_column_never_leaves_the_country(arenland, matrix):
    Column.objects.filter(code="purchases_usd").update(level="national")

    consolidated = matrix("2026-Q4")

    assert "purchases_usd" not in {column.code for column in consolidated.columns}
    assert b'"purchases_usd"' not in consolidated.canonical()
    assert b'"purchases_carats"' in consolidated.canonical()
