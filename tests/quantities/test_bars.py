"""Bars: from zero, true to their figures, and nothing where nothing was reported."""

from __future__ import annotations

from decimal import Decimal

import pytest

from apps.quantities.bars import WIDE, Pair, across, even, lines, upright

D = Decimal


def pair(first, second=None, **more):
    amounts = [None if one is None else D(one) for one in (first, second)]
    return Pair("May", *amounts, str(first), str(second), **more)


def test_bars_are_as_long_as_their_figures():
    drawing = across([pair("10.00", "5.00"), pair("20.00", "0.00")])

    assert [box.wide for box in drawing.boxes] == pytest.approx(
        [drawing.boxes[2].wide / 2, drawing.boxes[2].wide / 4, drawing.boxes[2].wide, 0]
    )


def test_what_was_not_reported_has_no_bar_and_says_so():
    drawing = across([Pair("May", None, D("1.00"), "..", "1.00")])

    assert [box.look for box in drawing.boxes] == ["second"]
    assert [one.said for one in drawing.words] == ["May", "..", "1.00"]


def test_what_is_not_complete_looks_so():
    drawing = upright([pair("1.00", partial=True), pair("2.00")], str)

    assert [box.look for box in drawing.boxes] == ["partial", "first"]


def test_the_axis_begins_at_zero_and_reaches_over_every_bar():
    drawing = upright([pair("294.20", "159.27")], str)
    base = next(rule for rule in drawing.rules if rule.look == "base")

    assert [box.y + box.high for box in drawing.boxes] == pytest.approx([base.y, base.y])
    assert min(rule.y for rule in drawing.rules) < min(box.y for box in drawing.boxes)
    assert float(drawing.words[0].said) == 0


@pytest.mark.parametrize(
    ("most", "top"), [("0", "1"), ("0.07", "0.08"), ("1", "1"), ("294.20", "300"), ("7.01", "8"), ("9.5", "10")]
)
def test_an_axis_ends_at_a_figure_that_is_easily_read(most, top):
    assert even(D(most)) == D(top)
    assert lines(D(top))[-1] == D(top)
    assert 4 <= len(lines(D(top))) <= 6


@pytest.mark.parametrize("pairs", [[], [pair(None)], [pair("0.00", "0.00")], [pair("999999999.99")] * 40])
def test_nothing_and_very_much_can_be_drawn(pairs):
    for drawing in (across(pairs), upright(pairs, str)):
        assert all(box.x >= 0 and box.x + box.wide <= WIDE for box in drawing.boxes)
