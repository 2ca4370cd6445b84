"""What supervision sees, in two kinds: inspections and infractions."""

from __future__ import annotations

from apps.inspections.models.infraction import Infraction
from apps.inspections.models.inspection import Inspection

__all__ = ["Infraction", "Inspection"]
