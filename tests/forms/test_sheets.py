"""A form as a sheet: the same questions, in the words of the paper."""

import pytest

from apps.forms.dictionary import all_forms
from apps.forms.sheets import sheet_columns


def test_headings_are_the_labels_in_the_order_of_the_paper():
    headings = [column.heading for column in sheet_columns(all_forms()["digger"], "fr")]

    assert headings[:3] == ["Numéro du registre", "Noms", "Surnom"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", list(all_forms()))
def test_no_two_columns_share_a_heading(code, language):
    headings = [column.heading for column in sheet_columns(all_forms()[code], language)]

    assert len(set(headings)) == len(headings)


def test_what_only_a_tablet_makes_has_no_column():
    keys = [column.key for column in sheet_columns(all_forms()["purchase"], "en")]

    assert "find_id" not in keys
