from __future__ import annotations

import pytest

from apps.quantities.numbers import is_whole, with_check


def test_the_digit_is_that_of_the_standard():
    assert with_check("0794") == "0794-5"
    assert with_check("14-00405") == "14-00405-1"


@pytest.mark.parametrize("number", ["0794-5", "14-00405-1", with_check("KO-0142")])
def test_a_number_with_its_digit_is_whole(number):
    assert is_whole(number)


@pytest.mark.parametrize("number", ["14-00405-2", "14-00406-1", "14-00450-1", "", "-", "-5", "14-00405", "x-1", "1-٣"])
def test_a_slip_of_the_pen_is_found(number):
    assert not is_whole(number)


def test_every_single_wrong_digit_is_found():
    good = with_check("14-00405")
    wrong = [good[:i] + d + good[i + 1 :] for i in range(len(good)) if good[i].isdigit() for d in "0123456789"]

    assert [number for number in wrong if is_whole(number)] == [good] * 8
