"""The figures of a region at the desk: added up by the database, of those regions alone, and kept back on paper."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from apps.accounts.models import User
from apps.places.models import Region
from kpfield.flows.guarding import is_safe, kept_back
from kpfield.flows.steps import By, steps_to
from kpfield.flows.sums import Flow

D = Decimal
LAST_YEAR = timezone.localdate().year - 1
MAY = date(LAST_YEAR, 5, 4)
SHEET = "/desk/figures/sheet/"


@pytest.fixture
def dug(found, registrar, other_region):
    """An accepted find of a day: `dug("F-1", "1.25", MAY)`."""

    def dig(number, carats, day, **given):
        case = found(number, carats, starts_on=day, ends_on=day, **given).case
        case.decide("accepted", by=registrar, seen=case.version)

    return dig


@pytest.fixture
def bought(sold, registrar):
    def buy(number, carats, day, **given):
        case = sold(number, carats, bought_on=day, **given).case
        case.decide("accepted", by=registrar, seen=case.version)

    return buy


def page(client, **address):
    answer = client.get("/desk/figures/", address)
    assert answer.status_code == 200
    return answer


def row_of(answer, name, rows="rows_by_time"):
    return next(row for row in answer.context[rows] if row["name"] == name)


def test_what_was_found_and_bought_stands_in_its_half_year(desk, registrar, dug, bought, found):
    dug("F-1", "1.25", MAY)
    dug("F-2", "2.50", MAY)
    bought("R-1", "3.00", MAY)
    found("F-3", "9.00", starts_on=MAY, ends_on=MAY)

    answer = page(desk(registrar), by="half")

    row = row_of(answer, f"{LAST_YEAR}-H1")
    assert (row["cells"][:2], row["waiting"]) == (["3.75", "3.00"], 1)
    assert row_of(answer, f"{LAST_YEAR}-H2")["cells"] == ["..", "..", ".."]
    assert f"The most was found in {LAST_YEAR}-H1: 3.75 ct. 1 record more waits for review." in answer.content.decode()


def test_a_reported_zero_is_no_silence(desk, registrar, dug):
    dug("F-1", "0.00", MAY, nil=True)

    assert row_of(page(desk(registrar), by="half"), f"{LAST_YEAR}-H1")["cells"][0] == "0.00"


def test_what_ends_another_record_and_a_resale_add_nothing(desk, registrar, dug, resold):
    dug("F-1", "1.25", MAY)
    resold("V-1", "7.00", bought_on=MAY)

    assert row_of(page(desk(registrar), by="half"), f"{LAST_YEAR}-H1")["cells"] == ["1.25", "..", ".."]


def test_each_part_of_a_region_has_its_line(desk, registrar, dug, region, other_region):
    dug("F-1", "1.25", MAY)

    answer = page(desk(registrar), by="half")

    told = {row["name"]: row["cells"][0] for row in answer.context["rows_by_place"]}
    assert told == {"Kolo": "1.25", "Lubi": ".."}
    assert row_of(page(desk(registrar), by="half", region=region.pk), f"{LAST_YEAR}-H1")["cells"][0] == "1.25"


def test_each_part_has_its_shape_on_one_scale(desk, registrar, dug, found):
    dug("F-1", "1.25", MAY)
    dug("F-2", "2.50", MAY.replace(month=8))
    found("F-3", "9.00", starts_on=MAY, ends_on=MAY)

    kolo, lubi = page(desk(registrar), by="half").context["of_each"]

    place = [step.code for step in steps_to(timezone.localdate(), By.HALF)].index(f"{LAST_YEAR}-H1")
    assert (kolo["name"], kolo["cells"][place : place + 2]) == ("Kolo", ["1.25", "2.50"])
    assert [(box.high, box.look) for box in kolo["drawing"].boxes] == [(40, "partial"), (80, "first")]
    assert (lubi["drawing"].boxes, set(lubi["cells"])) == ([], {".."})


def test_nothing_of_another_region_is_added(desk, other_supervisor, dug, region):
    dug("F-1", "1.25", MAY)
    client = desk(other_supervisor)

    assert "No find and no first purchase of Lubi was recorded" in page(client, by="half").content.decode()
    assert client.get("/desk/figures/", {"region": region.pk}).status_code == 404
    assert client.get(SHEET, {"region": region.pk, "period": f"{LAST_YEAR}-H1"}).status_code == 404


def test_who_reads_no_records_has_no_figures_here(desk, posted):
    client = desk(posted("paule", "plenary", None))

    assert client.get("/desk/figures/").status_code == 403
    assert client.get(SHEET).status_code == 403
    assert "/desk/figures/" not in client.get("/desk/").content.decode()


@pytest.mark.parametrize("address", ["by=week", "by=%00", "region=(", "state=("])
def test_what_no_form_of_ours_wrote_is_nowhere(desk, registrar, address):
    assert desk(registrar).get(f"/desk/figures/?{address}").status_code == 404


@pytest.mark.parametrize("period", ["", "2026", "2026-Q1", "2026-H3", "9999-H1", "%00"])
def test_a_sheet_is_of_a_half_year(desk, registrar, period):
    assert desk(registrar).get(f"{SHEET}?period={period}").status_code == 404


@pytest.mark.parametrize("by", By.values)
def test_many_records_ask_as_much_as_one(desk, questions, registrar, dug, by):
    dug("F-1", "1.25", timezone.localdate())
    one = questions(desk(registrar), f"/desk/figures/?by={by}")
    for n in range(2, 6):
        dug(f"F-{n}", "1.25", timezone.localdate())

    assert questions(desk(registrar), f"/desk/figures/?by={by}") == one


def test_the_picture_is_drawn_the_same_in_french(desk, registrar, dug):
    dug("F-1", "1234.25", MAY)
    english, french = (
        desk(registrar).get("/desk/figures/?by=half", headers={"accept-language": language}).content.decode()
        for language in ("en", "fr")
    )

    assert re.findall(r"<rect[^>]*>", english) == re.findall(r"<rect[^>]*>", french)
    assert "1,234.25" in english
    assert "1\u202f234,25" in french


def test_the_steps_lead_up_to_today():
    months, quarters, halves = (steps_to(date(2026, 11, 30), by) for by in By.values)

    assert (months[0].first, months[-1].last) == (date(2025, 12, 1), date(2026, 11, 30))
    assert [step.code for step in quarters[-2:]] == ["2026-Q3", "2026-Q4"]
    assert [step.code for step in halves] == ["2024-H1", "2024-H2", "2025-H1", "2025-H2", "2026-H1", "2026-H2"]


@pytest.mark.parametrize("language", ["en-gb", "fr"])
def test_no_two_months_are_called_the_same(language):
    with override(language):
        steps = steps_to(date(2026, 11, 30), By.MONTH)

        assert len({step.name for step in steps}) == len({step.short for step in steps}) == 12


# -- on paper -------------------------------------------------------------------------------------------------------


def sheet(client, **address):
    answer = client.get(SHEET, {"period": f"{LAST_YEAR}-H1", **address})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return [one.decode("cp1252") for one in re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", answer.content)]


def test_what_one_licence_has_found_is_kept_back_and_the_page_says_it(desk, registrar, dug):
    dug("F-1", "1.25", MAY)
    client = desk(registrar)

    words = sheet(client)

    assert "1.25" in page(client, by="half").content.decode()
    assert "1.25" not in words
    # At the end of its bar, in its line and in the total.
    assert words.count("s") == 3


def test_what_many_have_found_is_printed(desk, registrar, dug, accepted, site):
    for n in range(4):
        dug(f"F-{n}", "1.25", MAY, licence=accepted("licence", f"L-1{n}", site=site))

    words = sheet(desk(registrar))

    assert words.count("5.00") == 3
    assert {"Kolo", "Arenland"} <= set(words)


@pytest.mark.parametrize(("parts", "told", "drawn"), [(11, 11, True), (12, 12, False), (38, 38, False), (39, 0, False)])
def test_a_page_takes_as_many_parts_as_it_can(desk, registrar, country, parts, told, drawn):
    for n in range(parts):
        bounds = {"left": 100 + 2 * n, "right": 101 + 2 * n}
        Region.objects.create(
            participant=country.participant,
            parent=country,
            code=f"P{n}",
            name=f"P{n}",
            kind="province",
            level=1,
            **bounds,
        )
    Region.objects.filter(pk=country.pk).update(right=500)

    words = sheet(desk(registrar))

    assert (len({word for word in words if re.fullmatch(r"P\d+", word)}), "found" in words) == (told, drawn)
    assert words.count("P0") == bool(told) + drawn


def flow(carats, contributors, largest):
    return Flow(D(carats), None, contributors, D(largest))


MANY, FEW, ONE = flow("100", 9, "20"), flow("40", 2, "30"), flow("5", 1, "5")


@pytest.mark.parametrize(
    ("told", "safe"),
    [(None, True), (flow("0", 1, "0"), True), (MANY, True), (FEW, False), (flow("100", 9, "86"), False)],
)
def test_a_sum_of_few_or_of_mostly_one_is_not_safe(told, safe):
    assert is_safe(told) == safe


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ([MANY, MANY], set()),
        ([MANY, None, flow("90", 4, "40")], set()),
        # One alone would be the total less the other.
        ([MANY, ONE, flow("90", 4, "40")], {1, 2}),
        # Two know each other's: a third follows.
        ([ONE, flow("6", 1, "6"), MANY, flow("90", 4, "40")], {0, 1, 3}),
        ([FEW, FEW, MANY], {0, 1}),
        ([ONE], {0}),
    ],
)
def test_what_is_kept_back_cannot_be_worked_out(parts, hidden):
    assert kept_back(parts) == hidden


def test_the_largest_contributor_is_counted_over_all_his_records(desk, registrar, dug, accepted, site):
    for n in range(3):
        dug(f"F-{n}", "1.00", MAY, licence=accepted("licence", f"L-1{n}", site=site))
    for n in range(3, 9):
        dug(f"F-{n}", "4.00", MAY)

    assert "27.00" not in sheet(desk(registrar))


def test_a_superuser_begins_with_the_first_region(desk, registrar, dug):
    dug("F-1", "1.25", MAY)

    assert page(desk(User.objects.create_superuser("root"))).context["asked"].region == Region.objects.first()
