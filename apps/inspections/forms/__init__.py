"""The papers of supervision, each declared once: what an inspection saw, and what was against the rules."""

from __future__ import annotations

from apps.inspections.forms.infraction import INFRACTION
from apps.inspections.forms.inspection import INSPECTION

__all__ = ["FORMS", "INFRACTION", "INSPECTION"]

FORMS = (INSPECTION, INFRACTION)
