"""Every form's blank sheet, filled, is brought in: each row becomes what a tablet's event with its answers becomes."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from apps.accounts.models import Role
from apps.forms.cells import show_cell
from apps.forms.checking import validate
from apps.forms.dictionary import all_forms
from apps.forms.sheets import sheet_columns
from apps.journal.models import Entry
from apps.ledger.models import Production, Purchase
from apps.ledger.sizing import kept_classes
from apps.registry.entering import BATCH
from apps.registry.kinds import all_kinds
from apps.review.models import Case, Flag, Status
from kpfield.papers.sheet import blank_sheet
from tests.forms.answering import Answering
from tests.sync.conftest import door, writer

__all__ = ["door", "writer"]

ROWS = 10
FORMS = pytest.mark.parametrize("code", list(all_forms()))


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def luc(posted, region):
    """Keeps the register of the province in which Awa carries her tablet."""
    return posted("luc", Role.REGISTRAR, region)


@pytest.fixture
def answering(digger, licence, buyer, accepted, found, francs, district, size_classes):
    """Somebody who answers a form and can name what is here: `answering("production", seed=1)`."""
    accepted("digger", "D-2", names="Awa Sy")
    accepted("buyer", "H-1", buyer_class="comptoir")
    found("F-1", "4.00")
    numbers = {"site": ["S-1"], "digger": ["D-1", "D-2"], "licence": ["L-1"], "buyer": ["B-1", "H-1"]}
    codes = {"regions": ["KO", "KO-1"], "countries": ["XA"], "currencies": ["XAF"], "size_classes": [*kept_classes()]}
    codes |= {"licence_classes": ["artisanal"], "buyer_classes": ["collector"]}

    def answer(code, *, seed=1):
        return Answering(all_forms()[code], seed, numbers=numbers | {"production": ["F-1"]}, codes=codes)

    return answer


def cleaned_of(form, answers):
    return validate(form, answers, today=date(2026, 11, 24)).cleaned


def filled(form, rows, language):
    """The blank sheet with a row for each set of answers, in words; days and amounts as a spreadsheet keeps them."""
    with override(language):
        book = load_workbook(BytesIO(blank_sheet(form)))
    for line, answers in enumerate(rows, 2):
        cleaned = cleaned_of(form, answers)
        for at, column in enumerate(sheet_columns(form, language), 1):
            answer = cleaned.get(column.field.code)
            if answer is not None:
                as_kept = line % 2 and isinstance(answer, date | Decimal)
                typed = answer if as_kept else show_cell(column.field, column.key, answer, language)
                cell = book.worksheets[0].cell(line, at)
                cell.value = typed
                # Text that begins as a formula does is text.
                cell.data_type = "s" if isinstance(typed, str) else cell.data_type
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def bring(desk, luc):
    """Upload a sheet of a form and answer with its preview: `bring("production", data)`."""

    def upload(code, data, *, by=luc, name="sheet.xlsx"):
        file = SimpleUploadedFile(name, data)
        return desk(by).post(page(code, "import"), {"import_file": file, "resource": "0"})

    return upload


@pytest.fixture
def confirm(desk, luc):
    def post(code, preview, *, by=luc):
        assert "confirm_form" in preview.context, (preview.context["faults"], preview.context["refusals"])
        return desk(by).post(page(code, "process_import"), preview.context["confirm_form"].initial, follow=True)

    return post


def page(code, act):
    return reverse(f"admin:{all_forms()[code].model.lower().replace('.', '_')}_{act}")


def described(code, numbers):
    """What is stored of these records, whoever wrote them: columns, rows below, flags, finds made with them."""
    records = all_kinds()[code].model.objects.filter(number__in=numbers).order_by("number")
    return [told(record) for record in records]


def told(record):
    columns = [column for column in record._meta.concrete_fields if column.name not in {"case", "written_at"}]
    below = [each for each in record._meta.related_objects if each.one_to_many and each.on_delete.__name__ == "CASCADE"]
    rows = {each.name: sorted(map(told_row, getattr(record, each.get_accessor_name()).all())) for each in below}
    flags = sorted(Flag.objects.filter(case=record.pk).values_list("code", "numbers"), key=str)
    with_it = [told(case.record()) for case in Case.objects.filter(together_with=record.pk)]
    return [{column.name: value_of(record, column) for column in columns}, rows, flags, with_it]


def told_row(row):
    own = [column for column in row._meta.concrete_fields if not column.primary_key]
    return str([value_of(row, column) for column in own if column.name not in {"production", "purchase"}])


def value_of(row, column):
    """Of another record its number: two that are alike have ids of their own."""
    value = getattr(row, column.name)
    return str(getattr(value, "number", value)) if column.is_relation else value


@FORMS
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_filled_sheet_becomes_what_a_tablet_would_have_sent(
    code, language, answering, bring, confirm, desk, luc, door, writer
):
    form, somebody = all_forms()[code], answering(code)
    rows = [somebody.answers() for _ in range(ROWS)]
    numbers = [row["number"] for row in rows]
    with transaction.atomic():
        assert set(door.statuses(*(writer.write(code, "create", row) for row in rows))) == {"applied"}
        sent = described(code, numbers)
        transaction.set_rollback(True)
    luc.language = language
    luc.save()

    confirm(code, bring(code, filled(form, rows, language)))

    assert len(sent) == ROWS
    assert described(code, numbers) == sent


@FORMS
def test_the_same_sheet_again_adds_nothing(code, answering, bring, confirm, luc):
    form, somebody = all_forms()[code], answering(code, seed=2)
    sheet = filled(form, [somebody.answers() for _ in range(ROWS)], "en")
    confirm(code, bring(code, sheet))
    there = Case.objects.count()

    preview = bring(code, sheet)
    confirm(code, preview)

    assert preview.context["counts"] == {"new": 0, "changed": 0, "same": ROWS, "wrong": 0}
    assert Case.objects.count() == there


def test_what_is_taken_waits_for_somebody_else_and_stands_in_the_journal(answering, bring, confirm, luc):
    row = answering("purchase").answers() | {"with_find": True, "find_id": str(uuid4()), "find_number": "G-1"}
    row.pop("production", None)

    confirm("purchase", bring("purchase", filled(all_forms()["purchase"], [row], "en")))

    sale = Purchase.objects.get(number=row["number"])
    made = {str(sale.pk), str(sale.sources.get().production_id)}
    assert (sale.status, sale.case.captured_by) == (Status.PENDING, luc)
    assert (
        set(
            Entry.objects.filter(verb="created", object_id__in=made, by=f"user:{luc.pk}").values_list(
                "object_id", flat=True
            )
        )
        == made
    )
    with pytest.raises(ValidationError):
        sale.case.decide(Status.ACCEPTED, by=luc, seen=sale.case.version)


# -- a fact is recorded once -----------------------------------------------------------------------------------------

FOUND = {"Entry number": "F-7", "Site": "S-1", "First day": "2026-11-02", "Last day": "2026-11-02"}
FOUND |= {"Kind of mining": "Artisanal", "How it is known": "Declared", "Carats": "1.25"}
SOLD = {"Number printed on the slip": "BRL 104", "Day of purchase": "2026-11-03", "Seller": "D-1", "Buyer": "B-1"}
SOLD |= {"The seller is": "A digger", "Licence of the seller": "L-1", "The site is known": "yes", "Site": "S-1"}
SOLD |= {"Carats": "1.25", "Full price": "700", "Currency": "CFA franc", "Paid by": "Cash"}


def csv_of(*rows):
    stream = StringIO()
    csv.writer(stream, delimiter=";").writerows([rows[0], *(row.values() for row in rows)])
    return stream.getvalue().encode()


def faults(preview):
    return {cell: sentence for cell, _, [sentence] in preview.context["faults"]}


def test_a_sheet_corrects_no_fact_and_says_what_is_otherwise(bring, found, licence):
    found("F-7", "1.50", basis="declared")

    [sentence] = faults(bring("production", csv_of(FOUND | {"Site": "S-1"}))).values()

    assert "F-7 is recorded already and says something else (Carats: 1.50 → 1.25)" in sentence


def test_a_slip_that_a_tablet_has_sent_is_here_already(bring, sold):
    sold("R-1", "1.25", slip_number="brl-00104")

    assert bring("purchase", csv_of(SOLD)).context["counts"]["same"] == 1


def test_a_slip_that_says_something_else_than_the_tablet_is_told_under_the_number_it_has(bring, sold):
    sold("R-1", "1.30", slip_number="BRL 104")

    assert "R-1 is recorded already" in faults(bring("purchase", csv_of(SOLD | {"Carats": "1.25"})))["2"]


def test_a_slip_is_the_number_of_a_sale_that_has_no_other(bring, confirm, sold, digger, licence, buyer, francs):
    confirm("purchase", bring("purchase", csv_of(SOLD)))

    assert Purchase.objects.get().number == "BRL 104"


def test_one_slip_stands_once_in_a_sheet(bring, digger, licence, buyer, francs):
    twice = [{"Receipt number": f"R-{n}", **SOLD} for n in (1, 2)]

    assert faults(bring("purchase", csv_of(*twice)))["B3"] == "BRL 104 stands in this sheet more than once."


def test_a_find_that_was_corrected_is_not_added_again(bring, found, supervisor):
    first = found("F-7", "1.25", basis="declared", licence=None)
    found("F-7", "1.30", basis="declared", licence=None, replaces=first).case.decide(
        Status.ACCEPTED, by=supervisor, seen=1
    )

    assert bring("production", csv_of(FOUND)).context["counts"]["same"] == 1


def test_size_classes_that_differ_are_no_same_find(bring, found, size_classes):
    found("F-7", "1.25", basis="declared", licence=None)

    [sentence] = faults(bring("production", csv_of(FOUND | {"By size class": "11 | 2 | 1,25"}))).values()

    assert "By size class" in sentence


# -- regions ---------------------------------------------------------------------------------------------------------


def test_what_another_region_has_is_unknown(bring, confirm, accepted, recorded, other_region, region, site):
    stranger = accepted("site", "S-9", at=other_region, region="LU")
    recorded("production", "F-7", site=stranger, at=other_region)

    preview = bring("production", csv_of(FOUND | {"Site": "S-9"}))
    confirm("production", preview)

    find = Production.objects.get(number="F-7", region=region)
    assert "S-9 (not in the register)" in preview.context["new"][0].diff
    assert (find.site, find.site_written) == (None, "S-9")
    assert "unknown_number" in find.case.flags.values_list("code", flat=True)


def test_a_site_is_registered_in_the_regions_of_whoever_brings_it(bring, other_region):
    row = {"Site number": "S-5", "Name of the site": "Lubi", "Region": "Lubi", "State of the site": "Active"}

    assert faults(bring("site", csv_of(row))) == {"C2": "“Lubi” is not in the list."}


def test_a_name_that_is_kept_is_not_told_by_asking_for_it(bring, recorded, region, other_region, country, luc):
    """Luc reads the whole country, and keeps the register of his province alone."""
    luc.postings.create(role=Role.AUDITOR, region=country, starts_on=date(2026, 1, 1))
    given = {"concerned": "person", "person_name": "Sira Bemba", "place": "Kolo", "site": None}
    row = {"Infraction number": "I-1", "Day it was seen": "2026-11-03", "Place": "Kolo", "Whom it concerns": "person"}
    row |= {"Kind of infraction": "false_papers", "Name": "Somebody else", "Decision": "open"}

    recorded("infraction", "I-1", at=other_region, **given)
    elsewhere = bring("infraction", csv_of(row))

    recorded("infraction", "I-2", at=region, **given)
    here = bring("infraction", csv_of(row | {"Infraction number": "I-2"}))

    assert ("Sira Bemba" in elsewhere.content.decode(), "Sira Bemba" in here.content.decode()) == (False, True)
    assert elsewhere.context["counts"]["new"] == 1


def test_a_right_in_one_region_reaches_no_register_of_another(bring, accepted, region, other_region, licence, luc):
    """Luc issues licences in Lubi, and keeps the register of Kolo."""
    luc.postings.create(role=Role.LICENSING, region=other_region, starts_on=date(2026, 1, 1))
    accepted("digger", "D-9", at=other_region)
    row = {"Register number": "D-9", "Names": "Other", "Sex": "Man", "Year of birth": "1980", "Residence": "Kolo"}
    row |= {"Work at the site": "Digging", "Why the data are kept": "legal_duty"}

    assert faults(bring("digger", csv_of(row))) == {"A2": "D-9 belongs to another region."}


def test_who_issues_licences_brings_theirs_and_no_finds(bring, posted, region):
    lea = posted("lea", Role.LICENSING, region)
    row = {"Buyer’s number": "B-7", "Class": "collector", "Names": "Paul", "Valid from": "2026-01-01"}

    preview = bring("buyer", csv_of(row | {"Valid to": "2026-12-31"}), by=lea)

    assert preview.context["counts"]["new"] == 1
    assert bring("production", csv_of(FOUND), by=lea).status_code == 403


@pytest.mark.parametrize(
    "hostile", [b"PK\x03\x04 no archive", b"\xff\xfe", b"a;b\0", b""], ids=["zip", "utf16", "nul", "empty"]
)
def test_what_is_no_sheet_is_refused_in_words(bring, hostile):
    preview = bring("production", hostile)

    assert preview.status_code == 200
    assert preview.context["form"].errors["import_file"]


# -- places, and what they cost --------------------------------------------------------------------------------------


def test_a_site_keeps_what_a_tablet_measured_where_its_sheet_says_the_same(bring, confirm, accepted):
    site = accepted("site", "S-5", point={"lat_e6": 4361000, "lon_e6": 18555000, "accuracy_m": 6, "mock": True})
    row = {"Site number": "S-5", "Name of the site": "Lower bend", "Region": "Kolo", "State of the site": "Active"}
    row |= {"Position: latitude": "4,361", "Position: longitude": "18.555", "Position: accuracy in metres": "6"}

    confirm("site", bring("site", csv_of(row)))

    site.refresh_from_db()
    assert (site.name, site.made_up, site.status) == ("Lower bend", True, Status.PENDING)


def test_a_fault_of_a_place_stands_at_its_first_cell(bring, region):
    row = {"Site number": "S-5", "Name of the site": "Bend", "Region": "Kolo", "State of the site": "Active"}

    assert faults(bring("site", csv_of(row | {"Position: latitude": "4.361"}))) == {"E2": "Take the position again."}


def shared(numbers):
    return csv_of(*({**FOUND, "Entry number": f"F-{n}", "Who shares the find": "D-1 | 1; D-2 || 2"} for n in numbers))


def test_sixty_rows_ask_as_little_as_twenty(bring, confirm, answering):
    answering("production")
    asked = []
    for rows in (range(100, 120), range(200, 260)):
        with CaptureQueriesContext(connection) as questions:
            confirm("production", bring("production", shared(rows)))
        asked.append(len(questions))

    # SQLite takes so many values a statement.
    assert asked[1] < asked[0] + 5
    assert Production.objects.filter(finders__digger__number="D-2").distinct().count() == 80


def test_a_fault_in_a_late_row_takes_back_those_before_it(bring, confirm, found, answering):
    """Somebody has recorded one of them since the preview."""
    answering("production")
    preview = bring("production", shared(range(100, 100 + BATCH + 2)))
    found(f"F-{100 + BATCH + 1}", "9.00")
    there = Case.objects.count()

    answer = confirm("production", preview)

    assert "Nothing was taken from this sheet" in answer.content.decode()
    assert (Case.objects.count(), Entry.objects.filter(verb="created").count()) == (there, 0)
