"""Diggers in and out as a sheet: shown first, taken whole or not at all, and waiting for review."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.journal.models import Entry
from apps.places.models import SpokenLanguage
from apps.registry.forms.digger import DIGGER
from apps.registry.models import Digger
from apps.registry.sheets import storage
from apps.review.models import Case, Flag, Status

HEADINGS = ["Register number", "Names", "Sex", "Year of birth", "Residence", "Work at the site", "Site"]
HEADINGS += ["Why the data are kept"]
ROW = ["D-70", "Ali Traoré", "Man", 1980, "Kolo", "Digging; Washing gravel", "S-1", "legal_duty"]
IMPORT = "admin:registry_digger_import"
CONFIRM = "admin:registry_digger_process_import"
EXPORT = "admin:registry_digger_export"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def workbook(*rows, headings=HEADINGS):
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for line, row in enumerate([headings, *rows]):
        for column, value in enumerate(row):
            sheet.write(line, column, value) if isinstance(value, int) else sheet.write_string(line, column, value)
    book.close()
    return stream.getvalue()


@pytest.fixture
def bring(desk, registrar):
    """Upload a sheet and answer with its preview: `bring(workbook(ROW))`."""

    def upload(data, *, by=registrar, name="register.xlsx"):
        file = SimpleUploadedFile(name, data)
        return desk(by).post(reverse(IMPORT), {"import_file": file, "resource": "0"})

    return upload


@pytest.fixture
def confirm(desk, registrar):
    def post(preview, *, by=registrar):
        return desk(by).post(reverse(CONFIRM), preview.context["confirm_form"].initial, follow=True)

    return post


def varied(**changes):
    return [changes.get(heading.split()[0].lower(), value) for heading, value in zip(HEADINGS, ROW, strict=True)]


def faults(preview):
    return {(cell, column): sentences for cell, column, sentences in preview.context["faults"]}


# -- in --------------------------------------------------------------------------------------------------------------


def test_a_preview_says_what_it_would_do_and_does_nothing(bring, site):
    preview = bring(workbook(ROW))

    assert preview.context["counts"] == {"new": 1, "changed": 0, "same": 0, "wrong": 0}
    assert not Digger.objects.exists()


def test_what_is_taken_waits_for_review_under_the_name_of_who_brought_it(bring, confirm, site, registrar):
    confirm(bring(workbook(ROW)))

    digger = Digger.objects.get(number="D-70")
    assert (digger.site, digger.roles, digger.birth_year) == (site, ["digging", "washing"], 1980)
    assert (digger.status, digger.case.captured_by, digger.region) == (Status.PENDING, registrar, site.region)
    assert Entry.objects.get(object_id=str(digger.pk)).verb == "created"


def test_headings_and_answers_are_read_in_french(bring, confirm, site):
    codes = ["number", "names", "sex", "birth_year", "residence", "roles", "site", "legal_basis"]
    row = ["D-70", "Ali", french("sex", "man"), 1980, "Kolo", french("roles", "digging"), "S-1"]

    headings = [DIGGER.fields[code].label.fr for code in codes]
    confirm(bring(workbook([*row, french("legal_basis", "legal_duty")], headings=headings)))

    digger = Digger.objects.get()
    assert (digger.sex, digger.roles, digger.legal_basis) == ("man", ["digging"], "legal_duty")


@pytest.mark.parametrize("written", ["Sango", "sango", "SG"])
def test_the_language_of_a_consent_is_read_by_its_name_or_code(bring, confirm, site, participant, written):
    SpokenLanguage.objects.create(participant=participant, code="sg", name_en="Sango", name_fr="sango", position=0)
    asked = ["consent_photo", "consent_on", "consent_language"]

    headings = [*HEADINGS, *(DIGGER.fields[code].label.en for code in asked)]
    confirm(bring(workbook([*ROW, "yes", "2026-11-24", written], headings=headings)))

    assert Digger.objects.get().consent_language == "sg"


def french(question, code):
    return next(option.label.fr for option in DIGGER.fields[question].choices.options if option.code == code)


def test_one_fault_and_nothing_is_taken(bring, site):
    preview = bring(workbook(ROW, varied(register="D-71", names="", sex="girl", year=2015)))

    assert faults(preview) == {
        ("B3", "Names"): ["This is needed."],
        ("C3", "Sex"): ["“girl” is not in the list."],
        ("D3", "Year of birth"): ["The register takes adults. Count this person at the inspection, without a name."],
    }
    assert preview.context["counts"]["new"] == 1
    assert "confirm_form" not in preview.context


def test_the_same_sheet_twice_brings_nothing_new(bring, confirm, site):
    confirm(bring(workbook(ROW)))

    preview = bring(workbook(ROW))

    assert preview.context["counts"] == {"new": 0, "changed": 0, "same": 1, "wrong": 0}


def test_a_preview_confirmed_twice_counts_once(bring, confirm, site):
    preview = bring(workbook(ROW))
    confirm(preview)

    again = confirm(preview)

    assert "This sheet was confirmed already" in again.content.decode()
    assert Digger.objects.count() == 1


def test_a_changed_row_is_a_correction_that_waits(bring, confirm, accepted, site):
    digger = accepted("digger", "D-70", names="Ali Traore", site=site)

    preview = bring(workbook(ROW))
    confirm(preview)

    assert "Ali Traore → Ali Traoré" in preview.context["changed"][0].diff
    digger.refresh_from_db()
    assert (digger.names, digger.status) == ("Ali Traoré", Status.PENDING)


def test_a_blank_cell_leaves_what_stands(bring, confirm, accepted, site):
    digger = accepted("digger", "D-70", nickname="Papa", site=site)

    confirm(bring(workbook(ROW)))

    digger.refresh_from_db()
    assert digger.nickname == "Papa"


def test_what_changed_since_the_preview_is_not_overwritten(bring, confirm, accepted, site):
    digger = accepted("digger", "D-70", site=site)
    preview = bring(workbook(ROW))
    digger.nickname = "Papa"
    digger.save()

    answer = confirm(preview)

    assert "D-70 was changed since the preview. Look at it again." in answer.content.decode()
    digger.refresh_from_db()
    assert digger.names == "Marie Koné"


def test_a_number_twice_in_a_sheet_is_a_fault(bring, site):
    preview = bring(workbook(ROW, ROW))

    assert faults(preview)["A2", "Register number"] == ["D-70 stands in this sheet more than once."]


def test_a_site_that_is_in_no_register_is_kept_as_written_and_flagged(bring, confirm, site, region, country):
    confirm(bring(workbook(varied(site="S-404"))))

    digger = Digger.objects.get()
    assert (digger.site, digger.site_written, digger.region) == (None, "S-404", country)
    assert Flag.objects.get(case=digger.pk).code == "unknown_number"


def test_blank_lines_keep_the_count_of_lines(bring, site):
    preview = bring(workbook([""] * 8, varied(sex="girl")))

    assert [cell for cell, _ in faults(preview)] == ["C3"]


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        ([*HEADINGS, "Shoe size"], "No column of this sheet is called “Shoe size”."),
        (HEADINGS[1:], "The column “Register number” is missing."),
        ([*HEADINGS, "Noms"], "The column “Names” stands twice."),
    ],
    ids=["unknown", "missing", "twice"],
)
def test_headings_are_said_in_words(bring, site, headings, sentence):
    row = [*ROW, "x"][: len(headings)]

    assert bring(workbook(row, headings=headings)).context["refusals"] == [sentence]


def test_a_registrar_of_another_region_changes_no_record_of_ours(bring, posted, other_region, digger):
    preview = bring(workbook(varied(register="D-1")), by=posted("luc", "registrar", other_region))

    assert "D-1 belongs to another region." in preview.content.decode()


@pytest.mark.parametrize("role", ["supervisor", "auditor", "plenary"])
def test_only_who_keeps_the_register_brings_sheets_or_takes_them(bring, desk, posted, country, role):
    somebody = posted("luc", role, None if role == "plenary" else country)

    assert bring(workbook(ROW), by=somebody).status_code == 403
    assert desk(somebody).post(reverse(EXPORT), {"format": "1"}).status_code == 403


def test_what_cannot_be_confirmed_does_not_wait_on_disk(bring, site):
    bring(workbook(varied(sex="girl")))

    assert list(storage.folder().iterdir()) == []


def test_a_name_that_climbs_out_of_the_folder_opens_nothing(desk, registrar, settings, tmp_path):
    (tmp_path / "secret").write_text("x")
    given = {"import_file_name": "../secret", "original_file_name": "x", "format": "1", "seen_at": "2026-11-24T10:00Z"}

    assert desk(registrar).post(reverse(CONFIRM), given).status_code == 400


def test_a_batch_costs_no_question_a_row(bring, confirm, site, django_assert_max_num_queries):
    preview = bring(workbook(*[varied(register=f"D-{n}") for n in range(60)]))

    with django_assert_max_num_queries(60):
        confirm(preview)

    assert Case.objects.filter(kind="registry.digger").count() == 60


# -- out -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def take_out(desk, registrar):
    def post(kind, *, by=registrar, **query):
        url = reverse(EXPORT, query=query) if query else reverse(EXPORT)
        return desk(by).post(url, {"format": {"xlsx": "0", "csv": "1"}[kind], "resource": "0"}).content

    return post


def test_the_page_says_how_many_rows(desk, registrar, digger):
    page = desk(registrar).get(reverse(EXPORT)).content.decode()

    assert "1 row, as the list is filtered now." in page


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_taken_out_comes_back_as_nothing_new(bring, take_out, digger, kind):
    digger.documents.create(kind="passport", number="P-1", seen=True)

    preview = bring(take_out(kind), name=f"register.{kind}")

    assert preview.context["counts"] == {"new": 0, "changed": 0, "same": 1, "wrong": 0}


def test_a_region_takes_out_its_own_people_only(take_out, posted, other_region, recorded, digger):
    recorded("digger", "D-90", names="Awa Sy", at=other_region)

    rows = list(csv.reader(StringIO(take_out("csv", by=posted("luc", "registrar", other_region)).decode("utf-8-sig"))))

    assert [row[0] for row in rows[1:]] == ["D-90"]


def test_a_workbook_holds_text_as_text(take_out, recorded, site):
    recorded("digger", "D-90", names="=1+1")

    sheet = openpyxl.load_workbook(BytesIO(take_out("xlsx"))).active

    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    assert "=1+1" in {cell.value for row in sheet for cell in row}


def test_columns_without_a_heading_are_left_out_one_by_one(bring, confirm, site):
    headings = ["Register number", "", "", *HEADINGS[1:]]

    confirm(bring(workbook(["D-70", "first", "second", *ROW[1:]], headings=headings)))

    assert Digger.objects.get(number="D-70").names == "Ali Traoré"
