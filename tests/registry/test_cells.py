"""A cell of a sheet, to the answer that a tablet would give: what it says for certain, and what it does not."""

from datetime import date

import pytest

from apps.forms.checking import validate
from apps.forms.dictionary import all_forms
from apps.forms.reading import reader_of
from apps.forms.sheets import sheet_columns
from apps.registry.sheets.columns import answer_in, keys_under
from apps.registry.sheets.lists import Lists


def read(code, question, **cells):
    """The answer in one cell, or in those of a place: `read("digger", "sex", sex="Femme")`."""
    return answer_in(all_forms()[code].fields[question], cells, Lists({}))


def faults(code, question, **cells):
    answers = {question: read(code, question, **cells)}
    said = validate(all_forms()[code], answers, today=date(2026, 11, 24)).faults
    return [fault.code for fault in said if fault.field == question]


@pytest.mark.parametrize("code", list(all_forms()))
def test_a_heading_may_be_the_key_of_its_column(code):
    keys = [column.key for column in sheet_columns(all_forms()[code], "en")]

    assert keys_under(all_forms()[code], [key.upper() for key in keys]) == keys


@pytest.mark.parametrize(("cell", "answer"), [("8 524,31", "8524.31"), (1494769.87, "1494769.87"), (12, "12")])
def test_carats_are_read_as_people_write_them(cell, answer):
    assert read("production", "carats", carats=cell) == answer


@pytest.mark.parametrize("cell", ["1.234", "-1", "=1+1", "1,25 ct", 1.255, -1, float("nan"), True])
def test_carats_that_cannot_be_read_for_certain_are_refused(cell):
    carats = all_forms()["production"].fields["carats"]

    with pytest.raises(ValueError, match=r"."):
        reader_of(carats)(answer_in(carats, {"carats": cell}, Lists({})))


def test_only_text_can_be_read_in_two_ways():
    assert read("licence", "hectares", hectares=1.234) == "1.234"
    with pytest.raises(ValueError, match="two ways"):
        read("licence", "hectares", hectares="1.234")


@pytest.mark.parametrize("cell", ["24/11/2026", "24.11.2026", "24-11-2026", "2026-11-24", "2026-11-24T10:02:00"])
def test_a_day_is_read_day_first(cell):
    assert read("production", "starts_on", starts_on=cell) == "2026-11-24"


def test_words_of_either_language_are_choices():
    assert read("digger", "sex", sex="Femme") == "woman"
    assert read("digger", "roles", roles="Digging; lavage du gravier") == ["digging", "washing"]
    assert read("digger", "consent_photo", consent_photo="Oui") is True


@pytest.mark.parametrize(("question", "cell"), [("birth_year", "about 1984"), ("consent_photo", "perhaps")])
def test_what_cannot_be_read_is_said_in_words(question, cell):
    with pytest.raises(ValueError, match=f"“{cell}” is"):
        read("digger", question, **{question: cell})


@pytest.mark.parametrize("cell", ["", " ", None])
def test_a_blank_cell_is_not_an_answer(cell):
    assert read("digger", "names", names=cell) is None


def test_a_number_in_a_cell_is_still_a_number_on_paper():
    assert read("digger", "number", number=140.0) == "140"
    assert read("digger", "site", site=142) == {"number": "142"}


def test_a_position_is_read_in_degrees():
    cells = {"point_lat_e6": "4,361", "point_lon_e6": -18.5551, "point_accuracy_m": 6}

    assert read("site", "point", **cells) == {"lat_e6": 4361000, "lon_e6": -18555100, "accuracy_m": 6}


@pytest.mark.parametrize("degrees", ["inf", "-Infinity", "NaN", "1e9999999", "1_0", "9" * 5000, "٣"])
def test_degrees_that_are_none_are_said_by_the_form(degrees):
    cells = {"point_lat_e6": degrees, "point_lon_e6": "-18.5551", "point_accuracy_m": "6"}

    assert read("site", "point", **cells)["lat_e6"] == degrees


def test_a_number_of_thousands_of_digits_is_too_large():
    with pytest.raises(ValueError, match=r"^“9{39}…” is too large\.$"):
        read("inspection", "men", men="9" * 5000)


def test_rows_stand_behind_one_another_in_one_cell():
    assert read("production", "sizes", sizes="sieve.1.11 | 2 | 0,85; sieve.1.12 || 0.40;") == [
        {"class": "sieve.1.11", "stones": 2, "carats": "0.85"},
        {"class": "sieve.1.12", "carats": "0.40"},
    ]


@pytest.mark.parametrize("cell", ["sieve.1.11", "sieve.1.11 | 2", "a | 1 | 0.85 | more", "| |"])
def test_a_row_that_is_not_whole_is_said_by_the_form(cell):
    assert len(faults("production", "sizes", sizes=cell)) == 1


def test_a_part_of_a_row_that_cannot_be_read_is_said_in_words():
    with pytest.raises(ValueError, match="“two” is not a whole number"):
        read("production", "sizes", sizes="sieve.1.11 | two | 0.85")
