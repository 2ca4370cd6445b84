"""What supervision sees: inspections and infractions, and records that are repeated blind."""

from __future__ import annotations

from apps.inspections.models.infraction import Infraction
from apps.inspections.models.inspection import Inspection
from apps.inspections.models.revisit import DrawnShare, RepeatedAnswer, Revisit

__all__ = ["DrawnShare", "Infraction", "Inspection", "RepeatedAnswer", "Revisit"]
