"""The papers of the ledger, each declared once: what was found, sold and held."""

from __future__ import annotations

from apps.ledger.forms.production import PRODUCTION
from apps.ledger.forms.purchase import PURCHASE
from apps.ledger.forms.stock_count import STOCK_COUNT

__all__ = ["FORMS", "PRODUCTION", "PURCHASE", "STOCK_COUNT"]

FORMS = (PRODUCTION, PURCHASE, STOCK_COUNT)
