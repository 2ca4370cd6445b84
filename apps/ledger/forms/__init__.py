"""The papers of the day, each declared once: what was found and what was first sold."""

from __future__ import annotations

from apps.ledger.forms.production import PRODUCTION
from apps.ledger.forms.purchase import PURCHASE

__all__ = ["FORMS", "PRODUCTION", "PURCHASE"]

FORMS = (PRODUCTION, PURCHASE)
