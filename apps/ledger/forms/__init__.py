"""The papers of the ledger, each declared once: what was found, sold, held and moved."""

from __future__ import annotations

from apps.ledger.forms.booklet import BOOKLET
from apps.ledger.forms.production import PRODUCTION
from apps.ledger.forms.purchase import PURCHASE
from apps.ledger.forms.resale import RESALE
from apps.ledger.forms.stock_count import STOCK_COUNT
from apps.ledger.forms.transfer import TRANSFER

__all__ = ["BOOKLET", "FORMS", "PRODUCTION", "PURCHASE", "RESALE", "STOCK_COUNT", "TRANSFER"]

FORMS = (PRODUCTION, PURCHASE, RESALE, STOCK_COUNT, TRANSFER, BOOKLET)
