from __future__ import annotations

import pytest

from apps.quantities.sheets import written


@pytest.mark.parametrize(
    ("cell", "text"), [(1.75, "1.75"), (1e3, "1000"), (140.0, "140"), (0.1, "0.1"), ("1,75", "1,75")]
)
def test_a_number_cell_reads_as_it_is_shown(cell, text):
    assert written(cell) == text
