from __future__ import annotations

from decimal import Decimal

import pytest
import tablib

from apps.quantities.sheets import ExactResource, ExactWidget


@pytest.fixture
def resource(lots):
    class Meta:
        model = lots.model
        fields = ["name", "carats", "rate"]
        import_id_fields = ["name"]
        skip_diff = True

    return type("LotResource", (ExactResource,), {"Meta": Meta})()


def test_a_sheet_gives_what_the_database_holds(resource, lots):
    sheet = resource.export(lots.filter(name="b"))

    assert sheet.dict == [{"name": "b", "carats": "0.20", "rate": ""}]


def test_a_sheet_is_read_as_people_write_it(resource, lots):
    sheet = tablib.Dataset(["n", "8 524,31", ""], headers=["name", "carats", "rate"])

    resource.import_data(sheet, raise_errors=True)

    assert lots.get(name="n").carats == Decimal("8524.31")


def test_a_number_cell_reads_as_it_is_shown():
    assert ExactWidget(places=2).clean(1.75) == Decimal("1.75")
    assert ExactWidget(places=2).clean(1e3) == Decimal("1000")


def test_an_uncertain_number_is_refused():
    with pytest.raises(ValueError, match="two ways"):
        ExactWidget(places=2).clean("1.234")
