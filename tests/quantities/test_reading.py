from __future__ import annotations

from decimal import Decimal

import pytest

from apps.quantities.reading import read_amount


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1494769.87", "1494769.87"),
        ("28.80", "28.80"),
        ("28,8", "28.8"),
        ("12", "12"),
        ("0.00", "0.00"),
        (" 12 ", "12"),
        ("8 524,31", "8524.31"),
        ("8\u00a0524,31", "8524.31"),
        ("8\u202f524,31", "8524.31"),
        ("8 524.31", "8524.31"),
        ("8 524", "8524"),
        ("2.969.482,98", "2969482.98"),
        ("2,969,482.98", "2969482.98"),
        ("2.969.482", "2969482"),
        ("1.234,5", "1234.5"),
        ("1,234.50", "1234.50"),
        ("1234567", "1234567"),
    ],
)
def test_what_can_be_read_one_way_is_read(text, number):
    assert read_amount(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "blank"),
        ("  ", "blank"),
        ("\u00a0", "blank"),
        ("1.234", "two ways"),
        ("1,234", "two ways"),
        ("12.345", "two ways"),
        ("123,456", "two ways"),
        ("0.123", "more than 2 decimals"),
        ("1234.567", "more than 2 decimals"),
        ("12.3456", "more than 2 decimals"),
        ("8 524,315", "more than 2 decimals"),
        ("-5", "negative"),
        ("- 5.00", "negative"),
        ("−5", "negative"),
        ("-0", "negative"),
        ("=1+1", "formula"),
        ("+5", "formula"),
        ("@A1", "formula"),
        ("\t5", "formula"),
        ("＝5", "formula"),
        ("＋5", "formula"),
        ("-A1", "formula"),
        ("12a", "not a number"),
        ("1e5", "not a number"),
        ("NaN", "not a number"),
        ("Infinity", "not a number"),
        (".5", "not a number"),
        ("5.", "not a number"),
        ("1 23", "not a number"),
        ("12 34,5", "not a number"),
        ("12,34,567", "not a number"),
        ("1.234.56", "not a number"),
        ("1,234,567,89", "not a number"),
        ("1.234,567.89", "not a number"),
        ("1 234.567,89", "not a number"),
        ("٣", "not a number"),
        ("１２", "not a number"),
        ("1'234", "not a number"),
        ("12\x00", "not a number"),
        ("5-", "not a number"),
        ("9" * 13, "too large"),
        ("9" * 5000, "too large"),
    ],
)
def test_what_cannot_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_amount(text)


def test_more_places_are_read_where_they_are_asked_for():
    assert read_amount("12.5000", places=4) == Decimal("12.5000")
    assert read_amount("0.125", places=4) == Decimal("0.125")


def test_the_sentence_is_short_and_on_one_line():
    with pytest.raises(ValueError, match="not a number") as told:
        read_amount("x\n\x1b[31m" * 50)

    assert len(str(told.value)) < 80
    assert str(told.value).isprintable()
