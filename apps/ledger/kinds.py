"""The kinds of record of the ledger: facts, which are replaced and never amended, and the booklets of their slips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from apps.ledger import binding, flags, making
from apps.ledger.forms import BOOKLET, PRODUCTION, PURCHASE, RESALE, STOCK_COUNT, TRANSFER
from apps.ledger.models import Booklet, Production, Purchase, Resale, StockCount, Transfer
from apps.ledger.on_sheets import PRODUCTION_SHEET, PURCHASE_SHEET, RESALE_SHEET, TRANSFER_SHEET
from apps.registry.kind import Kind, Reference


def never(record: Any, answers: Mapping[str, Any], references: Mapping[str, Reference]) -> NoReturn:
    raise TypeError("A fact of the ledger is replaced, never amended.")


KINDS = (
    Kind(
        "production", PRODUCTION, Production, making.make_productions, flags.production_flags, never, PRODUCTION_SHEET
    ),
    Kind("purchase", PURCHASE, Purchase, making.make_purchases, flags.purchase_flags, never, PURCHASE_SHEET),
    Kind("resale", RESALE, Resale, making.make_resales, flags.purchase_flags, never, RESALE_SHEET),
    Kind("stock_count", STOCK_COUNT, StockCount, making.make_stock_counts, flags.stock_count_flags, never),
    Kind("transfer", TRANSFER, Transfer, making.make_transfers, flags.transfer_flags, never, TRANSFER_SHEET),
    Kind("booklet", BOOKLET, Booklet, binding.make_booklets, flags.booklet_flags, binding.amend_booklet),
)
