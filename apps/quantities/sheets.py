"""How an exact amount is read from a sheet and written to one."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from import_export import resources, widgets

from apps.quantities.fields import ScaledIntegerField
from apps.quantities.reading import read_amount


class ExactWidget(widgets.Widget):
    """Reads a number as people write it (`8 524,31`), and refuses what cannot be read for certain."""

    def __init__(self, *, places: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.places = places

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        if value is None or str(value).strip() == "":
            return None
        return read_amount(written(value), self.places)

    def render(self, value: Decimal | None, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else f"{value:.{self.places}f}"


def written(value: Any) -> str:
    """A number cell of a workbook arrives as a float; its shortest form is what the sheet shows."""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    return str(value)


class ExactResource(resources.ModelResource):
    """A ModelResource that knows our amounts; without the method import-export would read 1.75 as 1.00."""

    WIDGETS_MAP = {**resources.ModelResource.WIDGETS_MAP, "ScaledAmount": "exact_widget"}

    @classmethod
    def exact_widget(cls, field: ScaledIntegerField) -> partial[ExactWidget]:
        return partial(ExactWidget, places=field.decimal_places)
