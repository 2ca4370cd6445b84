"""The ledger: what was found and what was sold, each fact written once and corrected only by another."""

from __future__ import annotations

from apps.ledger.models.booklet import Booklet, Slips, SpoiltSlip
from apps.ledger.models.production import Basis, Channel, Production, ProductionFinder
from apps.ledger.models.published import PublishedTotal
from apps.ledger.models.purchase import Purchase, PurchaseSource, Resale, Stage
from apps.ledger.models.sizes import ProductionSize, PurchaseSize
from apps.ledger.models.stock import Level, StockCount
from apps.ledger.models.transfer import Transfer

__all__ = [
    "Basis",
    "Booklet",
    "Channel",
    "Level",
    "Production",
    "ProductionFinder",
    "ProductionSize",
    "PublishedTotal",
    "Purchase",
    "PurchaseSize",
    "PurchaseSource",
    "Resale",
    "Slips",
    "SpoiltSlip",
    "Stage",
    "StockCount",
    "Transfer",
]
