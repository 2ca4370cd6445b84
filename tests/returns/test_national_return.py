from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.places.models import Region
from apps.review.models import Status


@pytest.fixture
def printed():
    def run(code, period, **options):
        out, err = StringIO(), StringIO()
        call_command("national_return", code, period, stdout=out, stderr=err, **options)
        return list(csv.DictReader(StringIO(out.getvalue()))), err.getvalue()

    return run


def test_a_line_a_province_under_its_published_name(congo, printed):
    lines, said = printed("CD", "2022-H1", by="region")
    carats = {line["region"]: line["production_carats"] for line in lines}

    assert carats["Kasaï-Oriental"] == "2368917.26"
    assert carats["Kongo-Central"] == "0.00"
    assert carats["Kwilu"] == ""
    assert len(lines) == 12
    assert said == ""


def test_one_line_for_the_participant_with_a_column_a_channel_and_the_total(congo, printed):
    (line,), _said = printed("CD", "2023")

    assert (line["participant"], line["period"]) == ("CD", "2023")
    assert line["production_carats"] == line["production_artisanal_carats"] == "1554858.73"
    assert line["production_semi_industrial_carats"] == "626.87"
    assert line["production_industrial_carats"] == "479605.11"
    assert line["production_total_carats"] == "2035090.71"


def test_a_period_without_reports_prints_blanks(congo, printed):
    (line,), _said = printed("cd", "2022-Q1")

    assert line["production_carats"] == line["production_total_carats"] == ""


def test_what_does_not_add_up_goes_to_standard_error(asked, country, region, tmp_path, printed):
    table = tmp_path / "t.csv"
    table.write_text("period,channel,province,carats\n2023-Q1,artisanal,Kolo,10\n2023-Q1,artisanal,TOTAL,8\n")
    call_command("load_published", str(table), participant="XA", stdout=StringIO())

    _lines, said = printed("XA", "2023-Q1")

    assert "Arenland, 2023-Q1: the parts add to 10.00 ct, the published total says 8.00 ct." in said


def test_a_name_that_a_spreadsheet_would_run_is_guarded(asked, found, registrar, region, printed):
    Region.objects.filter(pk=region.pk).update(name="=Kolo")
    found("F-1", "1.25").case.decide(Status.ACCEPTED, by=registrar, seen=1)

    lines, _said = printed("XA", "2026-Q4", by="region")

    assert [line["region"] for line in lines] == ["'=Kolo"]


@pytest.mark.parametrize(
    ("code", "period", "sentence"), [("QQ", "2023", "“QQ” is not"), ("XA", "2023-Q7", "not a period")]
)
def test_what_cannot_be_asked_is_said_in_a_sentence(asked, country, printed, code, period, sentence):
    with pytest.raises(CommandError, match=sentence):
        printed(code, period)
