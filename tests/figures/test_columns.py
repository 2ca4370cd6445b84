from __future__ import annotations

from decimal import Decimal

import pytest

from apps.columns.models import Column
from apps.figures.columns import COLUMNS, QUERIES
from apps.figures.national import national_figures
from apps.figures.values import NOT_APPLICABLE, Rate
from apps.quantities.periods import Period

D = Decimal


def test_every_figure_has_a_column_that_asks_for_it(asked):
    assert set(COLUMNS) <= set(Column.objects.values_list("code", flat=True))


def test_a_rate_rounds_halves_up_and_keeps_its_totals():
    rate = Rate(D("1.00"), D("8.00"), percent=True)

    assert (rate.value, rate.over, rate.under) == (D("12.50"), D("1.00"), D("8.00"))
    assert Rate(D("0.01"), D("2.00")).value == D("0.01")


@pytest.mark.parametrize("over", ["0.00", "5.00"])
def test_a_rate_over_nothing_is_not_applicable(over):
    assert Rate(D(over), D("0.00")).value is NOT_APPLICABLE


def test_the_figures_need_few_queries(asked, country, django_assert_max_num_queries):
    with django_assert_max_num_queries(len(QUERIES) + 5):
        national_figures(Period.parse("2026"))
