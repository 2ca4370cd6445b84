"""A form as a sheet: the same questions, in the words of the paper."""

from datetime import date, datetime

import pytest

from apps.forms.checking import as_answers, validate
from apps.forms.dictionary import all_forms
from apps.forms.sheets import answers_of, key_of_heading, row_of, sheet_columns

TODAY = date(2026, 11, 24)


@pytest.fixture
def digger():
    return all_forms()["digger"]


@pytest.fixture
def production():
    return all_forms()["production"]


@pytest.fixture
def licence():
    return all_forms()["licence"]


@pytest.fixture
def site():
    return all_forms()["site"]


def said(form, answers):
    return [(fault.field, fault.code) for fault in validate(form, answers, today=TODAY).faults]


def test_headings_are_the_labels_in_the_order_of_the_paper(digger):
    headings = [column.heading for column in sheet_columns(digger, "fr")]

    assert headings[:3] == ["Numéro du registre", "Noms", "Surnom"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", list(all_forms()))
def test_no_two_columns_share_a_heading(code, language):
    headings = [column.heading for column in sheet_columns(all_forms()[code], language)]

    assert len(set(headings)) == len(headings)


def test_what_only_a_tablet_makes_has_no_column():
    keys = [column.key for column in sheet_columns(all_forms()["purchase"], "en")]

    assert "find_id" not in keys


def test_a_heading_is_known_in_either_language_and_by_its_key(digger):
    keys = key_of_heading(digger)

    assert keys["names"] == keys["noms"] == "names"
    assert keys["birth_year"] == keys["année de naissance"] == keys["year of birth"] == "birth_year"


@pytest.mark.parametrize("code", list(all_forms()))
def test_no_heading_leads_to_two_columns(code):
    form = all_forms()[code]
    for language in ("en", "fr"):
        for column in sheet_columns(form, language):
            assert key_of_heading(form)[column.heading.casefold()] == column.key


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("8 524,31", "8524.31"), ("2.969.482,98", "2969482.98"), ("1494769.87", "1494769.87"), (1.25, "1.25"), (12, "12")],
)
def test_carats_are_read_as_people_write_them(production, cell, answer):
    assert answers_of(production, {"carats": cell})["carats"] == answer


@pytest.mark.parametrize("cell", ["1.234", "-1", "=1+1", "1,25 ct", 1.255, float("nan"), True])
def test_carats_that_cannot_be_read_for_certain_are_refused(production, cell):
    answers = answers_of(production, {"carats": cell})

    assert ("carats", "unreadable") in said(production, answers)


def test_an_area_that_can_be_read_in_two_ways_is_refused(licence):
    assert ("hectares", "unreadable") in said(licence, answers_of(licence, {"hectares": "1.234"}))
    assert ("hectares", "unreadable") not in said(licence, answers_of(licence, {"hectares": 1.234}))


@pytest.mark.parametrize(
    "cell", ["24/11/2026", "24.11.2026", "2026-11-24", date(2026, 11, 24), datetime(2026, 11, 24, 10, 2)]
)
def test_a_day_is_read_day_first(production, cell):
    assert answers_of(production, {"starts_on": cell})["starts_on"] == "2026-11-24"


def test_words_of_either_language_are_choices(digger):
    row = {"sex": "Femme", "roles": "Digging; lavage du gravier", "consent_photo": "Oui", "birth_year": 1984.0}

    answers = answers_of(digger, row)

    assert answers == {"sex": "woman", "roles": ["digging", "washing"], "consent_photo": True, "birth_year": 1984}


def test_a_blank_cell_is_not_an_answer(digger):
    assert answers_of(digger, {"names": " ", "birth_year": None, "consent_photo": ""}) == {}


def test_what_cannot_be_read_is_said_by_the_form(digger):
    answers = answers_of(digger, {"birth_year": "about 1984", "consent_photo": "perhaps"})

    assert {("birth_year", "unreadable"), ("consent_photo", "unreadable")} <= set(said(digger, answers))


def test_a_number_in_a_cell_is_still_a_number_on_paper(digger):
    assert answers_of(digger, {"number": 140.0, "site": 142})["site"] == {"number": "142"}


def test_a_position_is_read_in_degrees(site):
    row = {"point_lat_e6": "4,361", "point_lon_e6": -18.5551, "point_accuracy_m": 6}

    assert answers_of(site, row)["point"] == {"lat_e6": 4361000, "lon_e6": -18555100, "accuracy_m": 6}


def test_half_a_position_is_said_by_the_form(site):
    answers = answers_of(site, {"point_lat_e6": "4.361"})

    assert ("point", "unreadable") in said(site, answers)


def test_rows_stand_behind_one_another_in_one_cell(production):
    answers = answers_of(production, {"sizes": "sieve.1.11 | 2 | 0,85; sieve.1.12 || 0.40;"})

    assert answers["sizes"] == [
        {"class": "sieve.1.11", "stones": 2, "carats": "0.85"},
        {"class": "sieve.1.12", "carats": "0.40"},
    ]


@pytest.mark.parametrize(
    "cell", ["sieve.1.11", "sieve.1.11 | 2", "sieve.1.11 | two | 0.85", "a | 1 | 0.85 | more", "| |"]
)
def test_a_row_that_is_not_whole_is_said_by_the_form(production, cell):
    assert [field for field, _ in said(production, answers_of(production, {"sizes": cell}))].count("sizes") == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_row_reads_back_as_the_same_answers(production, site, language):
    found = {"number": "14-1", "site": {"number": "KO-1"}, "starts_on": "2026-11-01", "ends_on": "2026-11-24"}
    found |= {"channel": "artisanal", "basis": "weighed", "carats": "1234.50", "cleaned": False, "scale_step": "0.05"}
    found |= {
        "sizes": [{"class": "sieve.1.11", "stones": 2, "carats": "1000.00"}, {"class": "s.1.2", "carats": "234.50"}]
    }
    where = {"number": "KO-1", "name": "Bas", "region": "CI-1", "status": "active"}
    where |= {"point": {"lat_e6": -4361000, "lon_e6": 18555001, "accuracy_m": 6}}
    corners = [{"lat_e6": lat, "lon_e6": lon, "accuracy_m": 6} for lat, lon in [(0, 0), (900, 1), (1, 900)]]
    where |= {"area": {"corners": corners}}

    for form, answers in ((production, found), (site, where)):
        cleaned = validate(form, answers, today=TODAY).cleaned
        assert answers_of(form, row_of(form, cleaned, language)) == answers == as_answers(cleaned)
