from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from apps.journal.models import Entry
from apps.ledger.models import Basis, Production, PublishedTotal
from apps.places.models import Participant, Region
from apps.quantities.periods import Period
from apps.review.models import Case, Decision, Status

HEADER = "period,channel,province,carats"


@pytest.fixture
def regions(region, district, other_region):
    """Kolo with its district Bemba, and Lubi, of Arenland."""
    Region.objects.filter(pk=region.pk).update(name="Kôlo-Sud", also_called=["Ancien Kolo"])
    return region, other_region


@pytest.fixture
def load(regions, tmp_path):
    def run(*lines, **options):
        file = tmp_path / "table.csv"
        file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
        out = StringIO()
        call_command("load_published", str(file), participant=options.pop("participant", "XA"), stdout=out, **options)
        return out.getvalue()

    return run


def counted(code, channel="artisanal"):
    found = Production.objects.counting().in_period(Period.parse(code)).filter(channel=channel)
    return found.aggregate(total=Sum("carats"))["total"]


def test_each_line_is_an_accepted_published_entry(load, regions):
    load("2023-Q1,artisanal,Kôlo-Sud,1494769.87")

    entry = Production.objects.get()
    assert (entry.basis, entry.status, entry.region, entry.period) == (
        Basis.PUBLISHED,
        Status.ACCEPTED,
        regions[0],
        "2023-Q1",
    )
    assert (entry.carats, entry.site, entry.licence, entry.finder) == (Decimal("1494769.87"), None, None, None)
    assert entry.case.status == Status.ACCEPTED


def test_an_entry_counts_in_the_periods_that_contain_its_own(load):
    load("2023-Q2,artisanal,Lubi,10.00")

    assert [counted(code) for code in ("2023-Q2", "2023-H1", "2023")] == [Decimal("10.00")] * 3
    assert [counted(code) for code in ("2023-Q1", "2023-H2", "2022")] == [None] * 3


def test_a_half_year_counts_in_no_quarter(load):
    load("2023-H1,artisanal,Lubi,10.00")

    assert [counted(code) for code in ("2023-Q1", "2023-Q2")] == [None, None]
    assert [counted(code) for code in ("2023-H1", "2023")] == [Decimal("10.00")] * 2


@pytest.mark.parametrize("name", ["Kôlo-Sud", "KOLO SUD", "kolo-sud", "Ko\u0302lo\u2011Sud", "ancien kolo", "KO"])
def test_a_province_is_known_by_any_of_its_names(load, regions, name):
    load(f"2023-Q1,artisanal,{name},1.00")

    assert Production.objects.get().region == regions[0]


def test_outside_the_artisanal_channel_the_name_is_a_company(load, country):
    load("2023-Q1,industrial,SACIM,462940.99", "2023-Q1,industrial,MIBA,16664.12")

    companies = Production.objects.order_by("company").values_list("company", "region")
    assert list(companies) == [("MIBA", country.pk), ("SACIM", country.pk)]


def test_a_total_with_parts_is_compared_and_never_added(load):
    said = load("2023-Q1,artisanal,Lubi,1.00", "2023-Q1,artisanal,Kolo Sud,2.00", "2023-Q1,artisanal,TOTAL,3.00")

    assert counted("2023-Q1") == Decimal("3.00")
    assert PublishedTotal.objects.get().carats == Decimal("3.00")
    assert "⚠" not in said


def test_a_total_that_differs_from_its_parts_loads_and_is_flagged(load):
    said = load("2023-Q1,artisanal,Lubi,10.00", "2023-Q1,artisanal,TOTAL,8.00")

    (line,) = [line for line in said.splitlines() if line.startswith("2023-Q1")]
    assert line.split()[3:6] == ["10.00", "8.00", "+2.00"]
    assert "⚠ 1 total differs from its parts." in said
    assert counted("2023-Q1") == Decimal("10.00")


def test_a_total_without_parts_is_the_entry(load, country):
    said = load("2023-Q1,artisanal,TOTAL,8.00", "2023-Q1,all,TOTAL,8.00")

    assert counted("2023-Q1") == Decimal("8.00")
    assert Production.objects.get().region == country
    assert PublishedTotal.objects.get().channel == "all"
    assert "the total is the entry" in said


def test_a_total_of_all_channels_alone_is_the_entry(load):
    load("2023-Q1,all,TOTAL,8.00")

    assert counted("2023-Q1", channel="all") == Decimal("8.00")
    assert not PublishedTotal.objects.exists()


def test_all_channels_are_compared_with_their_sum(load):
    said = load(
        "2023-Q1,artisanal,Lubi,10.00",
        "2023-Q1,artisanal,TOTAL,9.00",
        "2023-Q1,industrial,A,5.00",
        "2023-Q1,all,TOTAL,14.00",
    )

    (line,) = [line for line in said.splitlines() if " all " in line]
    assert line.split()[3:6] == ["15.00", "14.00", "+1.00"]


def test_a_reported_zero_is_an_entry(load):
    load("2023-Q1,artisanal,Lubi,0.00")

    assert counted("2023-Q1") == Decimal("0.00")


def test_every_entry_has_its_decision_and_its_journal_entry(load):
    load("2023-Q1,artisanal,Lubi,1.00", "2023-Q1,artisanal,Kolo Sud,2.00", "2023-Q1,artisanal,TOTAL,3.00")

    assert Decision.objects.filter(status=Status.ACCEPTED, reason="table.csv").count() == 2
    assert Entry.objects.filter(verb="published", kind="ledger.production").count() == 2
    assert Entry.objects.filter(verb="published", kind="ledger.publishedtotal").count() == 1


@pytest.mark.parametrize("again", ["2023-Q1", "2023-H1", "2023"])
def test_a_period_that_shares_days_with_one_loaded_is_refused(load, again):
    load("2023-Q1,artisanal,Lubi,1.00")

    with pytest.raises(CommandError, match=r"Line 2: .* was loaded before, as 2023-Q1"):
        load(f"{again},artisanal,Kolo Sud,5.00")
    assert counted("2023") == Decimal("1.00")


def test_a_period_inside_one_loaded_is_refused(load):
    load("2023-H1,artisanal,Lubi,1.00")

    with pytest.raises(CommandError, match="as 2023-H1"):
        load("2023-Q2,industrial,A,5.00")


def test_another_period_is_not_refused(load):
    load("2023-Q1,artisanal,Lubi,1.00")
    load("2023-Q2,artisanal,Lubi,2.00")

    assert counted("2023-H1") == Decimal("3.00")


@pytest.mark.parametrize("again", ["2023-Q1", "2023-H1"])
def test_replacing_keeps_the_old_entries_and_counts_the_new(load, again):
    load("2023-Q1,artisanal,Lubi,1.00", "2023-Q1,artisanal,Kolo Sud,1.00", "2023-Q1,artisanal,TOTAL,2.00")

    said = load(f"{again},artisanal,Lubi,5.00", replace=True)

    assert "2 entries of 2023-Q1 were replaced." in said
    assert counted("2023") == Decimal("5.00")
    assert Case.objects.filter(status=Status.REPLACED).count() == 2
    assert Entry.objects.filter(verb="replaced").count() == 3
    assert not PublishedTotal.objects.standing().exists()


def test_another_participants_periods_are_its_own(load, db):
    other = Participant.objects.create(code="XB", name_en="Bandia", name_fr="Bandia", source="imaginary")
    Region.objects.create(participant=other, code="XB", name="Bandia", kind="country", level=0, left=9, right=10)
    load("2023-Q1,artisanal,Lubi,1.00")

    load("2023-Q1,artisanal,TOTAL,5.00", participant="XB")

    assert counted("2023-Q1") == Decimal("6.00")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2023-Q1,artisanal,Atlantis,1", "“Atlantis” is not a province"),
        ("2023-Q1,artisanal,Arenland,1", "“Arenland” is not a province"),
        ("2023-Q1,artisanal,KÔLO SUD,1", "repeats line 2"),
        ("2023-Q1,artisanal,Ancien Kolo,1", "lie in line 2 already"),
        ("2023-Q1,artisanal,Bemba,1", "lie in line 2 already"),
        ("2023-H1,artisanal,Lubi,1", "shares days"),
        ("2023-Q1,artisanal,Lubi,1.234", "two ways"),
    ],
)
def test_one_wrong_line_loads_nothing(load, line, sentence):
    with pytest.raises(CommandError, match=f"Line 3: .*{sentence}"):
        load("2023-Q1,artisanal,Kolo Sud,1.00", line)

    assert not Production.objects.exists()
    assert not Entry.objects.exists()


def test_every_wrong_line_is_named_at_once(load):
    load("2022,artisanal,Lubi,1.00")

    with pytest.raises(CommandError) as told:
        load(
            "2022-Q1,artisanal,Lubi,1",
            "2023-Q1,artisanal,Atlantis,1",
            "2023-Q1,artisanal,Lubi,-1",
            "x,artisanal,Lubi,1",
        )

    assert [line.split(":")[0].strip() for line in str(told.value).splitlines()[1:]] == [
        "Line 2",
        "Line 3",
        "Line 4",
        "Line 5",
    ]


def test_a_name_that_two_provinces_share_is_refused(load, regions):
    Region.objects.filter(pk=regions[1].pk).update(also_called=["Ancien Kolo"])

    with pytest.raises(CommandError, match="several regions: KO, LU"):
        load("2023-Q1,artisanal,Ancien Kolo,1")


def test_a_province_goes_before_a_district_of_the_same_name(load, regions, district):
    Region.objects.filter(pk=district.pk).update(name="Lubi")

    load("2023-Q1,artisanal,Lubi,1")

    assert Production.objects.get().region == regions[1]


@pytest.mark.parametrize(
    ("file", "code", "sentence"), [("none.csv", "XA", "cannot be read"), ("x", "ZZ", "“ZZ” is not")]
)
def test_a_missing_file_or_participant_is_said_in_a_sentence(regions, file, code, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("load_published", str(Path("/nowhere") / file), participant=code)


def test_a_file_without_end_is_read_no_further_than_a_table_may_be(regions):
    with pytest.raises(CommandError, match="larger than 10 MB"):
        call_command("load_published", "/dev/zero", participant="XA")
