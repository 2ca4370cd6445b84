"""How the workbook looks: one ink, thin rules, numbers aligned; the tokens of the look, no colour as the only sign."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from apps.columns.models import Column

INK, MUTED, LINE, RIVER, SAND = "#14211f", "#434d4b", "#d7d2c6", "#0a5650", "#f6f3ec"
FONT = {"font_name": "Arial", "font_size": 9, "font_color": INK, "valign": "vcenter"}
RULE = {"bottom": 1, "bottom_color": LINE}

Unit = Column.Unit
# A blank at the right end keeps figures off the rule of the next group, and decimals in line with `..`.
BLANK = "_0"
PLAIN_TEXT = f"@{BLANK}"
WHOLE = f"#,##0{BLANK}"
CENTS = f"#,##0.00{BLANK}"
# A gap shows its sign, so that nobody takes it for an amount.
SIGNED = f"+{CENTS};−{CENTS};0.00{BLANK}"
SIGNED_GROUPS = {"gap", "export_gap"}
NUMBERS = {
    Unit.CARATS: CENTS,
    Unit.DOLLARS: CENTS,
    Unit.DOLLARS_PER_CARAT: CENTS,
    Unit.HECTARES: f"#,##0.0000{BLANK}",
    Unit.PERCENT: CENTS,
    Unit.COUNT: WHOLE,
    Unit.MONTHS: WHOLE,
    Unit.YEARS: WHOLE,
    Unit.DATE: f"d mmm yyyy{BLANK}",
}

STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "subtitle": {"font_color": MUTED},
    "strong": {"bold": True},
    "label": {"bold": True, "valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "mono": {"font_name": "Courier New", "valign": "top"},
    "link": {"font_color": RIVER, "underline": 1, "valign": "top", "bold": True},
    "group": {"bold": True, "align": "center_across", "bottom": 1, "bottom_color": INK},
    "head": {"text_wrap": True, "align": "right", "valign": "bottom", "num_format": PLAIN_TEXT},
    "head_left": {"text_wrap": True, "valign": "bottom", "bold": True},
    "head_tall": {"rotation": 90, "text_wrap": True, "align": "left", "valign": "vcenter"},
    "number": {
        "font_color": MUTED,
        "font_size": 8,
        "align": "right",
        "num_format": f"0{BLANK * 6}",
        "bottom": 2,
        "bottom_color": INK,
    },
    "code": {"bold": True, "align": "center", "bottom": 2, "bottom_color": INK},
    "code_left": {"bold": True, "bottom": 2, "bottom_color": INK},
    "small": {"font_color": MUTED, "font_size": 8},
    "name": {"bold": True, "text_wrap": True, **RULE},
    "cell": {**RULE},
    "figure": {"num_format": PLAIN_TEXT, "align": "right", **RULE},
    "cell_wrapped": {"text_wrap": True, **RULE},
    "cell_top": {"text_wrap": True, "valign": "top", **RULE},
    "silent": {"num_format": PLAIN_TEXT, "align": "right", "font_color": MUTED, **RULE},
    "middle": {"align": "center", **RULE},
    "middle_silent": {"align": "center", "font_color": MUTED, **RULE},
    "number_left": {"font_color": MUTED, "font_size": 8, **RULE},
    "mark": {"align": "right", **RULE},
    "sum": {"bold": True, "top": 2, "top_color": INK, **RULE},
    "sum_figure": {"num_format": PLAIN_TEXT, "bold": True, "align": "right", "top": 2, "top_color": INK, **RULE},
    "sum_silent": {"num_format": PLAIN_TEXT, "align": "right", "font_color": MUTED, "top": 2, "top_color": INK, **RULE},
    "foot": {"font_color": MUTED, "bottom": 2, "bottom_color": INK},
    "foot_count": {
        "font_color": MUTED,
        "align": "right",
        "num_format": WHOLE,
        "bottom": 2,
        "bottom_color": INK,
    },
}


class Styles:
    """The workbook's formats by name, each made once and in the order of first use."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[str, str, bool], Format] = {}

    def __call__(self, name: str, number: str = "", *, opens: bool = False) -> Format:
        """`opens` draws the rule left of the first column of a group."""
        key = (name, number, opens)
        if key not in self.made:
            left = {"left": 1, "left_color": LINE} if opens else {}
            shape = {"num_format": number} if number else {}
            self.made[key] = self.book.add_format({**FONT, **STYLES[name], **left, **shape})
        return self.made[key]

    def figure(self, name: str, column: Column, *, opens: bool = False) -> Format:
        return self(name, number_of(column), opens=opens)


def number_of(column: Column) -> str:
    if column.group in SIGNED_GROUPS and column.unit in {Unit.CARATS, Unit.PERCENT}:
        return SIGNED
    return NUMBERS.get(Unit(column.unit), PLAIN_TEXT)
