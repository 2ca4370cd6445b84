"""Measures, columns and size classes: complete, in both languages, the same however often they are loaded."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from apps.columns.loading import load_reference
from apps.columns.models import ClassTable, Column, Measure, SizeClass

ROOT = Path(__file__).resolve().parents[2] / "fixtures" / "reference"
ASKED_OF_THE_FIGURES = {
    "production": "carats semi_industrial_carats industrial_carats total_carats usd stones artisanal_share",
    "purchases": "carats usd usd_per_carat",
    "gap": "carats percent",
    "sites": "active reserve mined_out flooded georeferenced licensed",
    "licences": "active issued expired revoked",
    "diggers": "registered women men not_stated",
    "buyers": "licensed",
    "offices": "reporting expected",
    "nil": "reports",
    "records": "pending",
    "carats": "pending",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def load():
    return lambda: load_reference(ROOT, lambda line: None)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Measure, Column, ClassTable, SizeClass)]


def test_loading_twice_is_loading_once(load):
    load()
    once = everything()
    load()

    assert everything() == once


def test_what_the_method_asks_no_more_is_no_column(load):
    load()
    asked = set(Column.objects.values_list("code", flat=True))
    Column.objects.filter(code="stock_state_counted").update(code="stock_state_basis")
    load()

    assert set(Column.objects.values_list("code", flat=True)) == asked


def test_there_are_fifteen_measures_and_the_numbering_is_ours(load):
    load()

    assert [measure.code for measure in Measure.objects.all()] == [f"MD-{number:02}" for number in range(1, 16)]
    assert all(measure.ours and measure.source for measure in Measure.objects.all())


def test_every_measure_is_asked_for_on_the_sheet_of_controls(load):
    load()
    asked = Column.objects.filter(sheet="controls", kind="coded", code__endswith="_answer")

    assert {column.measure_id for column in asked} == {measure.code for measure in Measure.objects.all()}


def test_the_four_sheets_have_columns_and_the_figures_find_theirs(load):
    load()
    asked = {f"{what}_{each}" for what, words in ASKED_OF_THE_FIGURES.items() for each in words.split()}

    assert {column.sheet for column in Column.objects.all()} == set(Column.Sheet.values)
    assert asked <= {column.code for column in Column.objects.all()}


def test_units_kinds_and_levels_are_words_of_the_grammar(load):
    load()
    for column in Column.objects.all():
        column.clean_fields()


def test_a_sum_is_an_amount_and_a_rate_is_a_share(load):
    load()
    amounts, shares = {"ct", "usd", "ha", "count"}, {"percent", "usd_per_ct"}

    assert {column.unit for column in Column.objects.filter(kind="sum")} <= amounts
    assert {column.unit for column in Column.objects.filter(kind="rate")} <= shares
    assert {column.unit for column in Column.objects.filter(kind="count")} <= {"count", "years"}


@pytest.mark.parametrize(
    ("model", "names"),
    [(Measure, ("title", "evidence")), (Column, ("title", "group", "rule")), (ClassTable, ("name",))],
)
def test_every_title_and_rule_has_a_french_one(load, model, names):
    load()

    for name in names:
        assert not model.objects.filter(**{f"{name}_en": ""}).exists()
        assert not model.objects.filter(**{f"{name}_fr": ""}).exists()


def test_titles_speak_the_language_of_the_reader(load):
    load()
    column = Column.objects.get(code="production_carats")
    with translation.override("fr"):
        assert column.title == str(column) == "Production artisanale"
    with translation.override("en-gb"):
        assert (column.title, column.group_title) == ("Artisanal production", "Production")


def test_titles_are_told_apart_within_their_group(load):
    load()
    for language in ("en", "fr"):
        heads = [
            (c.sheet, getattr(c, f"group_{language}"), getattr(c, f"title_{language}")) for c in Column.objects.all()
        ]
        assert len(heads) == len(set(heads))


def test_columns_stand_in_the_order_of_the_file_and_sheets_do_not_mix(load):
    load()
    columns = list(Column.objects.all())
    sheets = [column.sheet for column in columns]

    assert [column.position for column in columns] == list(range(1, len(columns) + 1))
    assert sorted(sheets, key=list(Column.Sheet.values).index) == sheets


def test_size_classes_rise_and_say_that_they_are_unconfirmed(load):
    load()
    table = ClassTable.objects.get()
    bounds = [size.lower for size in table.classes.all()]

    assert table.certainty == "unconfirmed"
    assert (bounds[0], bounds[-1], len(bounds)) == (Decimal("0.010"), Decimal("10.80"), 16)
    assert bounds == sorted(bounds)
