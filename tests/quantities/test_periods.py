from __future__ import annotations

from datetime import date

import pytest

from apps.quantities.periods import Period


@pytest.mark.parametrize(
    ("code", "starts_on", "ends_on"),
    [
        ("2023-Q1", date(2023, 1, 1), date(2023, 3, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023-H2", date(2023, 7, 1), date(2023, 12, 31)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_code_names_its_days(code, starts_on, ends_on):
    period = Period.parse(code)

    assert (period.starts_on, period.ends_on, period.code) == (starts_on, ends_on, code)


@pytest.mark.parametrize(
    "code",
    ["", "23", "2023-Q5", "2023-Q0", "2023-H3", "2023-q1", "2023Q1", " 2023", "2023-01", "0001", "٢٠٢٣", "2023\n"],
)
def test_another_text_is_no_period(code):
    with pytest.raises(ValueError, match="is not a period"):
        Period.parse(code)


@pytest.mark.parametrize(
    ("whole", "part", "contains", "overlaps"),
    [
        ("2023", "2023-Q1", True, True),
        ("2023-H1", "2023-Q2", True, True),
        ("2023-H1", "2023-Q3", False, False),
        ("2023-Q1", "2023-H1", False, True),
        ("2023-Q1", "2023-Q1", True, True),
        ("2023", "2022-Q4", False, False),
    ],
)
def test_periods_contain_and_overlap(whole, part, contains, overlaps):
    assert Period.parse(whole).contains(Period.parse(part)) is contains
    assert Period.parse(whole).overlaps(Period.parse(part)) is overlaps


def test_the_parts_fill_the_whole():
    assert [part.code for part in Period.parse("2023").parts()] == ["2023-H1", "2023-H2"]
    assert [part.code for part in Period.parse("2023-H2").parts()] == ["2023-Q3", "2023-Q4"]
    assert Period.parse("2023-Q2").parts() == ()


def test_a_day_lies_in_its_quarter():
    assert Period.quarter_of(date(2024, 2, 29)).code == "2024-Q1"
    assert Period.quarter_of(date(2024, 12, 31)).code == "2024-Q4"
